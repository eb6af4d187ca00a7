"""The text beside the picture, on channels with more and less room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.content.compose import TextTooLong, compose_text
from campaigns.content.copy import Copy
from campaigns.errors import BadInput

LINK = "https://l.example/abc"
FULL = Copy(
    kicker="Wusstest du?",
    headline="Nur auf Papier",
    body="Eine Kündigung gilt nur auf Papier.",
    steps=("Datum notieren", "Rat holen"),
    details=("Notiere das Datum.", "Hol dir Rat."),
    myth="„Eine Nachricht reicht.“",
    myth_label="Falsch",
    fact_label="Richtig",
    date="Gilt ab 1. Januar 2027.",
    call_to_action="Frag uns.",
    contact="Telefon: 116 016",
    hashtags=("#A", "#B", "#C"),
    source="Quelle: § 623 BGB",
    notice="Allgemeine Informationen.",
    imprint="Impressum: https://example.org/i",
)


def test_whole_text_stands_in_its_order() -> None:
    assert compose_text(FULL, language="de", channel_limit=None, link=LINK).split("\n\n") == [
        "Nur auf Papier",
        "Falsch: „Eine Nachricht reicht.“",
        "Eine Kündigung gilt nur auf Papier.",
        "1. Notiere das Datum.\n2. Hol dir Rat.",
        "Gilt ab 1. Januar 2027.",
        "Telefon: 116 016",
        "Frag uns.",
        LINK,
        "Quelle: § 623 BGB\nAllgemeine Informationen.\nImpressum: https://example.org/i",
        "#A #B #C",
    ]


def test_french_sets_a_space_before_the_colon_of_the_label() -> None:
    copy = Copy(myth="«\u00a0Un message suffit.\u00a0»", myth_label="Faux")
    text = compose_text(copy, language="fr", channel_limit=None, link="")
    assert text == "Faux\u00a0: «\u00a0Un message suffit.\u00a0»"


@given(st.integers(min_value=70, max_value=500))
def test_shorter_text_fits_and_leaves_out_whole_parts_only(limit: int) -> None:
    text = compose_text(FULL, language="de", channel_limit=limit, link=LINK)
    assert len(text) <= limit
    lines = text.split("\n")
    assert {"Nur auf Papier", LINK, "Allgemeine Informationen."} <= set(lines)
    parts = {*FULL.texts().values(), LINK, "Falsch: „Eine Nachricht reicht.“", "#A #B #C", ""}
    numbered = {f"{n}. {line}" for lines in (FULL.steps, FULL.details) for n, line in enumerate(lines, 1)}
    assert set(lines) <= parts | numbered


def test_shortest_text_is_headline_link_and_notice() -> None:
    shortest = f"Nur auf Papier\n\n{LINK}\n\nAllgemeine Informationen."
    assert compose_text(FULL, language="de", channel_limit=len(shortest), link=LINK) == shortest
    with pytest.raises(
        TextTooLong, match=f"have {len(shortest)} characters; the channel takes {len(shortest) - 1}"
    ):
        compose_text(FULL, language="de", channel_limit=len(shortest) - 1, link=LINK)


def test_channel_counts_in_its_own_way() -> None:
    text = compose_text(
        FULL, language="de", channel_limit=120, link=LINK, count=lambda text: len(text.encode())
    )
    assert len(text.encode()) <= 120


def test_copy_goes_to_plain_data_and_back() -> None:
    assert Copy.from_dict(FULL.to_dict()) == FULL


@pytest.mark.parametrize("data", [{"title": "x"}, {"headline": 3}, {"steps": "x"}, {"steps": [1]}])
def test_plain_data_that_is_no_copy_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        Copy.from_dict(data)
