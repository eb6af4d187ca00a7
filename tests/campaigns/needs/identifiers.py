"""Identifiers of invented persons, planted in sentences of ten languages.

They are written in the twenty disguises that people use, and in twenty more that only programs and attackers use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from .figures import FIGURES
from .thief import compact

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


def _spoken(language: str) -> Callable[[str], str]:
    """Every digit in words; what hangs on letters alone stays as it is."""
    return lambda text: "".join(
        f" {FIGURES[language][int(sign)]} " if sign.isdigit() else sign for sign in text
    )


def _joined(mark: str) -> Callable[[str], str]:
    return lambda text: mark.join(text.replace(" ", ""))


def _percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


HARDER: dict[str, Callable[[str], str]] = {
    "decimal entities": lambda text: "".join(f"&#{ord(sign)};" for sign in text),
    "hexadecimal entities": lambda text: "".join(f"&#x{ord(sign):X};" for sign in text),
    "named entities": lambda text: (
        text.replace(".", "&period;").replace("@", "&commat;").replace(" ", "&nbsp;")
    ),
    "entities of entities": lambda text: "".join(f"&amp;#{ord(sign)};" for sign in text),
    "percent": _percent,
    "percent where a link needs it": lambda text: quote(text, safe=""),
    "backslash codes": lambda text: "".join(f"\\u{ord(sign):04x}" for sign in text),
    "marks from right to left": _between("\u200f"),
    "an override": lambda text: f"\u202e{text[::-1]}\u202c",
    "an isolate": lambda text: f"\u2066{text}\u2069",
    "line breaks": lambda text: text.replace(" ", "\r\n"),
    "dots": _joined("."),
    "dashes": _joined("-"),
    "commas": _joined(", "),
    "wide gaps": lambda text: text.replace(" ", "     "),
    "bars": lambda text: text.replace(" ", " | "),
    "low lines": lambda text: text.replace(" ", "_"),
    "tags": lambda text: f"{text[: len(text) // 2]}<wbr>{text[len(text) // 2 :]}",
    "struck through": lambda text: "".join(f"{sign}\u0336" for sign in text),
    "joined graphemes": _between("\u034f"),
    "pictures between": _between("\U0001f600"),
    "circles": _digits("⓪①②③④⑤⑥⑦⑧⑨"),
    "superscript": _digits("⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "mixed case": lambda text: "".join(
        sign.upper() if place % 2 else sign.lower() for place, sign in enumerate(text)
    ),
    "in JSON": lambda text: f'{{"x":"{text}"}}',
    **{f"words, {language}": _spoken(language) for language in FIGURES},
}

#: Other notations of the same phone number, card and account; `IDENTIFIERS` has the plain ones.
NOTATIONS = {
    "phone": (
        "00491712345678", "+49 (0)171 / 23 45 678", "(0171) 234-5678", "0171.234.56.78", "0049-171-2345678",
        "+49171 234 5678", "0171/2345678", "00 380 67 1234567", "+380(67)123-45-67", "8 (067) 123 45 67",
        "0090 532 123 45 67", "0 532 123 45 67", "+98 912 345 6789", "00963 944 123 456", "+40 721 234 567",
    ),
    "iban": (
        "de89370400440532013000", "DE 89 3704 0044 0532 0130 00", "De89-3704-0044-0532-0130-00",
        "dE89.3704.0044.0532.0130.00", "DE89/3704/0044/0532/0130/00", "PL61109010140000071219812874",
        "UA213223130000026007233566001", "TR33 0006 1005 1978 6457 8413 26", "FR1420041010050500013M02606",
    ),
    "card": ("4111-1111-1111-1111", "4111111111111111", "5500.0055.5555.5559", "3782 822463 10005"),
    "email": (
        "Olena.K82@BeispielPost.DE", "olena.k82 (at) beispielpost (dot) de", "olena.k82[ät]beispielpost.de",
        "olena.k82{at}beispielpost{punkt}de", "mailto:olena.k82@beispielpost.de", "<olena.k82@beispielpost.de>",
        "<a href='mailto:olena.k82@beispielpost.de'>", "<A HREF=olena.k82@beispielpost.de>",
        "olena.k82+hilfe@beispielpost.de", "olena.k82 @ beispielpost . de", "olena.k82@xn--bcher-kva.de",
    ),
    "birth_date": ("1987-03-14", "14/03/1987", "14. März 1987", "14 Mar 1987", "March 14, 1987", "14-03-87",
        "14031987"),
}  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A sentence with one identifier, and what of it must not be found again."""

    kind: str
    language: str
    disguise: str
    text: str
    secret: str


def planted(disguises: Mapping[str, Callable[[str], str]] = DISGUISES) -> Iterator[Planted]:
    """12 kinds × 10 languages × 20 disguises = 2,400 sentences."""
    for kind, examples in IDENTIFIERS.items():
        for number, (language, sentence) in enumerate(SENTENCES.items()):
            for name, disguise in disguises.items():
                identifier = examples[number % len(examples)]
                yield Planted(
                    kind,
                    language,
                    name,
                    sentence.format(disguise(identifier)),
                    compact(core(kind, identifier)),
                )


def noted() -> Iterator[Planted]:
    """Other notations, in every language."""
    for kind, ways in NOTATIONS.items():
        for language, sentence in SENTENCES.items():
            for way in ways:
                core = "olenak82" if kind == "email" else compact(way)
                yield Planted(kind, language, way, sentence.format(way), core)


def core(kind: str, identifier: str) -> str:
    """The part that singles somebody out: without the announcing word, the scheme or the host."""
    if kind in ("azr", "file_number"):
        return identifier.split(" ", 1)[1]
    if kind == "email":
        return identifier.split("@")[0]
    if kind == "link":
        return identifier.split("?")[1]
    return identifier
