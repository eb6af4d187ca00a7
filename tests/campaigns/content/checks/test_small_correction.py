"""What may be called a small correction of the source, and what not."""

from __future__ import annotations

import pytest

from campaigns.content.checks.small_correction import check_small_correction
from campaigns.errors import BadInput


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Manchmal gibt es Prüfungen.", "Manchmal gibt es keine Prüfungen."),
        ("Die Grenze liegt bei 603 €.", "Die Grenze liegt bei 610 €."),
        ("Das steht in § 7 BUrlG.", "Das steht in § 8 BUrlG."),
        ("Ruf an: 030 1234567.", "Ruf an: 030 1234568."),
        ("Mehr auf https://litfass.example/a.", "Mehr auf https://litfass.example/b."),
        ("Du kannst klagen.", "Du musst klagen."),
        ("Von 603 auf 633 Euro.", "Von 633 auf 603 Euro."),
        ("Das dauert höchstens 3 Monate.", "Das dauert mindestens 3 Monate."),
        ("Das geht ohne Frist.", "Das geht mit Frist."),
    ],
)
def test_change_of_meaning_is_no_small_correction(before: str, after: str) -> None:
    with pytest.raises(BadInput, match="more than a small correction"):
        check_small_correction({"headline": before}, {"headline": after}, language="de")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Du must nicht kündigen, wenn du krank bist", "Du must nicht kündigen, wenn du krank bist."),
        ("Der Lohn beträgt 13,90 € pro Stnde.", "Der Lohn beträgt 13,90\u00a0€ pro Stunde."),
        ("Schreib uns eine Nachricht.", "Schreib uns: eine Nachricht genügt."),
    ],
)
def test_comma_and_typing_error_are_one(before: str, after: str) -> None:
    check_small_correction({"headline": before}, {"headline": after}, language="de")
