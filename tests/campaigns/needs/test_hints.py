"""What is kept of a cell that was not taken names nobody."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.needs.intake.hints import LONGEST_KEPT, WORDS, shape


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Anna Example, Kreuzberg", "…, …"),
        ("أحمد ١٢/٥", "… ⟨number⟩"),
        ("4711/26", "⟨number⟩"),
        ("12 Ca 345/26", "⟨number⟩ … ⟨number⟩"),
        ("47.11.26", "⟨number⟩"),
        ("2026-13-01 14:30", "2026-13-01 14:30"),
        ("31.02.2026", "31.02.2026"),
        ("99.13.2026", "99.13.2026"),
        ("99/13/2026", "⟨number⟩"),
        ("31. Februar 2026", "31. … 2026"),
        ("ruf 0171 2345678 an", "… ⟨phone⟩ …"),
        ("⟨Anna⟩ Example", "…"),
        ("Wort, " * 12, "…, …, …, …, …, …, …"),
    ],
)
def test_of_a_cell_a_day_and_signs_are_kept_and_no_word_and_no_number(cell: str, kept: str) -> None:
    assert shape(cell) == kept


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_no_letter_of_a_cell_is_kept(cell: str) -> None:
    told = shape(cell)
    assert len(told) <= LONGEST_KEPT
    outside = "".join(part.partition("⟩")[2] if "⟩" in part else part for part in told.split("⟨"))
    assert not any(letter.isalpha() or (not letter.isascii() and letter != WORDS) for letter in outside)
