"""Characters that nobody sees stand as chips beside the text that a lawyer decides about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Engine

from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.desk_stage import submitted
from tests.web.stage import Scene, desk_in, scene
from web.code_points import expected, is_unseen, pieces, unseen

__all__ = ["desk_in", "scene"]


@given(
    some.text(
        some.characters(exclude_categories=["Cs"]) | some.sampled_from("\u200e\u200f\u2066\u2069\u200c\u00a0")
    )
)
def test_nothing_is_lost_and_everything_unseen_is_named(text: str) -> None:
    found = pieces(text)
    assert "".join(piece.text for piece in found) == text
    named = sum(number for _point, _name, number in unseen(text))
    assert sum(bool(piece.point) for piece in found) == named
    assert named + expected(text) == sum(map(is_unseen, text))


@pytest.mark.parametrize(
    ("character", "point"),
    [
        ("\u200d", "U+200D"),
        ("\u202e", "U+202E"),
        ("\u00ad", "U+00AD"),
        ("\ufeff", "U+FEFF"),
        ("\u3000", "U+3000"),
    ],
)
def test_a_character_is_named_by_its_number(character: str, point: str) -> None:
    assert [piece.point for piece in pieces(f"a{character}b")] == ["", point, ""]


@pytest.mark.parametrize(
    "text",
    [
        "259\u00a0€",
        "5\u202f%",
        "§\u00a015",
        "z.\u202fB.",
        "Vraiment\u202f?",
        "«\u00a0Oui\u00a0»",
        "w\u00a0domu",
    ],
)
def test_a_no_break_space_where_typography_wants_it_is_only_counted(text: str) -> None:
    assert unseen(text) == []
    assert expected(text) > 0


@pytest.mark.parametrize("text", ["Geld\u00a0gibt", "5\u00a0\u00a0€", "\u00a0Geld", "5\u2009€"])
def test_a_space_where_none_is_wanted_is_named(text: str) -> None:
    assert unseen(text)


def test_threat_20_the_card_shows_isolates_and_marks_of_a_text(
    engine: Engine, scene: Scene, desk_in: Callable[..., Desk], now: datetime
) -> None:
    request = submitted(engine, scene, scene.arabic, now=now)

    page = desk_in(Role.LAWYER, languages=("ar",)).get(f"/review/{request.id}")

    root = lxml.html.document_fromstring(page.get_data(as_text=True))
    chips = [(each.text_content(), each.get("title")) for each in root.xpath("//*[@class='point']")]
    assert ("U+2066", "LEFT-TO-RIGHT ISOLATE") in chips
    assert ("U+2069", "POP DIRECTIONAL ISOLATE") in chips


def test_a_card_without_such_characters_says_nothing_of_them(
    engine: Engine, scene: Scene, desk_in: Callable[..., Desk], now: datetime
) -> None:
    request = submitted(engine, scene, scene.german, now=now)

    page = desk_in(Role.LAWYER, languages=("de",)).get(f"/review/{request.id}").get_data(as_text=True)

    assert 'class="point"' not in page
