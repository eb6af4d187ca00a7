"""QR codes as modules: the words by segno, the choice among the eight masks by ourselves.

ISO/IEC 18004 (7.8.3) weighs all eight and takes the calmest. segno weighs module by module in Python, which takes four
times as long as all the rest of a code; here the eight are weighed at once. Both choose the same.
"""

from functools import lru_cache
from typing import Any

import numpy as np
import segno
from numpy.lib.stride_tricks import sliding_window_view
from segno import encoder

from assets.errors import AssetError

Modules = tuple[tuple[bool, ...], ...]
_Grid = np.ndarray

QUIET = 4  # modules of white around the code, as ISO/IEC 18004 asks
_SYMBOLS: Any = encoder  # without types
_FINDER = np.array([1, 0, 1, 1, 1, 0, 1], np.uint8)


@lru_cache(maxsize=1024)
def qr_modules(link: str) -> Modules:
    """The code's modules without its quiet zone; True is dark."""
    try:
        code = segno.make(link, error="m", micro=False, mask=0)
    except segno.DataOverflowError:
        raise AssetError("The link is too long for a QR code. Use a short link.") from None
    words, blank, masks, frames = _frames(int(code.version), str(code.error))
    weighed = np.where(words, np.array(code.matrix, np.uint8) ^ masks[0] ^ masks, blank)
    best = int(np.argmin(_penalties(weighed)))
    whole = np.where(words, weighed[best], frames[best])
    return tuple(tuple(row) for row in whole.astype(bool).tolist())


def qr_side(link: str, extent: int) -> int:
    """Side of the code with quiet zone: whole pixels per module, as near to `extent` as possible from below."""
    count = len(qr_modules(link)) + 2 * QUIET
    return max(3, extent // count) * count


@lru_cache(maxsize=64)
def _frames(version: int, error: str) -> tuple[_Grid, _Grid, _Grid, _Grid]:
    """What all codes of a version and level share: where words stand, a code without words and without what follows
    from its mask, each mask over the words alone, and a whole code with each mask."""
    made = [
        segno.make("0", version=version, error=error, boost_error=False, micro=False, mask=mask)
        for mask in range(8)
    ]
    frames = np.array([code.matrix for code in made], np.uint8)
    side = frames.shape[1]
    rows = _SYMBOLS.make_matrix(side, side)
    _SYMBOLS.add_finder_patterns(rows, side, side)
    _SYMBOLS.add_alignment_patterns(rows, side, side)
    blank = np.array(rows, np.uint8)
    words = blank > 1
    # All eight hold the same words, so that two of them differ by their masks; the first turns every (i + j) even.
    down, across = np.indices((side, side))
    first = ((down + across) % 2 == 0).astype(np.uint8)
    masks = np.where(words, frames ^ frames[0] ^ first, np.uint8(0))
    return words, blank, masks, frames


def _penalties(grids: _Grid) -> _Grid:
    """The points of table 11 for each of the grids, the fewer the better."""
    turned = grids.transpose(0, 2, 1)
    lines = np.concatenate((grids, turned), axis=1)  # each grid's rows, then its columns
    points = _runs(lines) + _blocks(grids) + 40 * _finders(np.ascontiguousarray(lines))
    percent = grids.mean(axis=(1, 2)) * 100
    return np.asarray(points + 10 * (np.abs(percent - 50) / 5).astype(int))


def _runs(lines: _Grid) -> _Grid:
    """Three points for five of one colour in a line, one for each more."""
    same = lines[:, :, 1:] == lines[:, :, :-1]
    five = same[:, :, :-3] & same[:, :, 1:-2] & same[:, :, 2:-1] & same[:, :, 3:]
    begins = five.copy()
    begins[:, :, 1:] &= ~five[:, :, :-1]
    return np.asarray(five.sum(axis=(1, 2)) + 2 * begins.sum(axis=(1, 2)))


def _blocks(grids: _Grid) -> _Grid:
    """Three points for four of one colour in a square."""
    dark = grids[:, 1:, 1:] + grids[:, 1:, :-1] + grids[:, :-1, 1:] + grids[:, :-1, :-1]
    return np.asarray(3 * ((dark == 0) | (dark == 4)).sum(axis=(1, 2)))


def _finders(lines: _Grid) -> _Grid:
    """How often a line looks like a finder with light beside it. Of two that overlap the first counts."""
    side = lines.shape[2]
    found = (sliding_window_view(lines, 7, axis=2) == _FINDER).all(axis=3)
    counts = np.zeros(len(lines), int)
    ends: dict[tuple[int, int], int] = {}
    for grid, line, start in np.argwhere(found).tolist():
        if start < ends.get((grid, line), 0):
            continue
        row, end = lines[grid, line], start + 7
        if start in (0, side - 7) or not row[max(0, start - 4) : start].any() or not row[end : end + 4].any():
            counts[grid] += 1
            ends[grid, line] = end
    return counts
