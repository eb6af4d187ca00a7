"""Memory that the allocator keeps for later, given back to the system."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Returns what is free but still held. glibc keeps freed pictures of some megabytes in its heaps, in pieces that
    nothing else fits into; giving them back takes a few milliseconds. Elsewhere this does nothing."""
    _trim()(0)


@cache
def _trim() -> Callable[[int], object]:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError):
        return lambda _kept: None
