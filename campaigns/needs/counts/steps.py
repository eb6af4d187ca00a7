"""Counts in steps, taken once and for all: all that anybody may learn of how often a topic was asked.

What was asked until the end of a week is counted in multiples of the smallest count k, from the first question on. Of a
series nothing is known but the weeks in which such a step was taken; the windows of the radar, what was usual, the
alarm, the line of the year and the order of topics are all worked out from these. So whoever reads all of it, through
every window and on every day, knows no more than the steps: what was asked between two days stays open by k−1.
(docs/decisions, 31 and 49.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice, pairwise

#: The pace since the last step is that of the step before it, drawn towards the usual one as by so many questions.
USUAL_QUESTIONS = 5.0


@dataclass(frozen=True)
class Steps:
    """The steps taken in each week, oldest first, each a multiple of `smallest`. `is_begun`: others before them."""

    taken: Sequence[int]
    smallest: int
    is_begun: bool = False

    def last(self, weeks: int) -> int:
        """What was asked in the last `weeks` weeks: about so many, up to `smallest` − 1 more or fewer."""
        return sum(self.taken[-weeks:])

    def since(self, week: int) -> Steps:
        """The same from a week on before which none of these was taken."""
        return Steps(self.taken[week:], self.smallest, self.is_begun)

    @property
    def first(self) -> int | None:
        """The week of the first step; None where none was ever taken."""
        return 0 if self.is_begun else next((at for at, step in enumerate(self.taken) if step), None)

    def reckoned(self, *, is_over: bool = True) -> list[float]:
        """About how many were asked in each week, as far as the steps tell; none where no step was ever taken.

        Between two steps questions are taken to have come evenly; since the last one at about its pace, and never so
        many that another would have been taken. Where the last week is not over its own step is all that is known.
        """
        if not is_over:
            return [*replace(self, taken=self.taken[:-1]).reckoned(), float(self.taken[-1])]
        totals = list(accumulate(self.taken, initial=0))
        # A week in which a step is taken begins below it and ends above it: it is taken to lie halfway through.
        middle = (self.smallest - 1) / 2
        known = [(0.0, middle if self.is_begun else 0.0)]
        known += [
            (week + 0.5, (before + after) / 2 + middle)
            for week, (before, after) in enumerate(pairwise(totals))
            if after > before
        ]
        if len(known) == 1:
            return [0.0] * len(self.taken)
        known.append(_gone_on(known[-2], known[-1], weeks=len(self.taken)))
        found, at = [], 0
        for week, least in enumerate(totals):
            while known[at + 1][0] < week:
                at += 1
            (began, first), (ended, last) = known[at : at + 2]
            even = first + (last - first) * (week - began) / (ended - began)
            found.append(min(max(even, least), least + self.smallest - 1))
        return [after - before for before, after in pairwise(found)]


def steps_of(
    asked: Sequence[int], *, before: int = 0, smallest: int, whole: Sequence[int] | None = None
) -> Steps:
    """The steps of what was asked in each week, and `before` the first of them.

    Of a part (a region, wrong answers) steps are told only in weeks in which its `whole` takes one: where several parts
    moved in a week in which the whole did not, each would be known to be small.
    """
    reached, taken = before // smallest, []
    for week, count in enumerate(islice(accumulate(asked, initial=before), 1, None)):
        now = count // smallest if whole is None or whole[week] else reached
        taken.append((now - reached) * smallest)
        reached = now
    return Steps(taken, smallest, is_begun=before >= smallest)


def _gone_on(earlier: tuple[float, float], last: tuple[float, float], *, weeks: int) -> tuple[float, float]:
    """A point after the end, from the last step on (week and total of it and of the one before it)."""
    (began, first), (ended, total) = earlier, last
    usual = total / ended
    pace = (total - first + USUAL_QUESTIONS) / (weeks - began + USUAL_QUESTIONS / usual)
    return weeks + 1.0, total + pace * (weeks + 1 - ended)
