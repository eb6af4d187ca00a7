"""Words in their inflected forms taken for one: Zählung, Zählungen; школа, школи.

Stems are Snowball's. Ukrainian and Bulgarian have none of their own and are cut as Russian is, Croatian as Serbian:
the endings that matter here are the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

_ALGORITHMS = {
    "ar": "arabic", "bg": "russian", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fa": "persian",
    "fi": "finnish", "fr": "french", "hr": "serbian", "hu": "hungarian", "it": "italian", "nl": "dutch",
    "pl": "polish", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish", "uk": "russian",
}  # fmt: skip


def stem_in(language: str) -> Callable[[str], str]:
    """What is left of a folded word of this language without its endings; the word itself in another one."""
    return _stem(language) if language in _ALGORITHMS else _as_it_is


def stems_of(words: Sequence[str], language: str) -> str:
    """The words of a phrase without their endings: the same for every form of it."""
    return " ".join(map(stem_in(language), words))


def _as_it_is(word: str) -> str:
    return word


@cache
def _stem(language: str) -> Callable[[str], str]:
    # Imported here: only the worker looks for phrases, and the list of algorithms is long.
    import snowballstemmer

    cut: Callable[[str], Any] = snowballstemmer.stemmer(_ALGORITHMS[language]).stemWord

    @lru_cache(maxsize=20_000)
    def stem(word: str) -> str:
        return str(cut(word)) or word

    return stem
