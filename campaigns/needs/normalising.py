"""One spelling for matching: what people write in nineteen languages, folded so that a keyword meets it.

Text and keyword go through the same folding, so a rule that is right for one language (German ae for ä,
Turkish ı for i, Persian ی for ي) does no harm in another: both sides change alike.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that decomposition does not reach, and the Arabic-script letters that are one letter to a reader.
_READ_AS_ONE = {
    "ı": "i",
    "ł": "l",
    "đ": "d",
    "ø": "o",
    "ς": "σ",
    "ى": "ی",
    "ي": "ی",
    "ك": "ک",
    "ة": "ه",
    "ۀ": "ه",
    "ە": "ه",
    "ٱ": "ا",
    "ـ": "",
    "\u200c": " ",
    "\u200d": "",
    "\u200b": "",
    "\u00ad": "",
    "’": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "‘": "'",
}
_DIGRAPHS = re.compile("ae|oe|ue")
_APOSTROPHE_IN_CYRILLIC = re.compile(r"(?<=[\u0400-\u04ff])'(?=[\u0400-\u04ff])")
_WORD = re.compile(r"§|[^\W_]+(?:[.,'][^\W_]+)*")
_CLITICS = ("و", "ف", "ب", "ک", "ل")
_ARTICLES = ("ال", "لل")
_SHORTEST_STEM = 2
#: "quell'", "jusqu'"
_LONGEST_ELISION = 5


class _Folding(dict[int, str]):
    """What becomes of a letter, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = "".join(_READ_AS_ONE.get(one, one) for one in _bare(chr(code)))
        self[code] = folded
        return folded


def _bare(letter: str) -> str:
    """A letter without its marks; a digit of any script as 0-9."""
    if letter.isascii():
        return letter
    if letter.isdigit():
        return str(unicodedata.digit(letter, 0)) if unicodedata.category(letter) == "Nd" else letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


_FOLDING = _Folding()


def normalise(text: str) -> str:
    """The folded spelling: no case, no marks, digits 0-9, one form for letters that readers take for one."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii():
        text = text.translate(_FOLDING)
        text = _APOSTROPHE_IN_CYRILLIC.sub("", text)
    return _DIGRAPHS.sub(lambda found: found.group()[0], text)


def words_of(text: str) -> list[str]:
    """The words of a text in folded spelling; "13,90" and "don't" are one word each, and so is "§"."""
    return _WORD.findall(normalise(text))


def without_arabic_prefix(word: str) -> tuple[str, ...]:
    """The forms an Arabic word may have without and, then, by, like, for and the article before it."""
    bare = word[1:] if word.startswith(_CLITICS) and len(word) > _SHORTEST_STEM + 1 else ""
    forms = [
        form[2:] for form in (word, bare) if form.startswith(_ARTICLES) and len(form) > _SHORTEST_STEM + 2
    ]
    return (*forms, bare) if bare else tuple(forms)


def without_elision(word: str) -> tuple[str, ...]:
    """What follows an apostrophe: "école" of "l'école", "affitto" of "d'affitto"."""
    before, sign, after = word.partition("'")
    return (after,) if sign and len(before) <= _LONGEST_ELISION and len(after) > _SHORTEST_STEM else ()
