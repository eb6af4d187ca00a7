"""Long numbers: bank accounts, cards, phones and whatever else singles a person out. Amounts and laws stay."""

from __future__ import annotations

import re
from functools import cache

from campaigns.needs.redaction.cues import (
    CURRENCIES,
    FILE_CUES,
    IBAN_LENGTHS,
    PHONE_CUES,
    any_of,
)
from campaigns.needs.redaction.spelled import glued_numbers, spelled_numbers
from campaigns.needs.redaction.view import COVER, View

FEWEST_DIGITS = 7
FEWEST_AFTER_CUE = 5
_CARD_DIGITS = range(13, 20)
_IBAN_DIGITS = 9
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z] ?[A-Za-z])[ .,\-_/:]{0,3}\d[ .,\-_/]{0,3}\d(?:[ .,\-_/]{0,3}[A-Za-z0-9]){11,31}"
)
#: Groups of an account have up to four signs; a longer row of letters at the end is the next word.
_ENDS_WITH_A_WORD = re.compile(r" [A-Za-z]+$")
_SEPARATORS = r"[ .\-/()_|*~+'\";]{0,7}"
_RUN = re.compile(rf"(?:\+ ?|\( ?\+? ?|(?<!\d))\d(?:{_SEPARATORS}\d){{{FEWEST_DIGITS - 1},60}}+(?!\d)")
_LOOSE_RUN = re.compile(r"(?:\+ ?|(?<![\d.,:/])(?=0))\d(?:[ .\-/()_|*~,:+]{0,3}\d){6,30}+(?!\d)")
#: Nine digits in threes are how mobile numbers of Poland, Spain or Ukraine are written.
_MOBILE = re.compile(r"\d{3}(?P<sign>[ .\-/])\d{3}(?P=sign)\d{3}")
_GROUP = re.compile(r"\d+")
_EURO = r" ?(?:€|(?:euro|eur)\b)"
#: Inside a number that was announced a comma may part groups of two digits and more; no sum of money follows there.
_COMMA = rf" ?, {{0,2}}(?=\d{{2}})(?!\d{{1,6}}(?:[.,]\d{{1,2}})?{_EURO})"
_DATE = r"(?:\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?(?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{4}|\d{1,2}\.\d{1,2}\.)"
_YEAR = r"(?:19|20)\d{2}"
_DATES_AND_YEARS = re.compile(
    rf"(?:{_DATE}|{_YEAR}|\d{{1,2}}\.)(?:[ ./\-()]{{1,3}}(?:{_DATE}|{_YEAR}|\d{{1,3}}))*[ .\-]*"
)
#: What a comma or colon parts is looked at by itself: 01/2025, 2024: 250.
_PARTING = re.compile(r"[,:] ?(?=\d)")
_DATES_OR_SHORT = re.compile(rf"{_DATES_AND_YEARS.pattern}|\d{{1,3}}")
_FROM_YEAR_TO_YEAR = re.compile(r"\(? ?(1\d{3}) ?[-/] ?(1\d{3}|20\d{2}) ?\)?")
_YEAR_OF_DATE = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_AMOUNT = re.compile(
    r"\d{1,3}(?:[. ']\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|[1-9]\d{0,8}(?:[.,]\d{1,2})?"
)
_AMOUNTS = re.compile(rf"(?:{_AMOUNT.pattern})(?: ?(?:-|/|bis|to) ?(?:{_AMOUNT.pattern}))?")
_CENTS = re.compile(r"[.,]\d{1,2}(?!\d)")
_LAW_BEFORE = re.compile(
    r"(?:\bE[UGC]|\bEWG|\bVO|\bRL|Nr\.?|№|No\.?|Verordnung|Richtlinie|Regulation|Directive)\W{0,3}$",
    re.IGNORECASE,
)
_LAW = re.compile(r"\d{1,4}/\d{2,4}")
_MONEY_AFTER = re.compile(rf" ?(?:{any_of(CURRENCIES)})(?!\w)", re.IGNORECASE)
_MONEY_BEFORE = re.compile(rf"(?<!\w)(?:{any_of(CURRENCIES)}) ?$", re.IGNORECASE)


def take_bank_accounts(view: View) -> None:
    """IBANs by country and length, no letter of a following word among them.

    The checksum may be wrong, a mistyped account is still somebody's; then it must look like one: "no 10000000146"
    begins like Norway.
    """
    at = 0
    while found := _IBAN.search(view.text, at):
        at = found.start() + 2
        length = IBAN_LENGTHS.get(found[1].replace(" ", "").upper())
        end = _end_of(found.group(), length) if length else None
        if end is None or _ends_within_a_word(view.text, found.start() + end):
            continue
        taken = found.group()[:end]
        if _iban_is_valid(taken) or (_looks_like_an_iban(taken) and not _ENDS_WITH_A_WORD.search(taken)):
            view.take(found.start(), found.start() + end, "iban")
            at = found.start() + end


#: The check number of a card, and the month in which it ends, where a card or its check number stands.
_CARD_CHECK = re.compile(
    r"(?<!\w)(?:cvv2?|cvc2?|prüfziffer|prüfnummer|kartenprüfnummer)(?: (?:ist|is|lautet))?[ :.=]{1,3}"
    r"(?P<taken>\d{3,4})(?!\d)",
    re.IGNORECASE,
)
_CARD_ENDS = re.compile(
    r"(?<!\w)(?:gültig(?: bis)?|ablauf|abgelaufen|valid(?: thru| until)?|exp\.?|expires?|expiry)[ :.]{1,3}"
    r"(?P<taken>\d{2} ?/ ?(?:20)?\d{2})(?!\d)",
    re.IGNORECASE,
)


def take_card_checks(view: View) -> None:
    """What is typed beside a card's number: nobody needs it to answer, and whoever has it can pay."""
    checks = list(_CARD_CHECK.finditer(view.text))
    if checks or any(span.kind == "card" for span in view.spans):
        for found in (*checks, *_CARD_ENDS.finditer(view.text)):
            view.take(*found.span("taken"), "card")


def take_numbers(view: View) -> None:
    """Every run of seven digits or more that is no amount, date, year or law; also spelled-out digits."""
    for found in list(_cued_pattern().finditer(view.text)):
        if sum(letter.isdigit() for letter in found["number"]) >= FEWEST_AFTER_CUE:
            view.take(*found.span("number"), "phone")
    for found in list(spelled_numbers().finditer(view.text)):
        view.take(*found.span(), "phone")
    for span in glued_numbers(view.text):
        view.take(*span, "phone")
    for pattern in (_RUN, _LOOSE_RUN):
        for found in list(pattern.finditer(view.text)):
            if COVER not in found.group():
                _take_run(view, found)


def _take_run(view: View, found: re.Match[str]) -> None:
    run = found.group()
    if _is_harmless(view.text, found):
        return
    digits = re.sub(r"\D", "", run)
    # One number in ten has a card's check digit by chance; no card begins with nought or a plus.
    if run.lstrip("( ").startswith(("+", "0")) or _MOBILE.fullmatch(run.strip()):
        kind = "phone"
    elif len(digits) in _CARD_DIGITS and luhn_is_valid(digits):
        kind = "card"
    else:
        kind = (
            "file_number"
            if _file_named().search(view.text, max(0, found.start() - 40), found.start())
            else "number"
        )
    view.take(*found.span(), kind)


def _is_harmless(text: str, found: re.Match[str]) -> bool:
    run = found.group().strip()
    before, after = text[max(0, found.start() - 16) : found.start()], text[found.end() : found.end() + 10]
    if all(len(group) == 4 and group[:2] in ("19", "20") for group in _GROUP.findall(run)):
        return True
    years = _FROM_YEAR_TO_YEAR.fullmatch(run)
    if years and int(years[1]) < int(years[2]):
        return True
    if _YEAR_OF_DATE.search(run) and all(map(_DATES_OR_SHORT.fullmatch, _PARTING.split(run))):
        return True
    cents = _CENTS.match(after)
    after = after[cents.end() :] if cents else after
    if _AMOUNTS.fullmatch(run) and (_MONEY_AFTER.match(after) or _MONEY_BEFORE.search(before)):
        return True
    return bool(_LAW.fullmatch(run) and _LAW_BEFORE.search(before))


def luhn_is_valid(digits: str) -> bool:
    """The check digit of payment cards (ISO/IEC 7812)."""
    total = 0
    for place, letter in enumerate(reversed(digits)):
        value = int(letter) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _iban_is_valid(written: str) -> bool:
    """ISO 13616: the number modulo 97 is 1 after the first four characters move to the end."""
    bare = re.sub(r"[^A-Za-z0-9]", "", written).upper()
    return int("".join(str(int(letter, 36)) for letter in bare[4:] + bare[:4])) % 97 == 1


def _ends_within_a_word(text: str, end: int) -> bool:
    """Whether a letter follows a letter: "danke" right behind the last figure is no part of the account."""
    return text[end - 1].isalpha() and text[end : end + 1].isalpha()


def _looks_like_an_iban(written: str) -> bool:
    """Whether country and check digits stand together or in capitals, and figures are in the majority."""
    is_headed = written[:3].isalnum() or written[:2].isupper()
    return is_headed and sum(letter.isdigit() for letter in written) > _IBAN_DIGITS


def _end_of(written: str, length: int) -> int | None:
    """Where the `length`-th letter or digit ends, separators left out; None when there are fewer."""
    count = 0
    for place, letter in enumerate(written):
        count += letter.isalnum()
        if count == length:
            return place + 1
    return None


@cache
def _file_named() -> re.Pattern[str]:
    """A word for a file with nothing but other words up to the number. (The Federal Labour Court has a senate AZR.)"""
    return re.compile(rf"(?<!\w)(?:{any_of((*FILE_CUES, 'azr'))})(?!\w)[^\d.!?]{{0,30}}$", re.IGNORECASE)


@cache
def _cued_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{any_of(PHONE_CUES)})(?:nummer|nr|\.|-nr|-nummer)?[ :.\-=]{{1,4}}"
        rf"(?:(?:nr|no|ist|is|lautet|:)[ .:]{{1,2}})?"
        # The run is never given back in part: whatever follows it, its last group is no less somebody's number.
        rf"(?P<number>\+? ?\(?\+? ?\d(?:(?:{_COMMA}|{_SEPARATORS})\d){{4,60}}+)"
        rf"(?!(?:,\d{{1,2}}(?!\d))?{_EURO})",
        re.IGNORECASE,
    )
