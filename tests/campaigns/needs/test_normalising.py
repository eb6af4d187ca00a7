"""Folding: what readers take for one letter is one."""

from __future__ import annotations

import pytest

from campaigns.needs.normalising import normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İSTANBUL", "istanbul"),
        ("ığdır", "igdir"),
        ("Straße", "STRASSE"),
        ("Kündigung", "Kuendigung"),
        ("Łódź", "lodz"),
        ("Đakovo", "đakovo"),
        ("muncă ș", "munca ş"),
        ("ΆΡΘΡΟΣ", "άρθρος"),
        ("п'ять", "п’ять"),
        ("ещё", "еще"),
        ("أجرة", "اجره"),
        ("كتاب", "کتاب"),
        ("علي", "علی"),
        ("١٢٣", "123"),
        ("۱۲۳", "123"),
        ("ﬁn", "fin"),
    ],
)
def test_normalising_folds_what_readers_take_for_one(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)
