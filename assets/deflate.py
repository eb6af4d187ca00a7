"""Deflate (RFC 1951) whose output depends on nothing but its input.

The deflate that Python and Pillow load is the system's, and systems differ (zlib, zlib-ng, vendor forks): the same
pixels would become other bytes, and another digest, on another machine. A picture's rows, once each is the difference
to the row above, are zeros with a few letters' edges between; runs and the frequency of bytes are all there is to
gain. So this packer knows runs only (matches at distance 1) and gives each block its own Huffman code.
"""

import zlib
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from assets.huffman import code_lengths, codes_of

Ints: TypeAlias = NDArray[np.int64]
Tokens: TypeAlias = tuple[Ints, Ints]  # values and how many bits each takes, lowest bit first

BLOCK = 1 << 20
_END = 256
_LONGEST_MATCH = 258
_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)


def _length_symbols() -> tuple[Ints, Ints, Ints]:
    """For each match length its symbol, its extra bits and how many (RFC 1951, 3.2.5)."""
    symbol, extra, width = (np.zeros(_LONGEST_MATCH + 1, np.int64) for _ in range(3))
    length = 3
    for code in range(28):
        bits = max(0, code // 4 - 1)
        for rest in range(1 << bits):
            if length <= _LONGEST_MATCH:
                symbol[length], extra[length], width[length] = 257 + code, rest, bits
            length += 1
    symbol[_LONGEST_MATCH], extra[_LONGEST_MATCH], width[_LONGEST_MATCH] = 285, 0, 0
    return symbol, extra, width


_SYMBOL, _EXTRA, _WIDTH = _length_symbols()


def zlib_stream(data: bytes) -> bytes:
    """The data as a zlib stream (RFC 1950), the form in which a PNG holds its pixels."""
    return b"\x78\x01" + deflate(data) + zlib.adler32(data).to_bytes(4, "big")


def deflate(data: bytes) -> bytes:
    """The data packed."""
    parts: list[bytes] = []
    carry, carried = 0, 0  # bits that do not fill a byte wait for the next block
    for start in range(0, max(1, len(data)), BLOCK):
        block = np.frombuffer(data[start : start + BLOCK], dtype=np.uint8)
        values, widths = _block(block, is_last=start + BLOCK >= len(data))
        values = np.concatenate(([carry], values))
        widths = np.concatenate(([carried], widths))
        packed, carried = _packed(values, widths)
        carry = packed[-1] if carried else 0
        parts.append(packed[:-1] if carried else packed)
    if carried:
        parts.append(bytes([carry]))
    return b"".join(parts)


def _packed(values: Ints, widths: Ints) -> tuple[bytes, int]:
    """The bits in bytes, and how many bits of the last byte are used (0: all)."""
    ends = np.cumsum(widths)
    starts = ends - widths
    total = int(ends[-1])
    shifted = values << (starts & 7)
    place = starts >> 3
    size = (total + 7) // 8
    packed = np.zeros(size + 4, np.int64)
    for number in range(4):  # a token has at most 21 bits and begins up to 7 bits into a byte
        part = (shifted >> (8 * number)) & 255
        packed[number : number + size] += np.bincount(place, part, size).astype(np.int64)[:size]
    return packed[:size].astype(np.uint8).tobytes(), total & 7


def _block(data: NDArray[np.uint8], *, is_last: bool) -> Tokens:
    symbols, extras = _tokens(data)
    counts = np.bincount(symbols, minlength=286)
    counts[_END] += 1
    lengths = code_lengths(counts.tolist())
    codes, widths = codes_of(lengths), np.array(lengths, np.int64)
    head = list(_head(lengths, is_last=is_last))
    width = widths[symbols]
    value = codes[symbols]
    # A match carries its extra bits and then one bit, the whole code of the only distance there is.
    matched = symbols > _END
    value = value | np.where(matched, _EXTRA[extras] << width, 0)
    width = width + np.where(matched, _WIDTH[extras] + 1, 0)
    head_values, head_widths = (np.array(column, np.int64) for column in zip(*head, strict=True))
    return (
        np.concatenate((head_values, value, [codes[_END]])),
        np.concatenate((head_widths, width, [widths[_END]])),
    )


def _tokens(data: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Symbols in order, and for each match its length: every run is its byte once, then matches, then a rest."""
    if not len(data):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    starts = np.concatenate(([0], np.flatnonzero(data[1:] != data[:-1]) + 1))
    runs = np.diff(np.append(starts, len(data))) - 1
    whole, rest = np.divmod(runs, _LONGEST_MATCH)
    is_match = rest >= 3
    tail = np.where(is_match, 1, rest)
    counts = 1 + whole + tail
    owner = np.repeat(np.arange(len(starts)), counts)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    literal = data[starts].astype(np.int64)[owner]
    in_whole = (within >= 1) & (within <= whole[owner])
    in_tail = (within > whole[owner]) & is_match[owner]
    length = np.where(in_whole, _LONGEST_MATCH, np.where(in_tail, rest[owner], 0))
    return np.where(length > 0, _SYMBOL[length], literal), length


def _head(lengths: Sequence[int], *, is_last: bool) -> Iterator[tuple[int, int]]:
    """The block's head: its kind, and the code's lengths packed by a code of their own (RFC 1951, 3.2.7)."""
    steps = list(_steps([*lengths, 1]))  # one code for distances: distance 1
    counts = [0] * 19
    for symbol, _, _ in steps:
        counts[symbol] += 1
    own = code_lengths(counts, 7)
    codes = codes_of(own)
    count = max(number for number, symbol in enumerate(_ORDER, start=1) if own[symbol])
    yield int(is_last), 1
    yield 2, 2  # a block with its own codes
    yield len(lengths) - 257, 5
    yield 0, 5
    yield max(4, count) - 4, 4
    for symbol in _ORDER[: max(4, count)]:
        yield own[symbol], 3
    for symbol, extra, bits in steps:
        yield int(codes[symbol]) | extra << own[symbol], own[symbol] + bits


def _steps(lengths: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Lengths one by one, runs of zeros together: symbol, extra bits, how many."""
    place = 0
    while place < len(lengths):
        run = 1
        while place + run < len(lengths) and lengths[place + run] == lengths[place] == 0 and run < 138:
            run += 1
        if run >= 11:
            yield 18, run - 11, 7
        elif run >= 3:
            yield 17, run - 3, 3
        else:
            run = 1
            yield lengths[place], 0, 0
        place += run
