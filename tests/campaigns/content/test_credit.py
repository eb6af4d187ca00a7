"""Credits stand in their own order in lines of every direction."""

from __future__ import annotations

import pytest
from bidi import get_display

from campaigns.content.media.credit import credit_of
from campaigns.content.media.models import Photo

ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


@pytest.mark.parametrize("before", ["المصدر: § 3 EntgFG · ", "منبع: § 3 EntgFG · "])
def test_a_licence_keeps_its_number_behind_its_name_in_a_line_from_right_to_left(before: str) -> None:
    photo = Photo(credit="Photographer 1", licence="CC BY 4.0")  # type: ignore[call-arg]
    shown = get_display(before + credit_of(photo), base_dir="R")
    assert "©\u00a0Photographer 1, CC BY 4.0" in shown.translate(ISOLATES)
