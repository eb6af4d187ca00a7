"""Length as the channels count it: user-perceived characters, bytes, what a link and a mention cost."""

from __future__ import annotations

import pytest

from campaigns.channels import profile
from campaigns.content.checks.registry import run_checks
from campaigns.content.checks.subject import Subject
from campaigns.content.copy import Copy
from campaigns.content.counting import COUNTERS, counter_of

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


@pytest.mark.parametrize(
    ("text", "graphemes"),
    [
        (FAMILY, 1),
        ("🇩🇪🇺🇦", 2),
        ("👍🏽", 1),
        ("e\u0301", 1),
        ("مُحَمَّد", 4),
        ("ሰላም", 3),
        ("한국", 2),
        ("\r\n", 1),
        ("می\u200cخواهم", 7),
    ],
)
def test_user_perceived_characters_are_those_of_unicode(text: str, graphemes: int) -> None:
    assert COUNTERS["graphemes"](text) == graphemes


def test_bluesky_takes_120_families_and_not_300_though_the_bytes_are_the_limit() -> None:
    text = profile("bluesky").text
    count = counter_of(text)
    assert text.limit is not None and text.byte_limit is not None
    assert count(FAMILY * 120) <= text.limit and COUNTERS["bytes"](FAMILY * 120) <= text.byte_limit
    assert count(FAMILY * 300) <= text.limit and COUNTERS["bytes"](FAMILY * 300) > text.byte_limit


def test_mastodon_counts_a_link_as_23_and_a_mention_without_its_server() -> None:
    count = counter_of(profile("mastodon").text)
    assert count("siehe https://litfass.example/a/very/long/address/indeed") == 6 + 23
    assert count("siehe https://a.de") == 6 + 23
    assert count("@rat@social.example hilft") == len("@rat hilft")
    assert count(FAMILY) == 1


def _found(channel: str, **fields: object) -> set[str]:
    copy = Copy.from_dict({"headline": "h", "imprint": "I", "notice": "N", **fields})
    subject = Subject(language="ar", copy=copy, channels=[channel], formats=("square",), layout="explainer")
    return {one.message for one in run_checks(subject, only=("length", "alt_text"))}


def test_a_title_is_counted_in_characters_where_the_text_is_counted_in_bytes() -> None:
    assert not any("title" in one for one in _found("youtube", headline="حقوق العمل في ألمانيا " * 3))
    assert any("title" in one for one in _found("youtube", headline="حقوق العمل في ألمانيا " * 5))


def test_a_description_longer_than_the_channel_takes_is_told_with_the_channel() -> None:
    assert any("{channel}" in one for one in _found("mastodon", alt_text="و" * 1501))
    assert not any("{channel}" in one for one in _found("mastodon", alt_text="و" * 1400))
