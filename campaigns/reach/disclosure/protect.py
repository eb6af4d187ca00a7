"""Hiding further counts until nobody can work out a hidden one from all that was ever shown beside it.

The attacker is the strongest there is: he writes every figure of this report and of all earlier ones as an equation
over the cells behind them, with what the marks themselves tell, and asks a linear programme how small and how
large each hidden count can be. Where that interval is too narrow, a figure that the programme needed (one whose
dual is not nought) is hidden, the smallest first, and the question is asked again. It ends, because each step hides
something, and a report that tells nothing more tells nothing.

What earlier reports told already cannot be taken back: a count that they alone leave narrower than that has to stay as
open as they left it, and nothing of the new report is hidden for what it does not tell.

Every solution is a table that explains all that is shown, so it witnesses for every hidden count at once; hiding
only loosens, so a witness stays one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.reach.disclosure.figures import SMALLEST, Cells, Identity, Mark, Rule, Shown, cells_of, hide

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
    return protected(new, earlier=earlier, identities=identities, k=k).shown


@dataclass(frozen=True)
class Protected:
    """The new figures in their order, and the earlier ones (by their place) for which some of them are hidden."""

    shown: list[Shown]
    because: frozenset[int]


def protected(
    new: Sequence[Shown],
    *,
    earlier: Sequence[Shown] = (),
    identities: Sequence[Identity] = (),
    k: int = SMALLEST,
    states: Sequence[Sequence[Cells]] = (),
) -> Protected:
    """As `protect`, with the earlier figures that are the reason.

    A cell is a count and never below nought. Of `states`, one after the other the same count as it was and became, the
    cells that are new in each are what changed: they may be below nought, and no state is.
    """
    told = _Told([*new, *earlier], identities, k=k, states=states)
    if earlier:
        told.check()
        told.before = _Told([*new, *earlier], identities, k=k, states=states, first=len(new))
    queue = [number for number, each in enumerate(told.shown) if told.is_secret(each)]
    while queue:
        target = queue.pop(0)
        while not told.is_safe(target):
            hidden = told.hide_one(target, among=len(new))
            if hidden is None:
                break
            if hidden not in queue and hidden != target:
                queue.append(hidden)
    return Protected(told.shown[: len(new)], frozenset(number - len(new) for number in told.because))


def showing(figures: Sequence[Any], rule: Rule) -> list[Shown]:
    """The figures by a rule alone, before anything else is hidden."""
    return [rule(figure) for figure in figures]


class _Told:
    """Everything that is shown from the `first` figure on, as one linear programme whose question changes."""

    def __init__(
        self,
        shown: Sequence[Shown],
        identities: Sequence[Identity],
        *,
        k: int,
        states: Sequence[Sequence[Cells]] = (),
        first: int = 0,
    ) -> None:
        # The solver is 10 MB that the desk should not carry for nothing.
        # Its core alone: the class around it prints a banner and adds callbacks that nobody asks for.
        import highspy._core as highspy
        import numpy

        self._numpy = numpy
        self.shown, self._k = list(shown), k
        self._infinity = highspy.kHighsInf
        self._optimal = highspy.HighsModelStatus.kOptimal
        self._empty = highspy.HighsModelStatus.kModelEmpty
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
        changed = {cell for each in states for state in each[1:] for cell in state - each[0]}
        for cell in places:
            self._solver.addVar(-LARGE if cell in changed else 0.0, LARGE)
        # What stands nowhere limits nothing: as rows these counts would only make every question longer.
        self._told = [
            number
            for number, each in enumerate(self.shown)
            if number >= first and each.mark is not Mark.UNTOLD
        ]
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
        for each in states:
            for state in each[1:]:
                at = [places[cell] for cell in state if cell in places]
                self._solver.addRow(0.0, self._infinity, len(at), at, [1.0] * len(at))
        # Behind each figure's columns stands one that is always nought, so that none is without any.
        self._places = numpy.array([place for columns in self._columns for place in (*columns, len(places))])
        self._starts = numpy.cumsum([0, *(len(columns) + 1 for columns in self._columns[:-1])])
        self._asked: list[int] = []
        self._low: dict[int, float] = {}
        self._high: dict[int, float] = {}
        self._leaned: set[int] = set()
        #: What was told before this report, alone; None where nothing was.
        self.before: _Told | None = None
        self.because: set[int] = set()
        self._limits_before: dict[tuple[int, bool], tuple[float, float]] = {}

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
        others = [number for number in range(among) if number != target and self._may_hide(number)]
        own = [target] if target < among and self.shown[target].mark is not Mark.SILENT else []
        noughts = [number for number in self._leaned if number < among and self._is_nought(number)]
        free = [number for number in others if number in self._leaned] or own or noughts or others
        if not free:
            return None
        self.because |= {number for number in {target, *self._leaned} if number >= among}
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
            most = each.high or self._k - 1
            if low <= 1 + TINY and high >= most - TINY:
                return True
            least, known = self._before(target)
            is_all = low <= max(1.0, least) + TINY and high >= min(most, known) - TINY
            return is_all and (high - low >= self._k - 2 - TINY or self._is_as_before(target, low, high))
        # One that stands nowhere may still be any small count, which says no more than a mark would.
        is_any_small = each.mark is Mark.UNTOLD and low <= 1 + TINY and high >= wide
        # A part of something small cannot be more open than the whole; nobody can tell it from none.
        is_open = each.figure.k > self._k and low <= TINY and high >= self._k - 1 - TINY
        return high - low >= wide or is_any_small or is_open or self._is_as_before(target, low, high)

    def _is_as_before(self, target: int, low: float, high: float, *, marked: bool = True) -> bool:
        """Whether a count is as open as it was before this report."""
        if self.before is None:
            return False
        least, most = self._before(target, marked=marked)
        return low <= least + TINY and high >= most - TINY

    def _before(self, target: int, *, marked: bool = True) -> tuple[float, float]:
        """How small and how large a count can be by what was told before, with or without its own mark."""
        if self.before is None:
            return 0.0, LARGE
        if (target, marked) not in self._limits_before:
            self._limits_before[target, marked] = self.before.range_of(target, marked=marked)
        return self._limits_before[target, marked]

    def range_of(self, target: int, *, marked: bool) -> tuple[float, float]:
        """How small and how large a count can be; `marked`: by its own mark, too."""
        is_row = target in self._row_of
        if is_row and not marked:
            self._bound(target, 0.0, self._infinity)
        found = self._ask(target, 1.0), self._ask(target, -1.0)
        if is_row and not marked:
            self._bound(target, *self._limits(self.shown[target]))
        return found

    def _smallest(self, each: Shown) -> int:
        return each.figure.k or self._k

    def _is_wide_unmarked(self, target: int) -> bool:
        """The same for a reader who does not believe the count's own mark."""
        if self.shown[target].mark is not Mark.SMALL:
            return True
        self._bound(target, 0.0, self._infinity)
        high = self._ask(target, -1.0)
        is_wide = high - 1 >= self._k - 1 - TINY
        if not is_wide:
            low = self._ask(target, 1.0)
            is_wide = high - low >= self._k - 1 - TINY or self._is_as_before(target, low, high, marked=False)
        self._bound(target, *self._limits(self.shown[target]))
        return is_wide

    def _ask(self, target: int, sign: float) -> float:
        """The smallest (1) or largest (-1) count that fits; remembers which figures the answer leaned on."""
        self._solver.changeColsCost(len(self._asked), self._asked, [0.0] * len(self._asked))
        columns = self._columns[target]
        self._solver.changeColsCost(len(columns), columns, [sign] * len(columns))
        self._asked = columns
        if self._run() == self._infeasible:
            raise Contradiction
        solution = self._solver.getSolution()
        values = self._numpy.array([*solution.col_value, 0.0])
        self._values = self._numpy.add.reduceat(values[self._places], self._starts)
        duals = solution.row_dual
        self._leaned |= {number for row, number in enumerate(self._told) if abs(duals[row]) > TINY}
        return float(self._values[target])

    def _run(self) -> Any:
        """Whether there is an answer, or none can be."""
        for _attempt in range(2):
            self._solver.run()
            status = self._solver.getModelStatus()
            # Where nothing was ever asked there is no cell to solve for, and nothing to hide.
            if status in (self._optimal, self._infeasible, self._empty):
                return status
            # Many answers one after the other can lead astray: the question is asked once more from nothing.
            self._solver.clearSolver()
        raise ArithmeticError(f"the solver ended with {status}")

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

    def _is_nought(self, number: int) -> bool:
        """A nought is no secret; it is only held back where somebody could be found by it."""
        each = self.shown[number]
        return not each.is_earlier and each.mark is Mark.SHOWN and not each.figure.count

    def _cost(self, number: int) -> tuple[bool, int, int]:
        """Small ones before large ones, what is marked already last."""
        each = self.shown[number]
        return (each.mark is not Mark.SHOWN, each.figure.count, number)

    def _limits(self, each: Shown) -> tuple[float, float]:
        return float(each.low), self._infinity if each.high is None else float(each.high)
