"""The solver of the attacks finds what counting every possible table finds."""

from __future__ import annotations

import math
import random
from itertools import product

import pytest

from tests.narrowing import Narrowed

LINES = [(0, 1), (2, 3), (0, 2), (1, 3), (0, 1, 2, 3)]


@pytest.mark.parametrize("seed", range(20))
def test_a_table_of_which_some_margins_are_told_is_as_open_as_all_tables_with_these_margins(
    seed: int,
) -> None:
    chance = random.Random(seed)
    counts = [chance.randint(0, 4) for _cell in range(4)]
    told = []
    for line in [*chance.sample(LINES[:4], 2), LINES[4], (chance.randrange(4),)]:
        count = sum(counts[cell] for cell in line)
        told.append((line, max(0, count - chance.choice([0, 0, 2])), count + chance.choice([0, 0, 1])))
    possible = [
        table
        for table in product(range(18), repeat=4)
        if all(low <= sum(table[cell] for cell in line) <= high for line, low, high in told)
    ]

    found = Narrowed(4, told)

    for goal in [*LINES, (0,), (1,), (2,), (3,)]:
        sums = [sum(table[cell] for cell in goal) for table in possible]
        assert found.bounds(goal) == (min(sums), max(sums))


def test_what_nothing_limits_has_no_upper_limit_and_a_question_leaves_nothing_behind() -> None:
    found = Narrowed(3, [((0, 1), 5, 5), ((1, 2), 2, None)])

    assert found.limits((2,)) == (0, math.inf)
    assert found.limits((2,), less=(1,)) == (-5, math.inf)
    assert found.limits((0,), without=0) == (0, math.inf)
    assert found.limits((0,)) == (0, 5)
