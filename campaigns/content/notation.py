"""How each language writes a value: separators, order of the date, no-break spaces, isolates.

The rules are CLDR's (through Babel) with Latin digits, and these of ours: English dates are day first
with the month in words; Arabic and Farsi dates are 01.07.2026, as in the letters of the offices, because
month names differ between Damascus and Cairo, Tehran and Kabul; Spanish groups digits from five on;
in right-to-left languages each value is wrapped in an isolate (UAX 9), so that "§ 622 BGB" or "116 016"
keeps its order. Nothing is ever written inside a URL.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from campaigns.content.dates import date_in_sentence
from campaigns.content.frames import load_frames
from campaigns.content.values import Value, ValueKind
from campaigns.languages import Language, language

NBSP: Final = "\u00a0"
LRI: Final = "\u2066"
RLI: Final = "\u2067"
FSI: Final = "\u2068"
PDI: Final = "\u2069"

#: Where CLDR writes the letters of a currency (Ukrainian, Romanian, Hungarian), readers know the sign.
_SIGNS: Final = {"EUR": "€"}
#: A language that says the currency: "€ 259" is how a price list has it, no sentence.
_CURRENCY_WORDS: Final = {("fa", "EUR"): "یورو"}

_MARKS = str.maketrans("", "", "\u200e\u200f\u061c")
_ISOLATES = str.maketrans("", "", LRI + RLI + FSI + PDI)
#: The first of a month, where a language writes it as an ordinal.
_FIRST: Final = {"fr": "1er", "it": "1º"}
_NATIVE_DIGITS: Final = {"ar": "٠١٢٣٤٥٦٧٨٩", "fa": "۰۱۲۳۴۵۶۷۸۹"}
#: A citation up to this length stays on one line; a longer one may break before the law's name.
_SHORT_CITATION: Final = 24
_CITATION_JOINTS = re.compile(r"(§§?|Art\.|Abs\.|Nr\.|Satz|S\.|Buchst\.)\s+")


def format_value(value: Value, *, language: str, case: str = "", native_digits: bool = False) -> str:
    """The value as the language writes it, ready to stand inside a sentence.

    `case` asks for an inflected unit ("dative", "genitive") or a date with its article or suffix ("from", "until")
    where the language has one. `native_digits`
    writes Arabic or Farsi digits with their own separators; law, phone, URL and mail never change digits.
    """
    spoken = _spoken(language)
    written = _WRITERS[value.kind](value, spoken, case)
    if native_digits and value.kind in _TRANSLATABLE:
        written = _with_native_digits(written, value.kind, spoken)
    if not spoken.is_rtl:
        return written
    return f"{_opening(value, spoken)}{written}{PDI}"


def _opening(value: Value, spoken: Language) -> str:
    """The isolate a value stands in: words of the language run its way, signs and digits from the left."""
    if value.kind is ValueKind.TEXT:
        return FSI
    has_words = value.kind is ValueKind.DURATION or (spoken.code, value.unit) in _CURRENCY_WORDS
    return RLI if has_words else LRI


def _spoken(code: str) -> Language:
    """The language of a code; named apart because `language` is the keyword people read at the call."""
    return language(code)


def _number(value: Value, spoken: Language, _case: str) -> str:
    return _grouped(format_decimal(value.number, locale=spoken.locale, decimal_quantization=False), spoken)


def _amount(value: Value, spoken: Language, _case: str) -> str:
    """Money: cents only where there are some, the currency where CLDR puts it."""
    pattern = _money_pattern(spoken, value.unit)
    places = max(2, -int(value.number.normalize().as_tuple().exponent))
    fraction = "" if value.number == value.number.to_integral_value() else "." + "0" * places
    written = format_currency(
        value.number,
        value.unit,
        format=pattern.replace(".00", fraction),
        locale=spoken.locale,
        currency_digits=False,
    )
    return _grouped(written.replace(value.unit, _SIGNS.get(value.unit, value.unit)), spoken)


def _money_pattern(spoken: Language, currency: str) -> str:
    """Where number and currency stand, in the notation of CLDR."""
    word = _CURRENCY_WORDS.get((spoken.code, currency))
    if word:
        return f"#,##0.00 '{word}'"
    return str(Locale.parse(spoken.locale).currency_formats["standard"].pattern).split(";")[0]


def _percent(value: Value, spoken: Language, _case: str) -> str:
    return _plain(format_percent(value.number / 100, locale=spoken.locale, decimal_quantization=False))


def _date(value: Value, spoken: Language, case: str) -> str:
    if spoken.is_rtl:
        return value.day.strftime("%d.%m.%Y")
    written = _plain(format_date(value.day, "long", locale=spoken.locale))
    if value.day.day == 1 and spoken.code in _FIRST:
        written = _FIRST[spoken.code] + written[1:]
    return date_in_sentence(written, value.day.day, language=spoken.code, case=case)


def _time(value: Value, spoken: Language, _case: str) -> str:
    moment = time.fromisoformat(value.value)
    if spoken.code == "fr":
        return f"{moment.hour}{NBSP}h" + (f"{NBSP}{moment.minute:02d}" if moment.minute else "")
    return f"{moment.hour}{'.' if spoken.code == 'fi' else ':'}{moment.minute:02d}"


def _duration(value: Value, spoken: Language, case: str) -> str:
    written = _number(value, spoken, "")
    return load_frames(spoken.code).count(value.unit, value.number, written, case).replace(" ", NBSP)


def _phone(value: Value, _spoken: Language, _case: str) -> str:
    return re.sub(r"\s+", NBSP, value.value)


def _law(value: Value, _spoken: Language, _case: str) -> str:
    """A citation as the letter has it: § and its number never part."""
    if len(value.value) <= _SHORT_CITATION:
        return re.sub(r"\s+", NBSP, value.value)
    return _CITATION_JOINTS.sub(lambda joint: joint.group(1) + NBSP, value.value)


def _as_is(value: Value, _spoken: Language, _case: str) -> str:
    return value.value


def _plain(written: str) -> str:
    """Without the direction marks CLDR puts in (the isolate does their work), with no-break spaces."""
    return written.translate(_MARKS).replace(" ", NBSP) if "%" in written else written.translate(_MARKS)


def _grouped(written: str, spoken: Language) -> str:
    """A number or amount without direction marks or breaking spaces; Spanish groups from five digits on."""
    kept = written.translate(_MARKS).replace(" ", NBSP)
    return re.sub(r"(?<![\d.])(\d)\.(\d{3})(?![\d.])", r"\1\2", kept) if spoken.code == "es" else kept


def _with_native_digits(written: str, kind: ValueKind, spoken: Language) -> str:
    """Digits and, in numbers, separators of the script; never one without the other."""
    digits = _NATIVE_DIGITS.get(spoken.code)
    if digits is None:
        return written
    with_digits = written.translate(str.maketrans("0123456789", digits))
    if kind in (ValueKind.DATE, ValueKind.TIME):
        return with_digits
    return with_digits.translate(str.maketrans(".,%", "٫٬٪"))


_WRITERS: Final[dict[ValueKind, Callable[[Value, Language, str], str]]] = {
    ValueKind.AMOUNT: _amount,
    ValueKind.NUMBER: _number,
    ValueKind.PERCENT: _percent,
    ValueKind.DATE: _date,
    ValueKind.TIME: _time,
    ValueKind.DURATION: _duration,
    ValueKind.PHONE: _phone,
    ValueKind.URL: _as_is,
    ValueKind.MAIL: _as_is,
    ValueKind.LAW: _law,
    ValueKind.TEXT: _as_is,
}
_TRANSLATABLE: Final = frozenset(
    {
        ValueKind.AMOUNT,
        ValueKind.NUMBER,
        ValueKind.PERCENT,
        ValueKind.DATE,
        ValueKind.TIME,
        ValueKind.DURATION,
    }
)


def labelled(label: str, text: str, *, language: str) -> str:
    """A label and what it names, with the colon as the language sets it: French has a no-break space before it."""
    return f"{label}{NBSP if language == 'fr' else ''}: {text}"


def without_isolates(text: str) -> str:
    """The text without isolates, for lengths and for comparisons that people would make by eye."""
    return text.translate(_ISOLATES)


def as_number(count: int, *, language: str) -> str:
    """A small count inside a frame ("Schritt 3")."""
    return format_value(Value(ValueKind.NUMBER, str(count)), language=language)
