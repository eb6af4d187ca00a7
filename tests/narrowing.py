"""How closely numbers are known of which only sums are told, by linear programming: what attacks on counts share.

The programme is written down once and asked many times: between two questions only what is asked for changes, and the
last answer is where the next one begins.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

# The solver alone: the class around it prints a banner.
import highspy._core as highspy

#: More than any count: a sum that may be as large has no limit.
LARGE = 1e7
#: Rounding of the solver; counts are whole, so nothing real is this small.
TINY = 1e-6
Told = tuple[Collection[int], float, float | None]


class Narrowed:
    """So many unknown numbers, none below zero, and what is told of sums of them: which ones, how few, how many.

    No upper limit is None or infinity.
    """

    def __init__(self, size: int, told: Iterable[Told]) -> None:
        self._solver = highspy._Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            ("simplex_strategy", 4),
        ):
            self._solver.setOptionValue(option, value)
        for _number in range(size):
            self._solver.addVar(0.0, LARGE)
        self._rows: list[tuple[float, float]] = []
        for places, low, high in told:
            self._rows.append((low, highspy.kHighsInf if high is None else high))
            self._solver.addRow(*self._rows[-1], len(places), list(places), [1.0] * len(places))
        self._asked: list[int] = []

    def limits(
        self, places: Collection[int], *, less: Collection[int] = (), without: int | None = None
    ) -> tuple[float, float]:
        """How small and how large the sum of these can be, `less` the sum of those.

        `without`: for somebody who was not told this one (by its place in what was told).
        """
        if without is not None:
            self._solver.changeRowBounds(without, -highspy.kHighsInf, highspy.kHighsInf)
        goal = dict.fromkeys(places, 1.0)
        for place in less:
            goal[place] = goal.get(place, 0.0) - 1.0
        found = self._least(goal, 1.0), self._least(goal, -1.0)
        if without is not None:
            self._solver.changeRowBounds(without, *self._rows[without])
        return found

    def bounds(self, places: Collection[int]) -> tuple[int, float]:
        """How few and how many the sum of these can be, in whole numbers."""
        low, high = self.limits(places)
        return math.ceil(low - TINY), math.inf if math.isinf(high) else math.floor(high + TINY)

    def _least(self, goal: dict[int, float], sign: float) -> float:
        """The smallest (1) or the largest (-1) value of the goal."""
        self._solver.changeColsCost(len(self._asked), self._asked, [0.0] * len(self._asked))
        self._asked = list(goal)
        self._solver.changeColsCost(len(goal), self._asked, [sign * each for each in goal.values()])
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            # Led astray by the answers before: once more from nothing.
            self._solver.clearSolver()
            self._solver.run()
        status = self._solver.getModelStatus()
        assert status == highspy.HighsModelStatus.kOptimal, status
        found = sign * float(self._solver.getInfo().objective_function_value)
        return found if abs(found) < LARGE / 2 else math.copysign(math.inf, found)
