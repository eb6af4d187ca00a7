"""What a person would see in a pair, the checks see; what a person lets pass, they let pass."""

from __future__ import annotations

import pytest

from campaigns.languages import written_languages
from tests.campaigns.content.checks.written_pairs import FOLDER, Written, read

PAIRS = [pair for file in sorted(FOLDER.glob("*.txt")) for pair in read(file)]


def _of(code: str, *, faulty: bool) -> list[Written]:
    return [pair for pair in PAIRS if pair.language == code and bool(pair.fault) is faulty]


@pytest.mark.parametrize("code", written_languages())
def test_every_fault_put_into_a_translation_is_found(code: str) -> None:
    faulty = _of(code, faulty=True)
    assert faulty
    assert [(pair.fault, pair.target) for pair in faulty if not pair.sentences] == []


@pytest.mark.parametrize("code", written_languages())
def test_a_clean_translation_is_not_flagged(code: str) -> None:
    clean = _of(code, faulty=False)
    assert clean
    assert [(pair.target, told) for pair in clean if (told := pair.sentences)] == []
