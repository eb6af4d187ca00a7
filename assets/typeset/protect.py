"""What a line may not tear and what a right-to-left paragraph may not turn round."""

from functools import lru_cache

import regex

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"

_LAW = (
    r"§{1,2}\s?\d+[a-z]?(?:\s(?:Abs|Nr|S|Satz|Absatz)\.?\s?\d+[a-z]?)*"
    r"(?:\s(?=\p{Latin}*\p{Lu}\p{Latin}*\p{Lu})\p{Latin}+(?:\s[IVX]+\b)?)?"
)
_TAIL = r"(?:/(?:[^\s\u2066-\u2069]*[^\s\p{P}\u2066-\u2069]/?)?)"
_MAIL_OR_URL = (
    r"(?:https?://|www\.)[^\s\u2066-\u2069]+[^\s\p{P}\u2066-\u2069]/?"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:[a-z]{{2,24}}{_TAIL}|(?:de|eu|org|com|net|info|int|at|ch)(?![\w.]*\w))"
)
_NUMBER = r"\d+(?:[.,:\u202f\u00a0 ]\d+)*"
_AMOUNT = rf"(?:[€$£]\s?{_NUMBER}|[%+−-]?{_NUMBER}\s?(?:€|EUR\b|Euro\b|%|°C|km\b|kg\b|m²|h\b))"
_PHONE = r"\+?\(?\d[\d()]*(?:[ \u00a0\u202f/.\-‑–]\(?\d[\d()]*)+"
_HASHTAG = r"[#@][\p{Latin}\d_]+"
_BRAND = r"\b\p{Latin}+[-‑]?\d+\b"

_LEFT_TO_RIGHT = regex.compile(f"{_LAW}|{_MAIL_OR_URL}|{_AMOUNT}|{_PHONE}|{_HASHTAG}|{_BRAND}")

# October to January have two words each in the Levant.
_LEVANTINE = r"(?:تشرين|كانون)\s(?:الأول|الثاني)"
# A number keeps its short noun ("14 Tage", "1 января"), an abbreviation its figure ("Art. 5").
_NEVER_TORN = (
    f"{_LAW}|{_MAIL_OR_URL}|{_AMOUNT}|{_PHONE}|{_HASHTAG}"
    r"|\b\d{4}\.\s\p{L}+\s\d{1,2}\."
    rf"|\b\d{{1,2}}\s{_LEVANTINE}"
    r"|\b\d[\d.,]*\s(?:de\s)?\p{L}{1,12}\b"
    r"|\b(?:Art|Abs|Nr|No|S|str|art|ст|пункт|ч|nr|bzw|ca)\.\s?\d+\w*"
    r"|\bz\.\s?B\.|\bu\.\s?a\.|\bd\.\s?h\.|\bт\.\s?е\.|\bт\.\s?д\."
)
_MONTH = rf"(?:{_LEVANTINE}|\p{{L}}{{3,12}}\.?)"
_WITH_YEAR = rf"\b\d{{1,2}}\.?\s(?:de\s)?{_MONTH}\s(?:de\s)?\d{{4}}\b(?:\s(?:г|р)\.)?"
_KEPT_TOGETHER = regex.compile(f"{_WITH_YEAR}|{_NEVER_TORN}")
_KEPT_ON_DISPLAY = regex.compile(_NEVER_TORN)
_LEADS_TO_NUMBER = regex.compile(r"(?<=(?<!\p{L})\p{L}{1,4}) (?=\d)")


@lru_cache(maxsize=4096)
def kept_together(text: str, display: bool = False) -> tuple[tuple[int, int], ...]:
    """Spans in which no line may end: law references, amounts, phones, dates, addresses. On display, where a date
    stands alone and large, its year may go to a line of its own if it has to."""
    pattern = _KEPT_ON_DISPLAY if display else _KEPT_TOGETHER
    return tuple(match.span() for match in pattern.finditer(text))


def led_in(text: str) -> str:
    """A text of a few words in which a short word that leads to a number stays with it: “по” with “31 декабря”."""
    return str(_LEADS_TO_NUMBER.sub("\u00a0", text))


@lru_cache(maxsize=4096)
def isolated(text: str) -> str:
    """A right-to-left text in which every law reference, phone, amount, address and left-to-right range is isolated,
    so that `§ 622 BGB` is not shown as `BGB 622 §`. What the author isolated stays as it is."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        if character in (LRI, RLI, FSI):
            if depth == 0:
                parts.append(_isolate_plain(text[start:place]))
                start = place
            depth += 1
        elif character == PDI and depth:
            depth -= 1
            if depth == 0:
                parts.append(text[start : place + 1])
                start = place + 1
    parts.append(_isolate_plain(text[start:]) if depth == 0 else text[start:])
    return "".join(parts)


def _isolate_plain(text: str) -> str:
    return str(_LEFT_TO_RIGHT.sub(lambda match: f"{LRI}{match.group()}{PDI}", text))


def balanced_lines(lines: list[str]) -> list[str]:
    """Each line with the isolates closed that it leaves open and opened again that it began in, because every line is
    ordered as a paragraph of its own."""
    result, open_ = [], ""
    for line in lines:
        begun = open_
        for character in line:
            if character in (LRI, RLI, FSI):
                open_ += character
            elif character == PDI:
                open_ = open_[:-1]
        result.append(begun + line + PDI * len(open_))
    return result
