"""What is packed can be unpacked by anybody, and is packed the same everywhere."""

import zlib
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.deflate import BLOCK, zlib_stream
from assets.huffman import code_lengths

runs = st.lists(st.tuples(st.integers(0, 255), st.integers(1, 700)), max_size=60).map(
    lambda rows: b"".join(bytes([value]) * count for value, count in rows)
)


@given(st.one_of(runs, st.binary(max_size=3000)))
@settings(max_examples=150, deadline=None)
def test_another_implementation_unpacks_it(data: bytes) -> None:
    assert zlib.decompress(zlib_stream(data)) == data


@pytest.mark.parametrize("length", [BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 7])
def test_blocks_join_at_any_bit(length: int) -> None:
    data = (bytes(300) + b"edge of a letter" + b"\xff" * 5) * (length // 321 + 1)
    assert zlib.decompress(zlib_stream(data[:length])) == data[:length]


def test_the_packed_bytes_are_these_on_every_machine() -> None:
    data = b"".join(bytes([number * 37 % 251]) * (number % 300) for number in range(2000))
    packed = zlib_stream(data)
    assert sha256(packed).hexdigest() == "12e296fbe2c5bb74896bd91fc036f1602964ceb85e49cc8e693b9e9bfcbba831"


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=286), st.sampled_from([9, 15]))
@settings(max_examples=100, deadline=None)
def test_a_code_is_complete_and_short_enough(counts: list[int], longest: int) -> None:
    lengths = code_lengths(counts, longest)
    assert [bool(length) for length in lengths] == [bool(count) for count in counts]
    assert max(lengths) <= longest
    if sum(1 for count in counts if count) > 1:
        assert sum(1 << (longest - length) for length in lengths if length) == 1 << longest


def test_a_code_of_steep_frequencies_is_cut_to_the_longest_allowed() -> None:
    fibonacci = [1, 1]
    while len(fibonacci) < 40:
        fibonacci.append(fibonacci[-1] + fibonacci[-2])
    lengths = code_lengths(fibonacci)
    assert max(lengths) == 15 and sum(2 ** (15 - length) for length in lengths) == 2**15
