"""Web addresses, mail addresses and phone numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final
from urllib.parse import urlsplit

from campaigns.content.checks.values.claims import Claims
from campaigns.content.checks.values.found import Key, Kind

_URL: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>\"«»„“”]+|(?<![@\w.-])(?:[a-z0-9-]+\.)+"
    r"(?:de|org|com|net|eu|info|at|ch|gov|int|io|app|example|be|fi|se|nl|fr)(?![\w-])(?:/[^\s<>\"«»]*)?"
)
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: A 0 that stands alone begins a number only if a stroke or a dash follows ("0 30 / 34 56-78").
_PHONE: Final = re.compile(
    r"(?<![\w.,/])(?:(?:\+ ?|00 ?|\(?0)\d|0 (?=[\d ]{2,6}[/-])\d)[\d ()/.-]{4,}\d(?!\w)"
)
_TELEPHONE: Final = re.compile(
    r"(?:tel|telefon|phone|call|тел|τηλ|هاتف|تلفن|telefono|puh|telefonszam)\w*[.:]*\s*"
    r"(\d[\d ()/.-]{3,}\d)(?!\w)"
)
#: Helplines that have one number in all of Europe (Commission Decision 2007/116/EC), whatever word stands before.
_HELPLINE: Final = re.compile(r"(?<![\d.,+/-])116[ ]?\d{3}(?![\d]|[.,]\d|[ ]?[%€])")
_PLACEHOLDER: Final = re.compile(
    r"\{\{.*?\}\}|\$\{.*?\}|\{[\w.:]+\}|%\([\w.]+\)[sd]|%(?:\d\$)?[sd](?!\w)|</?[\w]+[^<>\n]{0,60}/?>|\[\[.*?\]\]"
)
_DATE_LIKE: Final = re.compile(r"(?<![\d/.-])\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?![./-]?\d)")
#: Punctuation after an address belongs to the sentence; folded text has one comma for all.
_CLOSING: Final = ".,;:!?)'؟؛]·"


def read_placeholders(claims: Claims) -> None:
    """Placeholders hold no values of the text."""
    for match in claims.matches(_PLACEHOLDER):
        claims.take(match.start(), match.end())


def read_addresses(claims: Claims, language: str) -> None:
    """Mail and web addresses, compared without scheme, "www.", closing slash and the reader's language.

    A page in German or English may stand in any text; one in a third language is nobody's translation.
    """
    own = frozenset({language, "de", "en"})
    for match in claims.matches(_MAIL):
        address = match.group().rstrip(".")
        claims.add(Kind.MAIL, {(Kind.MAIL, address)}, match.start(), match.start() + len(address))
    for match in claims.matches(_URL):
        address = match.group().rstrip(_CLOSING)
        if address:
            keys: set[Key] = {(Kind.URL, same_page(address, spoken)) for spoken in (own, frozenset[str]())}
            claims.add(Kind.URL, keys, match.start(), match.start() + len(address))


def same_page(address: str, spoken: frozenset[str]) -> str:
    """An address in a form that is equal for a page's versions in these languages (/de/…, ?lang=de, de.site)."""
    parts = urlsplit(address if "//" in address else f"//{address}")
    host = (parts.netloc or "").removeprefix("www.").split(".")
    if len(host) > 2 and host[0] in spoken:
        host[0] = "·"
    path = ["·" if _is_language(part, spoken) else part for part in parts.path.rstrip("/").split("/")]
    query = re.sub(r"(?<==)([a-z]{2})(?=&|$)", lambda m: "·" if m[1] in spoken else m[1], parts.query)
    path = [part for part in path if part != "·"]
    return (
        ".".join(host)
        + "/".join(path)
        + (f"?{query}" if query else "")
        + (f"#{parts.fragment}" if parts.fragment else "")
    )


def _is_language(part: str, spoken: frozenset[str]) -> bool:
    return part.split("-")[0] in spoken and len(part) in (2, 5)


def read_phones(claims: Claims) -> None:
    """Phone numbers by their digits; +49 and 0049 are the 0 of home."""
    for match in claims.matches(_TELEPHONE):
        if _count(match[1]) >= 5 and not _DATE_LIKE.search(match[1]):
            _phone(claims, match.start(1), match.end(1))
    for match in claims.matches(_HELPLINE):
        _phone(claims, match.start(), match.end())
    for match in claims.matches(_PHONE):
        if 6 <= _count(match.group()) <= 16 and not _DATE_LIKE.search(match.group()):
            _phone(claims, match.start(), match.end())


def _count(written: str) -> int:
    return sum(one.isdigit() for one in written)


def _phone(claims: Claims, start: int, end: int) -> None:
    written = claims.text[start:end]
    digits = re.sub(r"[^\d+]", "", re.sub(r"\(0\)", "", written))
    digits = re.sub(r"^(?:\+|00)49", "0", digits)
    digits = re.sub(r"^\+", "00", digits)
    claims.add(Kind.PHONE, {(Kind.PHONE, digits)}, start, end, numbers={Decimal(digits)})
