"""Two values that changed places around a word that says which is the old one."""

from __future__ import annotations

import pytest

from campaigns.content.checks.pair import check_pair

SOURCE = "Ab Januar gibt es 14,60 € statt 13,90 €."
SAME = {
    "en": "From January it is {new} instead of {old}.",
    "ru": "С января платят {new} вместо {old}.",
    "uk": "Від січня платять {new} замість {old}.",
    "bg": "От януари се плащат {new} вместо {old}.",
    "pl": "Od stycznia jest {new} zamiast {old}.",
    "hr": "Od siječnja vrijedi {new} umjesto {old}.",
    "ar": "ابتداءً من يناير {new} بدلًا من {old}.",
    "fa": "از ژانویه {new} به جای {old} است.",
    "el": "Από τον Ιανουάριο ισχύουν {new} αντί για {old}.",
    "fr": "Dès janvier, c’est {new} au lieu de {old}.",
    "es": "Desde enero son {new} en lugar de {old}.",
    "it": "Da gennaio sono {new} invece di {old}.",
    "ro": "Din ianuarie sunt {new} în loc de {old}.",
    "nl": "Vanaf januari is het {new} in plaats van {old}.",
    "sv": "Från januari gäller {new} i stället för {old}.",
    "fi": "Tammikuusta alkaen maksetaan {old} sijaan {new}.",
    "tr": "Ocaktan itibaren {old} yerine {new}.",
    "hu": "Jövőre {old} helyett {new} jár.",
}


@pytest.mark.parametrize("code", SAME)
def test_values_around_instead_of_keep_their_places(code: str) -> None:
    both = {"source_language": "de", "target_language": code}
    comma = code not in ("en", "ar", "fa")
    old, new = ("13,90 €", "14,60 €") if comma else ("13.90 €", "14.60 €")
    right = check_pair(SOURCE, SAME[code].format(old=old, new=new), **both)
    assert [one for one in right if one.check.startswith("value.")] == []
    crossed = check_pair(SOURCE, SAME[code].format(old=new, new=old), **both)
    assert [one.message for one in crossed if "changed places" in one.message]
