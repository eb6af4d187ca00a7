"""A count of questions as data: the number, or nothing and the reason for it."""

from __future__ import annotations

from campaigns.reach.disclosure.suppression import Count
from campaigns.reach.report.building import Report

HIDDEN, UNOBSERVED, ABOUT = "hidden", "unobserved", "about"
#: How a report writes a count that it hides without saying that it is small.
MARK = "·"
#: How it writes one that an earlier report told, because what changed since is held back.
EARLIER, AS_TOLD = "°", "as told before"


def told(count: str | None, *, step: int = 1) -> tuple[int | None, str]:
    """The number with '', "about" or "as told before", or None with "<k", "hidden" or "unobserved".

    `count` is as the report's data has it, `step` in which steps it counts.
    """
    if count is None:
        return None, UNOBSERVED
    if count.isdecimal():
        return int(count), ABOUT if step > 1 and int(count) else ""
    if count.endswith(EARLIER):
        return int(count.removesuffix(EARLIER)), AS_TOLD
    return None, HIDDEN if count == MARK else count


def told_of_window(report: Report, count: Count, window: str) -> tuple[int | None, str]:
    """The same of the window "before" or "during" of a report; where no day of it was observed, a nought is none.

    What is rounded for the public is "about" as well.
    """
    is_observed = report.observed is None or getattr(report.observed, window) is not None
    value, reason = told(str(count) if is_observed or count.shown != 0 else None, step=report.step)
    return value, ABOUT if report.rounded and value and not reason else reason
