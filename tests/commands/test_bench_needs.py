"""The benchmark of questions answers with all its figures, and they fit one another."""

from __future__ import annotations

import importlib

import pytest

#: The command of the same name hides the module.
needs = importlib.import_module("commands.bench.needs")


def test_bench_needs_tells_every_figure_of_a_few_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs, "PART", 60)
    monkeypatch.setattr(needs, "REPEATS", 1)
    monkeypatch.setattr(needs, "RUNS", 2)
    found = needs.bench_needs(150)
    assert found["rows"] == 150
    assert found["import_per_s"] > 0
    assert found["ratio_import"] == pytest.approx(
        found["parse_detect_per_s"] / found["import_per_s"], rel=0.2
    )
    assert found["radar_ms"] >= found["query_ms"] > 0
    assert {"sensitivity", "false_alarms_per_50_weeks", "naive_sensitivity", "naive_false_alarms"} <= set(
        found["detection"]
    )
