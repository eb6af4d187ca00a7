"""Further keywords by language: what people say for each topic, one file a language, so that one reader can mend it.

Matched as those of taxonomy.yaml, whose short lists of office words stand apart: they are what people also mix into
other languages. Serbian is written in two alphabets: its file has the Cyrillic one, and the Latin spelling follows.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
#: Each Cyrillic letter of Serbian is one Latin letter or one pair of them.
_SERBIAN_IN_LATIN = str.maketrans(
    dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
    | {"љ": "lj", "њ": "nj", "џ": "dž"}
)


@cache
def further_keywords() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Keywords by topic and language."""
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for path in sorted(_HERE.glob("*.toml")):
        for topic, words in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[topic][path.stem] = _in_both_alphabets(words) if path.stem == "sr" else tuple(words)
    return found


def _in_both_alphabets(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*words, *(word.translate(_SERBIAN_IN_LATIN) for word in words)]))
