"""A count of questions as data: the number, or nothing and the reason for it."""

from __future__ import annotations

HIDDEN, UNOBSERVED = "hidden", "unobserved"
#: How a report writes a count that it hides without saying that it is small.
MARK = "·"
#: How it writes one that an earlier report told, because what changed since is held back.
EARLIER, AS_TOLD = "°", "as told before"


def told(count: str | None) -> tuple[int | None, str]:
    """The number with '' or "as told before", or None with "<k", "hidden" or "unobserved".

    `count` is as the report's data has it.
    """
    if count is None:
        return None, UNOBSERVED
    if count.isdecimal():
        return int(count), ""
    if count.endswith(EARLIER):
        return int(count.removesuffix(EARLIER)), AS_TOLD
    return None, HIDDEN if count == MARK else count
