"""One value in the notations that people use in a language, made by CLDR and by hand, never by the checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from campaigns.content.notation import format_value
from campaigns.content.values import Value, ValueKind
from campaigns.languages import language

NATIVE = {"ar": "٠١٢٣٤٥٦٧٨٩", "fa": "۰۱۲۳۴۵۶۷۸۹"}
#: How § 3 Abs. 2 Nr. 1 is written in texts of this language, beside the German form itself.
LAWS = {
    "de": ["§ {a} Abs. {b} Nr. {c} {law}", "§{a} Absatz {b} Nummer {c} {law}"],
    "en": ["section {a}({b}) no. {c} {law}", "Section {a} para. {b} no. {c} {law}"],
    "ar": ["المادة {a} الفقرة {b} رقم {c} من {law}"],
    "fa": ["مادهٔ {a} بند {b} شمارهٔ {c} {law}"],
    "uk": ["§ {a} абз. {b} № {c} {law}", "стаття {a}, ч. {b}, п. {c} {law}"],
    "ru": ["§ {a} абз. {b} № {c} {law}", "ст. {a} ч. {b} п. {c} {law}"],
    "tr": ["{law} madde {a} fıkra {b} no. {c}", "{law} § {a} fıkra {b} bent {c}"],
    "fr": ["article {a}, alinéa {b}, n° {c} {law}", "art. {a} al. {b} n° {c} {law}"],
    "ro": ["art. {a} alin. ({b}) pct. {c} {law}"],
    "pl": ["art. {a} ust. {b} pkt {c} {law}", "§ {a} ust. {b} nr {c} {law}"],
    "bg": ["чл. {a}, ал. {b}, т. {c} {law}", "§ {a}, ал. {b}, № {c} {law}"],
    "it": ["art. {a} comma {b} n. {c} {law}"],
    "es": ["artículo {a}, apartado {b}, n.º {c} {law}", "art. {a} ap. {b} núm. {c} {law}"],
    "hu": ["{law} {a}. § ({b}) bekezdés {c}. pont"],
    "hr": ["čl. {a}. st. {b}. toč. {c}. {law}", "članak {a}. stavak {b}. točka {c}. {law}"],
    "el": ["άρθρο {a} παρ. {b} αριθ. {c} {law}"],
    "fi": ["{law} {a} § {b} mom. {c} kohta"],
    "sv": ["{a} § {b} st. {c} p. {law}", "§ {a} stycke {b} nr {c} {law}"],
    "nl": ["artikel {a} lid {b} nr. {c} {law}", "§ {a} lid {b} nr. {c} {law}"],
}
CURRENCY_WORD = {
    "de": "Euro", "en": "euros", "ar": "يورو", "fa": "یورو", "uk": "євро", "ru": "евро", "tr": "avro",
    "fr": "euros", "ro": "euro", "pl": "euro", "bg": "евро", "it": "euro", "es": "euros", "hu": "euró",
    "hr": "eura", "el": "ευρώ", "fi": "euroa", "sv": "euro", "nl": "euro",
}  # fmt: skip
KINDS = ("amount", "percent", "date", "time", "duration", "law", "phone", "url", "mail", "number")


@dataclass(frozen=True)
class Worth:
    """A value apart from its notation."""

    kind: str
    value: str
    unit: str = ""


def draw(random: Random, kind: str) -> Worth:
    """A value of this kind."""
    match kind:
        case "amount":
            cents = random.choice([0, 0, 50, 90, random.randrange(100)])
            return Worth(
                kind, f"{random.choice([3, 13, 450, 1234, 12850]) + random.randrange(90)}.{cents:02d}"
            )
        case "percent":
            return Worth(kind, str(random.choice([5, 12.5, 60, 67, 100])))
        case "date":
            day = date(2024, 1, 1) + timedelta(days=random.randrange(1400))
            return Worth(kind, day.isoformat())
        case "time":
            return Worth(kind, f"{random.randrange(7, 22):02d}:{random.choice([0, 15, 30, 45]):02d}")
        case "duration":
            return Worth(
                kind, str(random.randrange(3, 31)), random.choice(["day", "week", "month", "year", "hour"])
            )
        case "law":
            return Worth(
                kind, f"{random.randrange(2, 900)}|{random.randrange(1, 9)}|{random.randrange(1, 9)}"
            )
        case "phone":
            return Worth(
                kind,
                f"+49 {random.choice([30, 40, 221])} {random.randrange(1000, 9999)} {random.randrange(100, 999)}",
            )
        case "url":
            return Worth(kind, f"https://www.example.org/rat/{random.randrange(100, 9999)}")
        case "mail":
            return Worth(kind, f"rat{random.randrange(10, 99)}@example.org")
        case _:
            return Worth(kind, str(random.choice([random.randrange(3, 99), random.randrange(1000, 99999)])))


def write(random: Random, worth: Worth, code: str) -> str:
    """The value in one of the notations of the language."""
    if worth.kind == "law":
        return _law(random, worth, code)
    kind = ValueKind(worth.kind)
    value = Value(kind, worth.value, worth.unit or ("EUR" if kind is ValueKind.AMOUNT else ""))
    return random.choice([format_value(value, language=code), _other(random, value, code)])


def _law(random: Random, worth: Worth, code: str) -> str:
    a, b, c = worth.value.split("|")
    patterns = [*LAWS[code], *(LAWS["de"] if random.random() < 0.4 else ())]
    # A law keeps its name in every language.
    name = ("BGB", "SGB II", "AufenthG")[int(a) % 3]
    return random.choice(patterns).format(a=a, b=b, c=c, law=name)


def _other(random: Random, value: Value, code: str) -> str:
    """A second way to write it, with native digits now and then."""
    spoken = language(code)
    locale = Locale.parse(spoken.locale)
    match value.kind:
        case ValueKind.AMOUNT:
            number = format_decimal(value.number, format="#,##0.00", locale=locale)
            written = random.choice(
                [
                    f"{number} {CURRENCY_WORD[code]}",
                    f"{number} EUR",
                    f"EUR {number}",
                    f"€{number}",
                    format_currency(value.number, "EUR", locale=locale),
                ]
            )
        case ValueKind.DATE:
            styles = ["dd.MM.yyyy", "d.M.yyyy", "yyyy-MM-dd", "d MMMM yyyy"]
            style = random.choice(
                styles if code not in ("en", "ar", "fa", "hu", "fi") else ["yyyy-MM-dd", "long"]
            )
            written = format_date(value.day, style, locale=locale)
        case ValueKind.TIME:
            written = value.value
        case ValueKind.PERCENT:
            written = f"{format_decimal(value.number, locale=locale)} %"
        case ValueKind.NUMBER:
            written = random.choice([value.value, format_decimal(Decimal(value.value), locale=locale)])
        case _:
            return format_value(value, language=code)
    if code in NATIVE and random.random() < 0.6:
        return (
            written.translate(str.maketrans("0123456789.,", NATIVE[code] + "٫٬"))
            if value.kind is ValueKind.AMOUNT
            else written.translate(str.maketrans("0123456789", NATIVE[code]))
        )
    return written
