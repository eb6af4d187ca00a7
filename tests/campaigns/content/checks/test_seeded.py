"""The promise of the checks, on a sample small enough for every run of the suite."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.languages import written_languages
from tests.campaigns.content.checks.corpora import app_strings, declaration, facts
from tests.campaigns.content.checks.seeded import FLAGGED_AT_MOST, FOUND_AT_LEAST, measure


@pytest.mark.parametrize("code", [code for code in written_languages() if code != "de"])
def test_seeded_faults_are_found_and_clean_pairs_left_alone(shared_data: Path, code: str) -> None:
    rows = [*declaration(shared_data), *app_strings(shared_data), *facts()]
    score = measure(code, rows, pairs=30, seed=7)
    assert score.recall >= FOUND_AT_LEAST, score.faults - score.found
    assert score.limits_found >= 0.8 * score.limits
    assert score.false_alarms <= FLAGGED_AT_MOST
    assert score.negations_kept >= FOUND_AT_LEAST
