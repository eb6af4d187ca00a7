"""How closely numbers are known of which only sums are told, by linear programming: what attacks on counts share."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix


class Narrowed:
    """So many unknown numbers, none below zero, and what is told of sums of them: which ones, how few, how many.

    No upper limit is None or infinity.
    """

    def __init__(self, size: int, told: Iterable[tuple[Collection[int], float, float | None]]) -> None:
        self._size = size
        entries: list[tuple[int, int, float]] = []
        limits: list[float] = []
        for places, low, high in told:
            for sign, limit in ((-1.0, low), (1.0, high)):
                if limit is not None and math.isfinite(limit) and (limit or sign > 0):
                    entries += [(len(limits), place, sign) for place in places]
                    limits.append(sign * limit)
        row, place, value = zip(*entries, strict=True) if entries else ((), (), ())
        self._matrix = coo_matrix((value, (row, place)), shape=(len(limits), size)).tocsr()
        self._limits = np.array(limits)

    def bounds(self, places: Collection[int]) -> tuple[int, float]:
        """How few and how many the sum of these can be, in whole numbers."""
        goal = np.zeros(self._size)
        goal[list(places)] = 1.0
        low, high = (self._least(sign * goal) * sign for sign in (1, -1))
        return math.ceil(low - 1e-6), math.inf if math.isinf(high) else math.floor(high + 1e-6)

    def _least(self, goal: np.ndarray) -> float:
        solved = linprog(goal, A_ub=self._matrix, b_ub=self._limits, method="highs")
        if solved.status == 3:
            return -math.inf
        assert solved.status == 0, solved.message
        return float(solved.fun)
