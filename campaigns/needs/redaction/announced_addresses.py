"""Addresses whose street has no usual name: what stands around them tells."""

from __future__ import annotations

import re
from functools import cache

from campaigns.needs.redaction.addresses import CAPITAL, NO_MONEY, NO_YEAR, NUMBER, PREPOSITION
from campaigns.needs.redaction.cues import (
    ADDRESS_CUES,
    BLOCK_OF_FLATS,
    COUNTED,
    CURRENCIES,
    ENTRANCES,
    LANES,
    NOT_HOUSE_NUMBERS,
    NOT_STREETS,
    NOT_TOWNS,
    POST_BOXES,
    any_of,
)
from campaigns.needs.redaction.view import COVER, View

_IS = r"(?:ist|is|lautet|est|es|è|este|to|je|είναι|on|är|هو|است)"


def take_announced_addresses(view: View) -> None:
    """Behind the word for address, before postcode and town, letter boxes, blocks of flats and lanes with a name."""
    for pattern in _patterns():
        for found in list(pattern.finditer(view.text)):
            street = (found.groupdict().get("street") or "").casefold().strip(" ,.")
            if COVER not in found.group() and not street.endswith(NOT_STREETS):
                view.take(*found.span("address"), "address")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    counted = any_of((*NOT_HOUSE_NUMBERS, *COUNTED, *CURRENCIES))
    house = rf"{NO_YEAR}{NUMBER}(?!\d|[.,]\d)(?! ?(?:{counted})(?!\w))"
    flat = rf"(?:[ ,]{{1,3}}(?:m|{any_of(ENTRANCES)})\.?:? {{0,2}}(?:\d{{1,4}}|[A-ZА-Я])(?!\w))*"
    town = rf"{CAPITAL}[\w\-]{{1,40}}"
    postcode = rf"(?:[A-Z]{{1,3}}-? ?)?(?:\d{{5}}|\d{{3}} \d{{2}}|\d{{2}}-\d{{3}})(?!\d){NO_MONEY}"
    not_counted = rf"(?!(?:{any_of((*NOT_TOWNS, *CURRENCIES))})(?!\w))"
    behind = rf"(?: ?[,;/|] ?{postcode} {{1,2}}{not_counted}{town}|,? {postcode} {not_counted}{town})?"
    word = r"[^\W\d_][\w'’.\-]{0,40}"
    great = rf"{CAPITAL}[^\W\d_][\w'’.\-]{{0,40}}"
    shapes = (
        rf"(?<!\w)(?P<address>(?:{any_of(LANES)})\.? {{0,2}}(?P<street>{great}(?:[ ,.]{{1,2}}{great}){{0,3}})"
        rf"[ ,]{{1,2}}{house}{flat}{behind})",
        rf"(?<![\w\-])(?:{any_of(ADDRESS_CUES)})(?: {_IS})?(?: ?: ?| (?={CAPITAL}|[ء-ي]))"
        rf"(?P<address>(?P<street>{word}(?:[ ,.]{{1,2}}{word}){{0,4}})[ ,]{{1,2}}{house}{flat}{behind})",
        rf"(?<![\w\-])(?P<address>(?:{PREPOSITION} )?(?P<street>{great}(?: {great}){{0,2}}),? {house}{flat}"
        rf" ?[,;/|] ?{postcode} {{1,2}}{not_counted}{town})",
        rf"(?<!\w)(?P<address>(?:{any_of(POST_BOXES)})\.?:? ?(?:{any_of(('nr', 'no', 'n'))})?[ .:]{{0,2}}"
        rf"\d{{1,3}}(?: ?\d{{1,3}}){{0,3}}(?![\d.,]\d|\d)(?! ?(?:{counted})(?!\w)){behind})",
        rf"(?<!\w)(?P<address>(?:ж\.? ?к\.?,? )?(?P<street>{great}(?: {great})?),? (?:{any_of(BLOCK_OF_FLATS)})\.? ?"
        rf"(?:№ ?|no ?|nr\.? ?)?[A-ZА-Я]?\d{{1,4}}[а-яa-z]?(?!\w)"
        rf"(?:[ ,]{{1,3}}(?:{any_of(ENTRANCES)})\.?:? {{0,2}}(?:\d{{1,4}}|[A-ZА-Я])(?!\w))+)",
        rf"(?<!\w)(?P<address>ж\.? ?к\.?,? {great}(?: {great})?,? (?:бл\.?|блок)? ?{house}{flat})",
    )
    return tuple(re.compile(shape, re.IGNORECASE) for shape in shapes)
