"""What the letters alone say: the script a text is written in and the languages those letters allow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from campaigns.needs.language.office_words import is_office_word

#: Languages that may stand in our logs, by script. Confusables beside the product's own languages are kept
#: in, so that a neighbour is recognised as a neighbour and not forced into one of ours.
BY_SCRIPT: dict[str, tuple[str, ...]] = {
    "Arab": ("ar", "fa", "ps", "ur"),
    "Cyrl": ("uk", "ru", "bg", "sr", "mk", "be"),
    "Grek": ("el",),
    "Latn": ("de", "en", "tr", "fr", "ro", "pl", "it", "es", "hu", "hr", "fi", "sv", "nl", "pt"),
}
#: Further neighbours, known by their words alone: letter statistics of them all would slow down every question.
BY_WORDS: dict[str, tuple[str, ...]] = {"Latn": ("ku", "sq", "so", "cs", "sl", "da", "ca")}

_SCRIPTS = {
    "Arab": re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]"),
    "Cyrl": re.compile(r"[\u0400-\u052f]"),
    "Grek": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"),
    "Latn": re.compile(r"[A-Za-z\u00c0-\u024f\u0259\u1e00-\u1eff]"),
}
_WORDS = {
    name: re.compile(rf"(?:{letters.pattern}|['’ʼ\u200c\u0300-\u036f-])+")
    for name, letters in _SCRIPTS.items()
}

#: Letters that a language of the script has and its neighbours lack.
_TELLING: dict[str, tuple[tuple[str, str], ...]] = {
    "Arab": (
        ("ps", "ټډړږښځڅڼګېۍ"),
        ("ckb", "ێۆڕڵڤە"),
        ("ur", "ٹڈڑےںہھ"),
        ("fa", "پچژگکی"),
        ("ar", "ةكىأإؤ"),
        ("ar ps", "ي"),
    ),
    "Cyrl": (("uk", "іїєґІЇЄҐ"), ("ru", "ыэёЫЭЁ"), ("sr", "јљњђћџЈЉЊЂЋЏ"), ("mk", "ѓќѕЃЌЅ"), ("be", "ўЎ")),
}
#: Latin letters of languages that are none of ours: Vietnamese, Czech and Slovak, Danish and Norwegian, Baltic ones,
#: Azerbaijani.
_OTHER_LATIN = re.compile("[ạ-ỹơưěřůľĺŕøæėųģķļņə]", re.IGNORECASE)
#: The Arabic article before a word in other letters ("الـ Jobcenter"); Persian has none.
_HANGING_ARTICLE = re.compile(r"(?<!\w)[وفبك]?(?:ال|لل|عال)ـ?(?!\w)")
#: One such letter may be somebody's name.
_OTHER_LETTERS = 2
OTHER = "other"
_MIXED_SHARE = 0.3
_NOT_LATIN = ("Arab", "Cyrl", "Grek")


def dominant_script(text: str) -> str | None:
    """The script of the sentence. German office words in Latin letters do not make an Arabic sentence German.

    Beside words of another script, only those in Latin letters count that are neither office words nor written with
    a capital, as names and German nouns are.
    """
    counts = {name: len(letters.findall(text)) for name, letters in _SCRIPTS.items()}
    other, letters = max(((name, counts[name]) for name in _NOT_LATIN), key=lambda pair: pair[1])
    if not letters:
        return "Latn" if counts["Latn"] else None
    latin = sum(len(word) for word in _WORDS["Latn"].findall(text) if not _is_quoted(word))
    return other if letters / (letters + latin) >= _MIXED_SHARE else "Latn"


def _is_quoted(word: str) -> bool:
    return word[0].isupper() or is_office_word(word)


def in_script(text: str, script: str) -> str:
    """The words of a text in one script, the rest left out."""
    return " ".join(_WORDS[script].findall(text))


def telling_letters(text: str, script: str) -> dict[str, int]:
    """How often each language's own letters occur."""
    counts = Counter(text)
    return {
        code: found
        for code, letters in _TELLING.get(script, ())
        if (found := sum(counts[letter] for letter in letters))
    }


def by_letters(text: str, script: str, allowed: Sequence[str]) -> str | None:
    """The one language the letters leave, OTHER when it is none of ours, or None when they leave several."""
    if script == "Grek":
        return "el" if "el" in allowed else None
    found = telling_letters(text, script)
    if script == "Arab" and _HANGING_ARTICLE.search(text):
        found["ar"] = found.get("ar", 0) + 1
    if script == "Cyrl":
        return _one_cyrillic(found)
    if script == "Arab":
        return _one_arabic(found)
    return OTHER if len(_OTHER_LATIN.findall(text)) >= _OTHER_LETTERS else None


def _one_cyrillic(found: dict[str, int]) -> str | None:
    if found.get("be"):
        return "be" if not found.keys() - {"be", "uk", "ru"} else None
    if len(found) == 1:
        return next(iter(found))
    return None


def _one_arabic(found: dict[str, int]) -> str | None:
    persian, arabic = found.get("fa", 0), found.get("ar", 0) + found.get("ar ps", 0)
    if found.get("ps") and not found.get("ar"):
        return "ps"
    for code in ("ps", "ckb", "ur"):
        if found.get(code, 0) >= 2 or (found.get(code) and not arabic):
            return code
    if persian and not arabic:
        return "fa"
    if arabic and not persian:
        return "ar"
    return None
