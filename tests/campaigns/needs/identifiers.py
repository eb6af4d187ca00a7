"""Identifiers of invented persons, planted in sentences of ten languages and written in twenty disguises."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SENTENCES = {
    "de": "Guten Tag, ich brauche Hilfe wegen meinem Lohn, {} , was kann ich tun?",
    "en": "Hello, my employer does not pay me, {} , what can I do?",
    "ar": "مرحبا، صاحب العمل لا يدفع راتبي {} ماذا أفعل؟",
    "uk": "Добрий день, роботодавець не платить, {} , що мені робити?",
    "ru": "Здравствуйте, мне не платят зарплату, {} , что делать?",
    "fa": "سلام، کارفرما حقوق من را نمی‌دهد {} چه کار کنم؟",
    "tr": "Merhaba, patronum maaşımı ödemiyor, {} , ne yapabilirim?",
    "fr": "Bonjour, mon patron ne me paie pas, {} , que faire ?",
    "ro": "Bună ziua, patronul nu mă plătește, {} , ce pot face?",
    "pl": "Dzień dobry, szef mi nie płaci, {} , co mogę zrobić?",
}

#: Two of each kind, taken in turn by the languages. All are made up; the accounts and cards carry right check digits.
IDENTIFIERS = {
    "email": ("olena.k82@beispielpost.de", "m.haddad@mailbox.example.org"),
    "phone": ("0171 2345678", "+380 67 123 45 67"),
    "iban": ("DE89 3704 0044 0532 0130 00", "PL61 1090 1014 0000 0712 1981 2874"),
    "card": ("4111 1111 1111 1111", "5500 0055 5555 5559"),
    "passport": ("C01X00T47", "FA 1234567"),
    "azr": ("AZR-Nr. 160406123456", "AZR-Nummer 190112987654"),
    "file_number": ("Az. 514.1-12345/24", "Kundennummer 812A034567"),
    "plate": ("B-MW 1234", "M-AB 987"),
    "address": ("Sonnenallee 12", "Karl-Marx-Straße 105"),
    "birth_date": ("14.03.1987", "3.11.1992"),
    "handle": ("@maria_k87", "@haddad.m"),
    "link": ("https://forum.example.org/t?user=481516", "http://beispiel.de/fall?id=2342&t=9"),
}

_ARABIC, _PERSIAN, _WIDE = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"
_BOLD, _DEVANAGARI = "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "०१२३४५६७८९"


def _digits(alphabet: str) -> Callable[[str], str]:
    return lambda text: text.translate(str.maketrans("0123456789", alphabet))


def _between(mark: str) -> Callable[[str], str]:
    return lambda text: mark.join(text)


def _full_width(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def _spaced_out(text: str) -> str:
    return " ".join(text.replace(" ", ""))


def _words(text: str) -> str:
    return text.replace("@", " at ").replace(".", " dot ") if "@" in text[1:] else text


def _brackets(text: str) -> str:
    return text.replace("@", "[at]").replace(".", "[dot]") if "@" in text[1:] else text


def _keycaps(text: str) -> str:
    return "".join(f"{letter}\ufe0f\u20e3" if letter.isdigit() else letter for letter in text)


DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "arabic-indic digits": _digits(_ARABIC),
    "persian digits": _digits(_PERSIAN),
    "full-width digits": _digits(_WIDE),
    "bold digits": _digits(_BOLD),
    "devanagari digits": _digits(_DEVANAGARI),
    "full-width letters": _full_width,
    "keycaps": _keycaps,
    "zero-width spaces": _between("\u200b"),
    "zero-width joiners": _between("\u200d"),
    "word joiners": _between("\u2060"),
    "soft hyphens": _between("\u00ad"),
    "spaced out": _spaced_out,
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "thin spaces": lambda text: text.replace(" ", "\u2009"),
    "long dashes": lambda text: text.replace("-", "–").replace(" ", "\u00a0") if "/" not in text else text,
    "at and dot in words": _words,
    "at and dot in brackets": _brackets,
    "capitals": str.upper,
    "small letters, in brackets": lambda text: f"({text.lower()})",
}


@dataclass(frozen=True)
class Planted:
    """A sentence with one identifier, and what of it must not be found again."""

    kind: str
    language: str
    disguise: str
    text: str
    secret: str


def planted() -> Iterator[Planted]:
    """12 kinds × 10 languages × 20 disguises = 2,400 sentences."""
    for kind, examples in IDENTIFIERS.items():
        for number, (language, sentence) in enumerate(SENTENCES.items()):
            for name, disguise in DISGUISES.items():
                identifier = examples[number % len(examples)]
                yield Planted(
                    kind,
                    language,
                    name,
                    sentence.format(disguise(identifier)),
                    compact(_core(kind, identifier)),
                )


def _core(kind: str, identifier: str) -> str:
    """The part that singles somebody out: without the announcing word, the scheme or the host."""
    if kind in ("azr", "file_number"):
        return identifier.split(" ", 1)[1]
    if kind == "email":
        return identifier.split("@")[0]
    if kind == "link":
        return identifier.split("?")[1]
    return identifier


def compact(text: str) -> str:
    """Letters and digits alone, in one alphabet of digits and one case: how a thief would look for it."""
    plain = unicodedata.normalize(
        "NFKC", "".join(letter for letter in text if unicodedata.category(letter) not in ("Cf", "Me"))
    )
    digits = "".join(
        str(unicodedata.digit(letter)) if unicodedata.category(letter) == "Nd" else letter for letter in plain
    )
    return "".join(letter for letter in digits.casefold() if letter.isalnum())


def traces(secret: str) -> set[str]:
    """The secret and every five digits of it in a row."""
    pieces = {secret}
    for start in range(len(secret) - 4):
        piece = secret[start : start + 5]
        if piece.isdigit():
            pieces.add(piece)
    return pieces
