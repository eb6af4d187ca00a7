"""Further keywords by language: what people say for each topic, one file a language, so that one reader can mend it.

Matched as those of taxonomy.yaml, whose short lists of office words stand apart: they are what people also mix into
other languages.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def further_keywords() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Keywords by topic and language."""
    found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for path in sorted(_HERE.glob("*.toml")):
        for topic, words in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[topic][path.stem] = tuple(words)
    return found
