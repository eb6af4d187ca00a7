"""Each of the 22 abuse cases of the threat model has tests that perform it, by the number in their names."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parents[1]
PERFORMED = re.compile(r"^def test_threat_(\d\d)_", re.MULTILINE)


def test_every_abuse_case_is_performed() -> None:
    found: Counter[int] = Counter()
    for path in TESTS.rglob("test_*.py"):
        found.update(int(number) for number in PERFORMED.findall(path.read_text(encoding="utf-8")))

    assert sorted(found) == list(range(1, 23))
