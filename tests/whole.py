"""What the suite does in part, and `make whole` does whole."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")
#: Set by `make whole`.
WHOLE = bool(os.environ.get("LITFASS_TEST_WHOLE"))


def some_of(everything: Iterable[T], *, one_in: int) -> list[T]:
    """The first and every so-manieth after it; all of them when the whole is asked for."""
    return list(everything)[:: 1 if WHOLE else one_in]
