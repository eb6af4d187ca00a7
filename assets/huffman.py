"""Huffman codes as deflate wants them: lengths from frequencies, canonical codes from lengths."""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

LONGEST = 15


def code_lengths(counts: Sequence[int], longest: int = LONGEST) -> list[int]:
    """Lengths of a Huffman code; where one would be too long, rare symbols are counted as less rare."""
    used = [symbol for symbol, count in enumerate(counts) if count]
    lengths = [0] * len(counts)
    if len(used) < 2:
        for symbol in used:
            lengths[symbol] = 1
        return lengths
    least = 1
    while True:
        depth = _depths([max(counts[symbol], least) for symbol in used])
        if max(depth) <= longest:
            break
        least *= 2
    for symbol, bits in zip(used, depth, strict=True):
        lengths[symbol] = bits
    return lengths


def _depths(weights: Sequence[int]) -> list[int]:
    """How deep each weight lies in the Huffman tree; ties fall by age, so the tree is the same everywhere."""
    parents = [0] * (2 * len(weights) - 1)
    heap = [(weight, number) for number, weight in enumerate(weights)]
    heapify(heap)
    for number in range(len(weights), 2 * len(weights) - 1):
        one, other = heappop(heap), heappop(heap)
        parents[one[1]] = parents[other[1]] = number
        heappush(heap, (one[0] + other[0], number))
    depth = [0] * len(parents)
    for number in range(len(parents) - 2, -1, -1):
        depth[number] = depth[parents[number]] + 1
    return depth[: len(weights)]


def codes_of(lengths: Sequence[int]) -> NDArray[np.int64]:
    """Canonical codes (RFC 1951, 3.2.2), their bits turned round, because codes are written highest bit first."""
    codes = np.zeros(len(lengths), np.int64)
    code = 0
    for bits in range(1, max(lengths) + 1):
        code <<= 1
        for symbol, length in enumerate(lengths):
            if length == bits:
                codes[symbol] = int(f"{code:0{bits}b}"[::-1], 2)
                code += 1
    return codes
