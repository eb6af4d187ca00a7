"""How alike two sentences are, and the hashes by which alike ones are found among many.

The likeness is 2·LCS / (length + length), where LCS is the longest common subsequence of letters; the share
of text that need not be touched when one is edited into the other. LCS is computed on whole rows of bits
(Crochemore, Iliopoulos, Pinzon and Reid 2001; Hyyrö 2004).

Candidates come from MinHash (Broder 1997) over runs of three letters, in bands (Rajaraman and Ullman, Mining
of Massive Datasets, ch. 3): two sentences meet if one band of theirs is the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np

#: 20 bands of 2: sentences that share 40 % of their runs meet with 97 %, those that share 5 % with 5 %.
BANDS: Final = 20
ROWS: Final = 2
_PRIME: Final = (1 << 31) - 1

_CONTROLS: Final = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DIGIT: Final = re.compile(r"\d")
_SPACE: Final = re.compile(r"\s+")


@cache
def _factors_and_shifts() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The same random hashes everywhere: what was stored with them is found with them."""
    # NumPy is loaded when a text is remembered or looked for, not when the desk starts.
    import numpy as np

    random = np.random.default_rng(20261122)
    factors = random.integers(1, _PRIME, size=(BANDS * ROWS, 1), dtype=np.uint64)
    return factors, random.integers(0, _PRIME, size=(BANDS * ROWS, 1), dtype=np.uint64)


def folded(text: str) -> str:
    """The text without what makes no difference in finding: case, direction marks, which digit it is."""
    plain = unicodedata.normalize("NFKC", _CONTROLS.sub("", text)).casefold()
    return _SPACE.sub(" ", _DIGIT.sub("0", plain)).strip()


def likeness(one: str, other: str) -> float:
    """From 0 (no letter in common) to 1 (the same)."""
    if one == other:
        return 1.0
    one, other = _CONTROLS.sub("", one), _CONTROLS.sub("", other)
    total = len(one) + len(other)
    if not total:
        return 0.0
    return min(2 * _common(one, other) / total, 0.99)


def _common(one: str, other: str) -> int:
    """The length of the longest common subsequence."""
    places: dict[str, int] = {}
    for place, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | (1 << place)
    full = (1 << len(one)) - 1
    row = full
    for letter in other:
        met = row & places.get(letter, 0)
        row = ((row + met) | (row - met)) & full
    return len(one) - row.bit_count()


def bands(text: str, *, scope: str) -> list[int]:
    """The band hashes of a sentence, as signed 64-bit numbers. Sentences meet only within one `scope`."""
    import numpy as np  # as in _factors_and_shifts

    factors, shifts = _factors_and_shifts()
    plain = f" {folded(text)} "
    runs = {crc32(plain[place : place + 3].encode()) % _PRIME for place in range(max(len(plain) - 2, 1))}
    values = np.fromiter(runs, dtype=np.uint64, count=len(runs))
    smallest = ((factors * values + shifts) % _PRIME).min(axis=1).reshape(BANDS, ROWS)
    return [
        int.from_bytes(
            blake2b(f"{scope}|{number}|{row.tolist()}".encode(), digest_size=8).digest(), "big", signed=True
        )
        for number, row in enumerate(smallest)
    ]
