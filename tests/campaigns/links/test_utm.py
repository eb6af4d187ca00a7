"""The site behind a short link learns kind of channel and language; all that was approved stays in the target."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from campaigns.links.utm import with_utm


@pytest.mark.parametrize(
    ("target", "led"),
    [
        ("https://a.example/x", "https://a.example/x?{utm}"),
        ("https://a.example", "https://a.example?{utm}"),
        ("https://a.example/x?", "https://a.example/x?{utm}"),
        ("https://a.example/x?id=7&q=%C3%A4+b", "https://a.example/x?id=7&q=%C3%A4+b&{utm}"),
        ("https://a.example/x?empty=&empty=", "https://a.example/x?empty=&empty=&{utm}"),
        ("https://a.example/x#/route?y=1", "https://a.example/x?{utm}#/route?y=1"),
        ("https://a.example:8443/%D8%A7?id=7#part", "https://a.example:8443/%D8%A7?id=7&{utm}#part"),
    ],
)
def test_every_other_part_of_the_target_stays_byte_for_byte(target: str, led: str) -> None:
    utm = "utm_source=telegram&utm_medium=social&utm_content=ar"
    assert with_utm(target, channel="telegram", language="ar") == led.format(utm=utm)


def test_what_the_approved_target_says_itself_is_not_said_over() -> None:
    led = with_utm(
        "https://a.example/?utm_source=poster&utm_medium=", channel="print", language="de-x-simple"
    )
    said = parse_qs(urlsplit(led).query, keep_blank_values=True)
    assert said == {"utm_source": ["poster"], "utm_medium": [""], "utm_content": ["de-x-simple"]}


@pytest.mark.parametrize(
    ("channel", "medium"),
    [("newsletter", "email"), ("print", "print"), ("feed", "feed"), ("handoff", "social"), ("vk", "social")],
)
def test_the_medium_is_a_word_that_counters_of_visits_know(channel: str, medium: str) -> None:
    assert f"utm_source={channel}&utm_medium={medium}&" in with_utm(
        "https://a.example/", channel=channel, language="fa"
    )


def test_which_partner_a_visitor_comes_from_is_not_told_to_others() -> None:
    led = with_utm("https://a.example/", channel="kit:4711", language="uk")
    assert "utm_source=kit&utm_medium=partner" in led
    assert "4711" not in led
