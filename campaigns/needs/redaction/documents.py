"""Numbers of papers and cases: passports, files of authorities, number plates."""

from __future__ import annotations

import re
from functools import cache

from campaigns.needs.redaction.cues import (
    CURRENCIES,
    FILE_CUES,
    NOT_BEHIND_PLATES,
    NOT_DISTRICTS,
    NOT_HOUSE_NUMBERS,
    NOT_SERIES,
    NUMBERED_FILES,
    NUMBERED_PAPERS,
    PASSPORT_CUES,
    PLATE_CUES,
    SERIES,
    any_of,
)
from campaigns.needs.redaction.view import COVER, View

_GROUP = r"(?:[^\W\d_]{0,6}\d[A-Za-z0-9А-ЯІЇЄҐа-яіїєґ]{0,20}|(?-i:[A-ZА-ЯІЇЄҐ]{1,4}))"
#: "Number" between a series and its number, or between a paper and its number. The view writes № as No, n° as n.
_SIGN_WORDS = (
    r"(?:nr|nro|no|n|nº|num|numer[uo]?|nummer|number|номер|numărul|număr|numarası|numéro|número|szám[a]?|broj"
    r"|αριθμός|αρ|رقم|شماره|نمبر)(?![^\W\d_])"
)
_SIGN = rf" {{0,2}}(?:#|{_SIGN_WORDS})[ .:#]{{0,3}}"
_JOIN = rf"(?: ?[./\-:_]{{1,2}} ?|{_SIGN}| {{1,2}})"
#: Chamber, register sign, number and year of a court's case: 12 Ca 3456/26, S 7 AS 123/25 ER, II K 45/26.
_COURT = (
    r"(?:[A-Z][A-Za-z]{0,3} )?(?:\d{1,4}[a-z]?|[IVX]{1,5}) ?[A-Za-z]{1,6}(?: \([A-Za-z]{1,6}\))?(?: [A-Z]{1,3})? ?"
    r"\d{1,6} ?/ ?\d{2,4}(?-i: [A-Z]{1,3}(?!\w))?"
)
#: The federal courts write the year behind a dot: 7 B 12.26.
_COURT += r"|(?-i:\d{1,3} [A-Z]{1,2} \d{1,5}\.\d{2})(?![.\d])"
_NUMBERED = rf"(?P<number>{_COURT}|{_GROUP}(?:{_JOIN}{_GROUP}(?!\w)){{0,8}})(?!\w)"
_IS = rf"{_SIGN_WORDS}|(?:{any_of(SERIES)})|ist|is|lautet|est|es|è|є|هو|است"
_BETWEEN = rf"(?:[ .:#№=_|/\-]{{1,4}}|[ .:]{{1,3}}(?:{_IS})[ .:#=]{{1,3}}){{1,2}}"
#: Behind "number" what authorities build of three parts and more (Nr. 2026/BG-45/0012), but no day and no law
#: (Richtlinie Nr. 2003/86/EG).
_IN_PARTS = re.compile(
    rf"(?<!\w){_SIGN_WORDS}[ .:#]{{0,3}}"
    r"(?!\d{1,2}[/\-]\d{1,2}[/\-](?:\d\d){1,2}(?!\w))(?!\d{4}-\d\d-\d\d(?!\w))"
    r"(?P<number>(?=(?:[A-Z/\-]*\d){5})[A-Z0-9]{1,8}(?:[/\-][A-Z0-9]{1,8}){2,6})(?<![/\-]E[GUC])(?<![/\-][CU]E)"
    r"(?<!/EWG)(?![\w/\-])",
    re.IGNORECASE,
)
_FEWEST_DIGITS = 3
_FEWEST_IN_WORD = 4

_MIXED_WORD = re.compile(r"(?<![\w§])(?=[^\W_]{0,19}\d)(?=[^\W_]{0,19}[^\W\d_])[^\W_]{7,34}(?!\w)")
#: A phone whose groups one letter parts: 0176x5551x9309.
_PHONE_IN_ONE = re.compile(r"0\d{1,4}(?P<sign>[^\W\d_])\d{2,8}(?:(?P=sign)\d{2,8})*")
_WORD_AND_YEAR = re.compile(r"[^\W\d_]{3,}(?:19|20)\d{2}|\d{1,6}[^\W\d_]{1,12}")
_SERIES = re.compile(
    r"(?<![\w§])(?P<series>[A-ZА-ЯІЇЄҐ]{1,3})(?:[ \-]{0,2}|\. ?)(?!\d\d?\.\d\d?\.)\d(?:[ \-.]?\d){5,9}(?![\w/])"
    # A longer number is none of a passport, and no part of it may stay.
    r"(?![ \-.]?\d)"
)
_UPPER_GROUPS = re.compile(r"(?<![\w§])[A-Z0-9]{1,4}(?:[ \-.][A-Z0-9]{1,4}){1,7}(?!\w)")
#: A household at the job centre (31204BG0012345), the pension insurance (12 010190 A 123), a health insurance card
#: (A123456789).
_INSURANCE = re.compile(
    r"(?<!\w)(?:\d{5} ?(?:BG|//) ?\d{7}|\d{2}[ .\-/]?\d{6}[ .\-/]?[A-Za-z][ .\-/]?\d{3}|[A-Z](?:[ .\-]?\d{3}){3})(?!\w)"
)
_OF_A_COURT = re.compile(_COURT)
_ARTICLE = re.compile(r"az +", re.IGNORECASE)
_NOT_SERIES = frozenset(NOT_SERIES)

_PLATES = (
    r"(?P<d>[A-ZÄÖÜ]{1,3})[\-:.][ ]?[A-ZÄÖÜ]{1,2}[ \-.]{0,2}\d{1,4}[EH]?",
    r"(?P<d>[A-ZÄÖÜ]{1,3}) [A-ZÄÖÜ]{1,2}[ \-.]{1,2}\d{2,4}[EH]?",
    r"(?P<d>[A-ZÄÖÜ]{1,3})[ _]{1,2}[A-ZÄÖÜ]{1,2}[ _\-]{0,2}\d{2,4}[EH]?",
    r"(?P<d>[A-ZÄÖÜ]{1,3}) ?[\-_/|.] ?[A-ZÄÖÜ]{1,2} ?[\-_/|. ] ?(?!(?:19|20)\d\d(?!\d))\d{3,4}[EH]?",
    r"(?P<d>[A-ZÄÖÜ]{2,5})\d{3,4}[EH]?",
    r"(?P<d>[A-ZА-ЯІЇЄ]{2})[ \-]?\d{3,4}[ \-]?[A-ZА-ЯІЇЄ]{1,2}",
    r"\d{2} ?(?P<d>[A-Z]{1,3}) ?\d{2,4}(?!/)",
    r"(?P<d>[A-Z]{1,2}) ?\d{2,3} ?[A-Z]{3}",
    r"(?P<d>[A-ZΑ-Ω]{3})[ \-]\d{3,4}",
    r"\d{4} ?(?P<d>[BCDFGHJKLMNPRSTVWXYZ]{3})",
    # RE is a town, too, but alone before a figure a train.
    r"(?!RE )(?P<d>[A-Z]{2,3}) (?!(?:19|20)\d\d(?!\d))\d{4,5}",
)
_PLATE = tuple(re.compile(rf"(?<![\w\-§/]){shape}(?![\w/])") for shape in _PLATES)
_PLATE_IN_SMALL_LETTERS = re.compile(
    rf"(?<![\w\-])[A-ZÄÖÜa-zäöü]{{1,3}}-[A-ZÄÖÜa-zäöü]{{1,2}}[ \-]?(?!(?:19|20)\d\d(?!\d))\d{{3,4}}[eh]?(?!\w)"
    rf"(?! ?(?:{any_of((*CURRENCIES, *NOT_HOUSE_NUMBERS))})(?!\w))"
)
_NOT_DISTRICTS = frozenset(NOT_DISTRICTS)


def take_cased_numbers(view: View) -> None:
    """Whatever number follows a word for passport, file or plate."""
    for kind, pattern in _announced():
        for found in list(pattern.finditer(view.text)):
            digits = sum(letter.isdigit() for letter in found["number"])
            if digits < _FEWEST_DIGITS or COVER in found["number"] or _is_year(found["number"]):
                continue
            # "az" without a dot is an article in Hungarian and part of "at least" in Turkish.
            number = found["number"]
            if not _ARTICLE.match(found.group()) or "/" in number or _OF_A_COURT.fullmatch(number):
                view.take(*found.span("number"), kind)


def take_papers(view: View) -> None:
    """Passport, identity and insurance numbers by their shape: letters and digits in one."""
    for found in list(_INSURANCE.finditer(view.text)):
        view.take(*found.span(), "file_number")
    for found in list(_MIXED_WORD.finditer(view.text)):
        word = found.group()
        digits = sum(letter.isdigit() or letter == "O" for letter in word)
        if digits >= _FEWEST_IN_WORD and not _WORD_AND_YEAR.fullmatch(word):
            view.take(*found.span(), "phone" if _PHONE_IN_ONE.fullmatch(word) else "passport")
    for found in list(_SERIES.finditer(view.text)):
        if found["series"] not in _NOT_SERIES:
            view.take(*found.span(), "passport")
    for found in list(_UPPER_GROUPS.finditer(view.text)):
        if _looks_issued(found.group()):
            view.take(*found.span(), "passport")


def take_plates(view: View) -> None:
    """Number plates of Germany and the countries people come from, as they are painted: in capitals."""
    for found in list(_announced_plate().finditer(view.text)):
        view.take(*found.span("number"), "plate")
    for found in list(_plate_before_its_word().finditer(view.text)):
        view.take(*found.span("number"), "plate")
    for found in list(_PLATE_IN_SMALL_LETTERS.finditer(view.text)):
        view.take(*found.span(), "plate")
    for pattern in _PLATE:
        for found in list(pattern.finditer(view.text)):
            if found["d"] not in _NOT_DISTRICTS and COVER not in found.group():
                view.take(*found.span(), "plate")


def _looks_issued(written: str) -> bool:
    """Groups that together look like one document number: C01 X00 T47."""
    groups = re.split(r"[ \-.]", written)
    bare = "".join(groups)
    digits = sum(letter.isdigit() for letter in bare)
    with_digit = sum(any(letter.isdigit() for letter in group) for group in groups)
    mixed = any(group.isalnum() and not group.isdigit() and not group.isalpha() for group in groups)
    return (
        8 <= len(bare) <= 34
        and digits >= _FEWEST_IN_WORD
        and digits < len(bare)
        and mixed
        and with_digit * 2 > len(groups)
    )


def _is_year(written: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d{2}", written.strip()))


@cache
def _announced() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return (
        ("file_number", _announced_by(FILE_CUES)),
        ("file_number", _announced_with_sign(NUMBERED_FILES)),
        ("passport", _announced_by(PASSPORT_CUES)),
        ("passport", _announced_with_sign(NUMBERED_PAPERS)),
        ("passport", _small_series()),
        ("plate", _announced_by(PLATE_CUES)),
        ("file_number", _IN_PARTS),
    )


@cache
def _announced_plate() -> re.Pattern[str]:
    """After its announcing word a plate may be in small letters, too."""
    return re.compile(
        rf"(?<!\w)(?:{any_of(PLATE_CUES)}){_BETWEEN}"
        rf"(?P<number>[^\W\d_]{{1,3}}[ \-:.]{{0,3}}[^\W\d_]{{1,2}}[ \-.]{{0,3}}"
        rf"\d{{1,4}})(?!\w)",
        re.IGNORECASE,
    )


@cache
def _plate_before_its_word() -> re.Pattern[str]:
    """k ab 1234 kennzeichen; a car alone is no word for a plate."""
    words = any_of(cue for cue in PLATE_CUES if cue not in NOT_BEHIND_PLATES)
    return re.compile(
        rf"(?<!\w)(?P<number>[^\W\d_]{{1,3}}[ \-:.]{{1,2}}[^\W\d_]{{1,2}}[ \-.]{{0,2}}\d{{2,4}}[eh]?)"
        rf"[ ,(]{{1,3}}(?:(?:ist|is|als|as) )?(?:(?:mein|das|my) )?(?:{words})(?!\w)",
        re.IGNORECASE,
    )


def _announced_by(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(words)})(?:nummer|[ \-]?nr)?{_BETWEEN}{_NUMBERED}", re.IGNORECASE)


def _announced_with_sign(words: tuple[str, ...]) -> re.Pattern[str]:
    """Words that stand before many figures: only "number" beside them announces one (Vertragsnummer, umowa nr)."""
    named = rf"(?:{any_of(words)})[^\W\d_]{{0,3}}"
    of = r"(?:(?:de la|de|du|des|di|del|della|of|al|a) |d'|ال)?"
    return re.compile(
        rf"(?<!\w)(?:{named}[ \-]?{_SIGN}|{_SIGN_WORDS}[ .]{{1,2}}{of}{named})"
        rf"(?:[ .:=]{{0,3}}(?:ist|is|lautet|est|es|è|є|هو|است) )?[ .:#=]{{0,3}}{_NUMBERED}",
        re.IGNORECASE,
    )


def _small_series() -> re.Pattern[str]:
    """A series in small letters is one only between both of its words: seria rx nr 482913."""
    return re.compile(
        rf"(?<!\w)(?:{any_of(SERIES)})[ .:]{{1,3}}(?P<number>[^\W\d_]{{1,3}}{_SIGN}\d(?:[ \-.]?\d){{2,11}})(?!\w)",
        re.IGNORECASE,
    )
