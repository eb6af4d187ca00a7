"""The block that says whom to ask has no room for advice that no lawyer saw."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import campaigns.demo
from campaigns.errors import BadInput
from campaigns.kits.contact import contact_of

ROOM = ("Beratung Nord e. V.", "Hauptstr. 5, 10000 Stadt", "Tel.: 0123 456", "https://example.org/nord")


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("de", "Öffnungszeiten: Montag bis Freitag, 9 bis 17 Uhr"),
        ("de", "Mo–Fr 9–17 Uhr"),
        ("en", "Mail: help@example.org"),
        ("en", "Web: www.example.org"),
        ("ar", "الثلاثاء والخميس، من الساعة 10 إلى 13"),
        ("fr", "Lundi et jeudi"),
    ],
)
def test_a_contact_is_a_name_a_street_a_telephone_hours_and_a_link(code: str, line: str) -> None:
    block = "\n".join([*ROOM, line])
    assert contact_of(f"\n {block} \n\n", code, field="contact") == block


def test_the_contacts_of_the_demo_are_contacts() -> None:
    told = (Path(campaigns.demo.__file__).parent / "scenario.toml").read_text(encoding="utf-8")
    blocks = [
        (code, text)
        for programme in tomllib.loads(told).values()
        for campaign in programme.get("campaigns", ())
        for code, text in campaign.get("kit", {}).get("contacts", {}).items()
    ]
    assert blocks
    assert all(contact_of(text, code, field="contact") == text for code, text in blocks)


@pytest.mark.parametrize(
    "text",
    [
        "UNAPPROVED ADVICE: no permit needed",
        "Beratung Nord\nYou need no permit any more",
        "Beratung Nord\nADVICE: no permit is needed since 2026",
        "Beratung Nord\nNobody checks permits in 2026. Just go to work.",
        "Beratung Nord\n1 In this year nobody who works there needs any permit",
        "Whoever works there does not need any permit now",
        "Beratung Nord\n" + "0" * 81,
        "\n".join(f"Nr. {number}" for number in range(7)),
    ],
)
def test_a_contact_has_no_room_for_advice(text: str) -> None:
    with pytest.raises(BadInput, match="contact") as refused:
        contact_of(text, "en", field="contact.en")
    assert refused.value.field == "contact.en"


@pytest.mark.parametrize(
    "text", ["Beratung \u202eNord", "Beratung \u2067Nord\n0123 456", "Beratung\u2069", "A\u2066\n\u20691"]
)
def test_a_contact_shows_what_was_written(text: str) -> None:
    with pytest.raises(BadInput, match=r"U\+20"):
        contact_of(text, "de", field="contact.de")
