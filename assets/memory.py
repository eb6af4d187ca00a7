"""What glibc's allocator keeps for later, given back to the system. With another C library nothing here does anything.

Its own way of giving back at once (MALLOC_TRIM_THRESHOLD_) takes a quarter more processor time for films, whose frames
of three megabytes come and go.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import cast

_M_ARENA_MAX = -8  # malloc.h


def give_back() -> None:
    """Returns what is free but still held, which takes a few milliseconds."""
    _known("malloc_trim")(0)


def keep_one_heap() -> None:
    """Lets all threads of this process share one heap, where each would keep freed pictures of its own. For a process
    whose threads mostly wait for one another anyway; to be called before the first of them starts."""
    _known("mallopt")(_M_ARENA_MAX, 1)


@cache
def _known(function: str) -> Callable[..., object]:
    try:
        return cast("Callable[..., object]", getattr(ctypes.CDLL(None), function))
    except (AttributeError, OSError):
        return lambda *_arguments: None
