"""Street addresses: a street's name with a house number, and the postcode and town that follow."""

from __future__ import annotations

import re
from functools import cache

from campaigns.needs.redaction.cues import (
    CITIES_OF_SQUARES,
    COUNTED,
    CURRENCIES,
    DIGIT_WORDS,
    EASTERN_FLATS,
    EASTERN_HOUSES,
    EASTERN_STREETS,
    ESTATES,
    GERMAN_STREET_ENDS,
    GROUP_WORDS,
    LIVING,
    NOT_HOUSE_NUMBERS,
    NOT_STREETS,
    STREET_AFTER,
    STREET_BEFORE,
    WRITTEN_STREET_ENDS,
    any_of,
)
from campaigns.needs.redaction.view import COVER, View

CAPITAL = r"(?-i:[A-ZÄÖÜÀ-ÖØ-ÞА-ЯІЇЄҐΑ-ΩŠŽČĆĐŁŚŻŐŰŞİĞ])"
NUMBER = (
    r"(?:(?:nr|no|number|№|д|дом|буд|будинок|رقم|پلاک|αρ|sz)\.?:? {0,2})?"
    r"\d{1,4}(?: ?[a-hа-д](?![\w:]))?(?: ?[-/] ?\d{1,4}(?!\d)[a-h]?)?"
)
NO_YEAR = r"(?!(?:19|20)\d\d(?!\w))"
PREPOSITION = r"(?:am|im|zum|zur|(?:an|auf|in|unter|hinter|vor|bei)(?: der| den| dem)?)"
_TOWN = rf"(?:,? {{0,2}}(?:D-?|A-?)?\d{{4,5}} {CAPITAL}[\w\-]{{1,40}})?"
NO_MONEY = rf"(?! ?(?:{any_of(CURRENCIES)})(?!\w))"
_POSTCODE_BEFORE = re.compile(
    rf"(?<![\w.,/+])(?:D ?-? ?)?\d{{5}}(?!\d){NO_MONEY}(?: {{1,2}}{CAPITAL}[\w.\-]{{1,40}}){{0,3}}[ ,;:|/\-]{{1,4}}$",
    re.IGNORECASE,
)
_POSTCODE_AFTER = re.compile(
    rf"(?: in)?[ ,;:|/(\-]{{1,4}}(?:D ?-? ?)?\d{{5}}(?![\d.,]\d|\d){NO_MONEY}", re.IGNORECASE
)
_FLAT = (
    r"(?:,? {0,2}(?:кв|квартира|m|ap|apt|flat|wohnung|whg|sc|et|bl|daire|кімн)\.?:? {0,2}[A-Za-z]?\d{1,4}"
    r"|(?-i:[ ,]{1,2}D: ?\d{1,3}))*"
)


def take_named_streets(view: View) -> None:
    """Arabic and Persian streets with their house: before papers and plates, because پلاک is a plate and a house."""
    for pattern in _eastern():
        for found in list(pattern.finditer(view.text)):
            if COVER not in found.group():
                view.take(*found.span(), "address")


def take_addresses(view: View) -> None:
    """Street and house number in the orders that the languages use."""
    if _city_of_squares().search(view.text):
        for found in list(_squares().finditer(view.text)):
            view.take(*found.span("square"), "address")
    for pattern in _patterns():
        for found in list(pattern.finditer(view.text)):
            if COVER in found.group() or _is_no_address(found):
                continue
            span = found.span("named" if "named" in pattern.groupindex else 0)
            view.take(*_with_postcode(view.text, *span), "address")


def _with_postcode(text: str, start: int, end: int) -> tuple[int, int]:
    """The address with a postcode, and its town, that stands right beside it."""
    before = _POSTCODE_BEFORE.search(text, max(0, start - 90), start)
    after = _POSTCODE_AFTER.match(text, end)
    return before.start() if before else start, after.end() if after else end


def _is_no_address(found: re.Match[str]) -> bool:
    street = (found.groupdict().get("street") or "").casefold().strip()
    return street.endswith(NOT_STREETS)


@cache
def _eastern() -> tuple[re.Pattern[str], ...]:
    street, house, behind = (any_of(words) for words in (EASTERN_STREETS, EASTERN_HOUSES, EASTERN_FLATS))
    units = any_of((*NOT_HOUSE_NUMBERS, *CURRENCIES))
    word, gap = r"[^\W\d_][\w'’\u200c\-]{0,40}", r"[ ,،:.\-/]{1,3}"
    flat = rf"(?:{gap}(?:{street}|{behind}|{house}){gap}\d{{1,4}}(?!\d))*"
    number = rf"(?:(?:{house}){gap})?\d{{1,4}}(?![\d.,]\d|\d)(?! ?(?:{units})(?!\w))"
    lane = rf"(?:{gap}(?:{street}){gap}(?:{word}|\d{{1,3}}))?"
    shapes = (
        rf"(?<!\w)[بفول]?(?:ال)?(?:{street})(?:{gap}{word}){{1,4}}?{lane}{gap}{number}{flat}",
        rf"(?<![\w.,])(?:{house}){gap}\d{{1,4}}{gap}(?:{street}){gap}{word}(?: {word})?{flat}",
        rf"(?<![\w.,])\d{{1,4}}[ ،,]{{1,2}}(?:{street}) {word}(?: ال{word})?{flat}",
    )
    return tuple(re.compile(shape) for shape in shapes)


@cache
def _city_of_squares() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:(?:{any_of(CITIES_OF_SQUARES)})|68\d{{3}}(?!\d))", re.IGNORECASE)


@cache
def _squares() -> re.Pattern[str]:
    """A square and its house: Q7, 14. A to C may be a level of language, so there the city stands right beside."""
    city = rf"(?:(?:D ?-? ?)?68\d{{3}}|(?:{any_of(CITIES_OF_SQUARES)})(?!\w))"
    house = rf"\d{{1,3}}[a-d]?(?![\d.,:]\d|\w)(?! ?(?:{any_of((*NOT_HOUSE_NUMBERS, *CURRENCIES))})(?!\w))"
    return re.compile(
        rf"(?<![\w§\-])(?P<square>(?:(?-i:[D-U]) ?\d{{1,2}} ?[,/] ?{house}"
        rf"|(?-i:[A-U]) ?\d{{1,2}}[ ,/]{{1,2}}{house}(?=[ ,]{{1,3}}{city})"
        rf"|(?<=annheim )(?-i:[D-U]) ?\d{{1,2}}[ ,/]{{1,2}}{house}"
        rf"|(?<=annheim[,:] )(?-i:[A-U]) ?\d{{1,2}}[ ,/]{{1,2}}{house})"
        rf"(?:[ ,]{{1,3}}(?:D ?-? ?)?68\d{{3}}(?!\d))?)",
        re.IGNORECASE,
    )


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    ends = any_of(GERMAN_STREET_ENDS)
    before = any_of(STREET_BEFORE)
    after = any_of(STREET_AFTER)
    units = any_of(NOT_HOUSE_NUMBERS)
    house = rf"{NUMBER}(?!\d|[.,]\d)(?! ?(?:{units})(?!\w)){_FLAT}{_TOWN}"
    unnamed = rf"(?!\d{{1,4}} ?(?:{any_of(COUNTED)})(?!\w)){house}"
    words = r"(?:[^\W\d_][\w'’.\-]{0,40}[ ,.]{1,3}){1,5}"
    # A house number in a word stands before the town or at the end: "in der Hauptstraße zwei Zimmer" has none.
    counted = any_of((*DIGIT_WORDS, *GROUP_WORDS))
    in_words = rf"(?:nummer |number )?(?:{counted})(?= ?(?:[.,;!?]|$|in (?:d-?)?\d|\d{{5}}))"
    shapes = (
        rf"(?<!\w)(?P<street>{CAPITAL}[\w\-]{{1,40}}?(?:{ends}))[ .,_/|\-]{{0,3}}{NO_YEAR}{house}",
        rf"(?<!\w)[^\W\d_][\w\-]{{1,40}}?(?:straße|strasse|allee|gasse|chaussee)[ .,_/|\-]{{0,3}}{house}",
        rf"(?<!\w)[^\W\d_][\w\-]{{1,40}}?[ \-]?(?:{any_of(WRITTEN_STREET_ENDS)})[ .,_/|\-،]{{0,3}}{NO_YEAR}{house}",
        rf"(?<!\w)(?P<street>[^\W\d_][\w\-]{{2,40}}?(?:str|weg|platz))[ .,_/|\-]{{1,3}}{NO_YEAR}{house}",
        rf"(?<!\w)(?P<street>(?:{CAPITAL}[\w\-]{{1,30}} ){{1,3}}"
        rf"(?:straße|strasse|str\.?|weg|allee|platz|gasse|ring|damm))[ .,]{{1,3}}{house}",
        rf"(?<!\w)(?:straße|strasse|platz) (?:der|des|am|zum) (?:\d{{1,2}}\. )?"
        rf"{CAPITAL}\w{{1,30}}(?: \w{{1,30}})? {house}",
        rf"(?<!\w)(?-i:Am|An der|An den|Auf der|Auf dem|Im|In der|Unter den|Zum|Zur) "
        rf"(?:{CAPITAL}[\w\-]{{2,30}}(?:er|en|es) )?(?P<street>{CAPITAL}[\w\-]{{2,30}}) {NO_YEAR}{house}",
        rf"(?<!\w)(?:{before})\.? {{1,2}}{words}{NO_YEAR}{house}",
        rf"(?<!\w)(?:{before})\.? {{1,2}}\d{{1,2}} {words}{house}",
        rf"(?<![\d.,])\d{{1,4}}[a-h]?,? (?:bis |ter )?(?:rue|avenue|boulevard|bd|allée|impasse|place|quai|chemin) "
        rf"(?:[^\W\d_][\w'’\-]{{0,30}} ?){{1,5}}{_TOWN}",
        rf"(?<![\d.,])\d{{1,4}}[a-h]? (?:{CAPITAL}[\w'\-]{{1,30}} ){{1,3}}"
        rf"(?:street|st|road|rd|avenue|ave|lane|square|drive)(?!\w){_TOWN}",
        rf"(?<!\w)(?:{CAPITAL}\w{{1,30}} (?:mah|mahallesi)\.?,? )?\d{{1,4}}\. "
        rf"(?:sokak|sok|sk|cadde|cad)\.?,? no\W{{1,3}}{house}",
        rf"(?<!\w){CAPITAL}\w{{1,30}} (?:mah|mahallesi)\.?,? \d{{1,4}}\. (?:sokak|sok|sk|cadde|cad)\.?,? {house}",
        rf"(?<!\w)(?:{CAPITAL}\w{{1,30}} ){{1,3}}"
        rf"(?:caddesi|sokağı|sokak|bulvarı|mahallesi)['’]?(?:nde|nda|ne|na) {house}",
        rf"(?<!\w)(?:{any_of(ESTATES)}) {words}{NO_YEAR}{house}",
        # Slavic streets stand without a word for them: Садовой 12 кв 5, na Długiej 15 m 3.
        rf"(?<!\w){CAPITAL}\w{{2,30}},? \d{{1,4}}[а-д]?,? (?:кв|квартира|квартире|квартирі|кімн)\.? ?\d{{1,4}}(?!\d)",
        rf"(?<!\w)(?<=przy ){CAPITAL}\w{{2,30}} {NO_YEAR}{unnamed}",
        rf"(?<!\w)(?:{any_of(LIVING)}) (?:\w{{1,5}} )??"
        rf"(?P<named>(?:(?:{PREPOSITION}) )?{CAPITAL}\w{{1,30}}(?: {CAPITAL}\w{{1,30}}){{0,2}},? {NO_YEAR}{unnamed})",
        rf"(?<!\w)(?:{CAPITAL}[\w'\-]{{1,30}} ){{1,3}}(?:{after})\.?[ ,]{{1,3}}{house}",
        rf"(?<!\w){CAPITAL}\w{{1,40}}(?:katu|tie|gatan|vägen|straat|laan|plein|utca|straße)[ ,]{{1,2}}{house}",
        # "12 Karl-Marx-Allee", as English, French and Spanish order it.
        rf"(?<!\w)(?:at|in|number|no\.?|house|nr\.?|au|à|en|el|la|на|по) "
        rf"(?P<named>\d{{1,4}}[a-h]?,? {CAPITAL}[\w\-]{{2,40}}"
        rf"(?:straße|strasse|allee|gasse|chaussee|damm)(?!\w){_TOWN})",
        rf"(?<!\w){CAPITAL}[\w\-]{{1,40}}(?:straße|strasse|allee|gasse|weg|platz)[ ,]{{1,2}}{in_words}{_TOWN}",
        rf"(?<!\w)(?:plz|postleitzahl|д-|d-) ?\d{{5}}(?: {CAPITAL}[\w\-]{{1,40}})?",
    )
    return tuple(re.compile(shape, re.IGNORECASE) for shape in shapes)
