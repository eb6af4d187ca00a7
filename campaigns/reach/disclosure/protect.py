"""Hiding further counts until nobody can work out a hidden one from all that was ever shown beside it.

The attacker is the strongest there is: he writes every figure of this report and of all earlier ones as an equation
over the cells behind them, with what the marks themselves tell, and asks a linear programme how small and how
large each hidden count can be. Where that interval is too narrow, a figure that the programme needed (one whose
dual is not nought) is hidden, the smallest first, and the question is asked again. It ends, because each step hides
something, and a report that tells nothing more tells nothing.

Every solution is a table that explains all that is shown, so it witnesses for every hidden count at once; hiding
only loosens, so a witness stays one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from campaigns.reach.disclosure.figures import SMALLEST, Identity, Mark, Rule, Shown, cells_of, hide

#: Rounding of the solver; counts are whole, so nothing real is this small.
TINY = 1e-6
#: More than any count; it keeps every programme bounded.
LARGE = 1e7


class Contradiction(Exception):
    """No table explains all that is shown: questions came in late, were deleted or were given another topic."""


def protect(
    new: Sequence[Shown],
    *,
    earlier: Sequence[Shown] = (),
    identities: Sequence[Identity] = (),
    k: int = SMALLEST,
) -> list[Shown]:
    """The new figures with as many hidden as must be, in their order. `k` is the smallest count shown.

    Raises Contradiction where the new figures cannot be true beside the earlier ones.
    """
    told = _Told([*new, *earlier], identities, k=k)
    if earlier:
        told.check()
    queue = [number for number, each in enumerate(told.shown) if told.is_secret(each)]
    while queue:
        target = queue.pop(0)
        while not told.is_safe(target):
            hidden = told.hide_one(target, among=len(new))
            if hidden is None:
                break
            if hidden not in queue and hidden != target:
                queue.append(hidden)
    return told.shown[: len(new)]


def showing(figures: Sequence[Any], rule: Rule) -> list[Shown]:
    """The figures by a rule alone, before anything else is hidden."""
    return [rule(figure) for figure in figures]


class _Told:
    """Everything that is shown, as one linear programme whose question changes."""

    def __init__(self, shown: Sequence[Shown], identities: Sequence[Identity], *, k: int) -> None:
        # The solver is 10 MB that the desk should not carry for nothing.
        # Its core alone: the class around it prints a banner and adds callbacks that nobody asks for.
        import highspy._core as highspy
        import numpy

        self._numpy = numpy
        self.shown, self._k = list(shown), k
        self._infinity = highspy.kHighsInf
        self._optimal = highspy.HighsModelStatus.kOptimal
        self._infeasible = highspy.HighsModelStatus.kInfeasible
        places = {cell: place for place, cell in enumerate(cells_of(shown, identities))}
        self._columns = [[places[cell] for cell in each.figure.cells] for each in shown]
        self._solver = highspy._Highs()
        for option, value in (
            ("log_to_console", False),
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            # Between two questions only what is asked for changes: the last answer is where the next one begins.
            ("simplex_strategy", 4),
        ):
            self._solver.setOptionValue(option, value)
        for _cell in places:
            self._solver.addVar(0.0, LARGE)
        # What stands nowhere limits nothing: as rows these counts would only make every question longer.
        self._told = [number for number, each in enumerate(self.shown) if each.mark is not Mark.UNTOLD]
        self._row_of = {number: row for row, number in enumerate(self._told)}
        for number in self._told:
            columns = self._columns[number]
            self._solver.addRow(
                *self._limits(self.shown[number]), len(columns), columns, [1.0] * len(columns)
            )
        for identity in identities:
            sides = [(places[cell], 1.0) for cell in identity.left] + [
                (places[cell], -1.0) for cell in identity.right
            ]
            self._solver.addRow(0.0, 0.0, len(sides), [at for at, _ in sides], [sign for _, sign in sides])
        # Behind each figure's columns stands one that is always nought, so that none is without any.
        self._places = numpy.array([place for columns in self._columns for place in (*columns, len(places))])
        self._starts = numpy.cumsum([0, *(len(columns) + 1 for columns in self._columns[:-1])])
        self._asked: list[int] = []
        self._low: dict[int, float] = {}
        self._high: dict[int, float] = {}
        self._leaned: set[int] = set()

    def check(self) -> None:
        """Whether any table explains all that is shown."""
        self._ask(0, 1.0)

    def is_secret(self, each: Shown) -> bool:
        """Whether the count is hidden and there is one: a zero that is not told is no secret."""
        return each.mark is not Mark.SHOWN and each.figure.count > 0

    def is_safe(self, target: int) -> bool:
        """Whether enough counts remain possible: all of 1 to k-1 for a small one, an interval of k-1 in any case."""
        self._leaned = set()
        for sign in (1.0, -1.0):
            if not self._is_wide(target):
                self._ask(target, sign)
                self._witness()
        return self._is_wide(target) and self._is_wide_unmarked(target)

    def hide_one(self, target: int, *, among: int) -> int | None:
        """Hides the figure that the attack on `target` leaned on and that costs least; None when nothing is left."""
        free = [
            number
            for number in self._leaned
            if number < among and number != target and self._may_hide(number)
        ]
        free = free or [number for number in range(among) if number != target and self._may_hide(number)]
        if not free and target < among and self.shown[target].mark is not Mark.SILENT:
            free = [target]
        if not free:
            return None
        chosen = min(free, key=self._cost)
        self.shown[chosen] = hide(self.shown[chosen], k=self._smallest(self.shown[chosen]))
        self._bound(chosen, *self._limits(self.shown[chosen]))
        return chosen

    def _is_wide(self, target: int) -> bool:
        if target not in self._low:
            return False
        each, low, high = self.shown[target], self._low[target], self._high[target]
        wide = self._smallest(each) - 1 - TINY
        if each.mark is Mark.SMALL:
            return low <= 1 + TINY and high >= (each.high or self._k - 1) - TINY
        # One that stands nowhere may still be any small count, which says no more than a mark would.
        is_any_small = each.mark is Mark.UNTOLD and low <= 1 + TINY and high >= wide
        # A part of something small cannot be more open than the whole; nobody can tell it from none.
        is_open = each.figure.k > self._k and low <= TINY and high >= self._k - 1 - TINY
        return high - low >= wide or is_any_small or is_open

    def _smallest(self, each: Shown) -> int:
        return each.figure.k or self._k

    def _is_wide_unmarked(self, target: int) -> bool:
        """The same for a reader who does not believe the count's own mark."""
        if self.shown[target].mark is not Mark.SMALL:
            return True
        self._bound(target, 0.0, self._infinity)
        high = self._ask(target, -1.0)
        wide = high - 1 >= self._k - 1 - TINY or high - self._ask(target, 1.0) >= self._k - 1 - TINY
        self._bound(target, *self._limits(self.shown[target]))
        return wide

    def _ask(self, target: int, sign: float) -> float:
        """The smallest (1) or largest (-1) count that fits; remembers which figures the answer leaned on."""
        self._solver.changeColsCost(len(self._asked), self._asked, [0.0] * len(self._asked))
        columns = self._columns[target]
        self._solver.changeColsCost(len(columns), columns, [sign] * len(columns))
        self._asked = columns
        self._solver.run()
        if self._solver.getModelStatus() == self._infeasible:
            raise Contradiction
        if self._solver.getModelStatus() != self._optimal:
            raise ArithmeticError(f"the solver ended with {self._solver.getModelStatus()}")
        solution = self._solver.getSolution()
        values = self._numpy.array([*solution.col_value, 0.0])
        self._values = self._numpy.add.reduceat(values[self._places], self._starts)
        duals = solution.row_dual
        self._leaned |= {number for row, number in enumerate(self._told) if abs(duals[row]) > TINY}
        return float(self._values[target])

    def _witness(self) -> None:
        for number, each in enumerate(self.shown):
            if each.mark is not Mark.SHOWN:
                value = float(self._values[number])
                self._low[number] = min(self._low.get(number, value), value)
                self._high[number] = max(self._high.get(number, value), value)

    def _bound(self, number: int, low: float, high: float) -> None:
        self._solver.changeRowBounds(self._row_of[number], low, high)

    def _may_hide(self, number: int) -> bool:
        each = self.shown[number]
        return not each.is_earlier and each.mark is not Mark.SILENT and each.figure.count > 0

    def _cost(self, number: int) -> tuple[bool, int, int]:
        """Small ones before large ones, what is marked already last."""
        each = self.shown[number]
        return (each.mark is not Mark.SHOWN, each.figure.count, number)

    def _limits(self, each: Shown) -> tuple[float, float]:
        return float(each.low), self._infinity if each.high is None else float(each.high)
