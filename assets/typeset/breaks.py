"""Where a line may end: Unicode Standard Annex 14, narrowed by the habits of each language."""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

import pyphen
import regex
from uniseg.linebreak import line_break_units

from assets.fonts.emoji import EMOJI
from assets.typeset.protect import kept_together

SOFT_HYPHEN = "\u00ad"

#: A zero width space behind a space is part of it: the standard (LB7, LB8) ends the line behind it, not before.
_SPACED = re.compile(r"[^ \u2009\u3000]*[ \u2009\u3000][ \u2009\u3000\u200b]*|[^ \u2009\u3000]+$")
_LONG_WORD = regex.compile(r"[\p{L}\p{M}]{7,}")
_PLAIN_WORD = regex.compile(r"[\p{P}\p{S}\p{Cf}]*[\p{L}\p{M}\p{Nd}\u200c\u200d'’ʼ.,]+[\p{P}\p{S}\p{Cf}]*")
_BREAKING_INSIDE = regex.compile(r"[-‐–—/?!|\u00ad\u200b](?=.)|\.(?=\p{L})|[)\]}»](?=[\p{L}\d])")
_NO_END_AFTER = regex.compile(r"[«„‚“‹¿¡(\[{§#№]+$|^[«]$")
_NO_START_WITH = regex.compile(r"^[»:;!?%…)\]}.,،؛؟°·]|^[–—](?:$)")
#: A piece of one or two letters does not stand alone beside a hyphen: E-Mail, peut-on, какой-то.
_SHORT_BEFORE_HYPHEN = regex.compile(r"(?<!\p{L})\p{L}{1,2}[-‐]$")
_SHORT_BEHIND_HYPHEN = regex.compile(r"\p{L}{1,2}(?!\p{L})")
#: A word as short as Mini-Job stays whole: torn, its halves read as two words.
_SHORT_COMPOUND = regex.compile(r"[\p{P}\p{Cf}]*\p{L}{1,5}[-‐]\p{L}{1,5}[\p{P}\p{Cf}]*")
_ONE_LETTER = {
    "pl": "aiouwz",
    "ru": "авикосуя",
    "uk": "авзійоуя",
    "bg": "авиоск",
    "sr": "аиоусk",
    "hr": "aioqu",
    "fa": "و",
}
_SIMPLE_SYLLABLES = {"fi": "aeiouyåäö", "tr": "aeıioöuüâîû"}
_OTHER_LETTERS = frozenset({"ru", "uk", "bg", "sr", "el"})
_LATIN = regex.compile(r"\p{Latin}+")
_NEVER_HYPHENATED = frozenset({"ar", "fa", "ps", "ckb", "ur", "prs"})


@lru_cache(maxsize=4096)
def units(text: str, language: str, display: bool = False) -> tuple[str, ...]:
    """The pieces of one paragraph between which a line may end; a piece keeps its trailing space."""
    kept = kept_together(text, display)
    cuts = _opportunities(text, kept)
    forbidden = {place for start, end in kept for place in range(start + 1, end)}
    letters = _ONE_LETTER.get(language.split("-")[0], "")
    pieces: list[str] = []
    start = 0
    for cut in cuts:
        piece = text[start:cut]
        if cut in forbidden or _clings(piece, text[cut : cut + 3], letters):
            continue
        pieces.append(piece)
        start = cut
    if start < len(text):
        pieces.append(text[start:])
    return tuple(pieces)


def _clings(piece: str, following: str, letters: str) -> bool:
    """Whether the last word of the piece must stay with what follows."""
    word = piece.rstrip(" ").rpartition(" ")[2]
    bare = word.lstrip("„“”«»\"'(‚‘")
    if len(bare) == 1 and bare.lower() in letters:
        return True
    if bare.endswith(("-", "‐")) and (
        _SHORT_BEFORE_HYPHEN.search(bare) or _SHORT_BEHIND_HYPHEN.match(following)
    ):
        return True
    if EMOJI.match(following) and not EMOJI.search(word):
        return True  # an emoji says how what stands before it is meant
    return bool(_NO_END_AFTER.search(word) or _NO_START_WITH.match(following.lstrip("\u2066\u2067\u2068")))


def _opportunities(text: str, kept: tuple[tuple[int, int], ...]) -> list[int]:
    """Ends of pieces. Spaces are found directly; only words with inner punctuation need the full algorithm, and
    addresses, which are kept together anyway, do not."""
    cuts, start = [], 0
    for match in _SPACED.finditer(text):
        word = match.group()
        body = word.rstrip(" \u2009\u3000\u200b")
        is_kept = any(a <= start and start + len(body) - 1 <= b for a, b in kept)
        is_kept = is_kept or _SHORT_COMPOUND.fullmatch(body) is not None
        if not is_kept and (_BREAKING_INSIDE.search(body) or not _PLAIN_WORD.fullmatch(body)):
            place = start
            for unit in _inner_units(body):
                place += len(unit)
                cuts.append(place)
            cuts[-1:] = [match.end()]
        else:
            cuts.append(match.end())
        start = match.end()
    return cuts


@lru_cache(maxsize=8192)
def _inner_units(word: str) -> tuple[str, ...]:
    return tuple(line_break_units(word)) or (word,)


@lru_cache(maxsize=32)
def _hyphenator(language: str) -> Callable[[str], list[int]] | None:
    base = language.split("-")[0]
    if base in _NEVER_HYPHENATED:
        return None
    if base in _SIMPLE_SYLLABLES:
        return lambda word: _before_consonant_and_vowel(word, _SIMPLE_SYLLABLES[base])
    known = pyphen.language_fallback(base)
    if known is None:
        return None
    dictionary = pyphen.Pyphen(lang=known, left=3, right=3)
    return lambda word: [int(place) for place in dictionary.positions(word)]


def _before_consonant_and_vowel(word: str, vowels: str) -> list[int]:
    """Finnish and Turkish syllables begin with the last consonant before a vowel."""
    lower = word.lower()
    places = []
    for place, (one, two) in enumerate(pairwise(lower)):
        has_nucleus = any(c in vowels for c in lower[:place])
        if (
            has_nucleus
            and one.isalpha()
            and one not in vowels
            and two in vowels
            and 3 <= place <= len(word) - 3
        ):
            places.append(place)
    return places


def _language_of(word: str, language: str) -> str:
    """The language whose habits part a word: a Latin word in Cyrillic or Greek copy is the German term for what the
    copy explains."""
    is_term = language.split("-")[0] in _OTHER_LETTERS and _LATIN.fullmatch(word) is not None
    return "de" if is_term else language


@lru_cache(maxsize=4096)
def hyphenation(piece: str, language: str) -> tuple[tuple[str, str], ...]:
    """The ways to part one piece: (first part with hyphen, rest), longest first part first."""
    if SOFT_HYPHEN in piece:
        places = [i for i, c in enumerate(piece) if c == SOFT_HYPHEN]
        return tuple((piece[:i] + "-", piece[i + 1 :]) for i in reversed(places))
    word = _LONG_WORD.search(piece)
    hyphenate = _hyphenator(_language_of(word.group(), language) if word else language)
    if word is None or hyphenate is None or kept_together(piece):
        return ()
    places = [word.start() + place for place in hyphenate(word.group())]
    return tuple((piece[:i] + "-", piece[i:]) for i in sorted(places, reverse=True))
