"""What waits for the worker on the disk tells nothing without the key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from campaigns.errors import BadInput
from campaigns.work.sealing import seal, unseal

KEY = b"k" * 32


@given(some.binary(max_size=2_000), some.binary(min_size=32, max_size=32))
def test_what_was_sealed_comes_back_with_its_key(data: bytes, key: bytes) -> None:
    assert unseal(seal(data, key), key) == data


def test_nothing_of_the_file_is_in_the_sealed_one() -> None:
    sealed = seal(b"Datum;Frage\n2026-11-02;+49 171 2345678", KEY)
    assert b"171 2345678" not in sealed
    assert sealed != seal(b"Datum;Frage\n2026-11-02;+49 171 2345678", KEY)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(BadInput, match="Upload it once more"):
        unseal(seal(b"a;b", KEY), b"o" * 32)


@pytest.mark.parametrize("place", [0, 9, 30, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(seal(b"a;b", KEY))
    sealed[place] ^= 4
    with pytest.raises(BadInput):
        unseal(bytes(sealed), KEY)
