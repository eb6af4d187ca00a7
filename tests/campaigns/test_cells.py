"""Cells of tables: no text starts a formula, and what is read again is what was written."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.cells import marked_cell, safe_cell, unmarked_cell

TEXTS = st.text(max_size=20) | st.builds(
    "{}{}".format, st.sampled_from("=+-@\t\r\n＝＋－＠'"), st.text(max_size=8)
)


@pytest.mark.parametrize(
    "text", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1"]
)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == marked_cell(text) == f"'{text}"


@given(TEXTS)
@example("'tis")
@example("''=1")
def test_a_marked_cell_reads_back_as_it_was(text: str) -> None:
    assert unmarked_cell(marked_cell(text)) == text


def test_a_text_that_is_none_stays_as_it_is() -> None:
    assert [safe_cell(text) for text in ("1=1", "'tis", "", "3 €")] == ["1=1", "'tis", "", "3 €"]
