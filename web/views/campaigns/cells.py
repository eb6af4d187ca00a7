"""The matrix in words: what stands in a cell, what blocks it, and what is missing in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from campaigns.content.models import Post
from campaigns.content.rules import can_plan, can_write
from campaigns.languages import sort_languages
from campaigns.people.actor import Actor
from campaigns.placements.overview.matrix import Cell, Matrix
from campaigns.placements.overview.standing import TextState
from campaigns.placements.queries import ASKS
from campaigns.placements.rules import can_place
from campaigns.vocabulary import Coverage, PlacementStatus
from web.formats import short_day
from web.words.labels import label
from web.words.states import Mark, mark

#: Longest piece of a lawyer's reason in a cell; the whole stands on the copy page.
SHORT_REASON = 60


@dataclass(frozen=True)
class Square:
    """One cell as it is shown."""

    cell: Cell
    mark: Mark
    note: str
    thumbnail: str | None


@dataclass(frozen=True)
class Line:
    """One post with its squares by language, and how many of them are through."""

    post: Post
    squares: Mapping[str, Square]

    @property
    def through(self) -> int:
        return sum(square.cell.state in THROUGH for square in self.squares.values())


@dataclass(frozen=True)
class Todo:
    """So many cells stand at one state: in which languages, and what a person does about it."""

    state: TextState
    mark: Mark
    count: int
    languages: Sequence[str]
    act: str
    act_word: Any


#: States in which a lawyer has said yes and nothing spoils it.
THROUGH = (TextState.APPROVED, TextState.PLACED, TextState.PUBLISHED)

#: What is told first and what can be done about it: (state, act, word of the act).
STEPS = (
    (TextState.TROUBLE, "calendar", lazy_gettext("Decide")),
    (TextState.OUTDATED, "write", lazy_gettext("Bring up to date")),
    (TextState.RETURNED, "write", lazy_gettext("Mend")),
    (TextState.MISSING, "write", lazy_gettext("Write")),
    (TextState.WRITTEN, "render", lazy_gettext("Make pictures")),
    (TextState.RENDERED, "submit", lazy_gettext("Submit for approval")),
    (TextState.LAPSED, "submit", lazy_gettext("Submit for approval")),
    (TextState.SUBMITTED, "", ""),
    (TextState.APPROVED, "schedule", lazy_gettext("Schedule")),
    (TextState.PLACED, "", ""),
    (TextState.PUBLISHED, "", ""),
)


def may_act(actor: Actor, languages: Sequence[str]) -> set[str]:
    """The acts this person may do on cells of the matrix."""
    plans = {"render", "submit", "propose"} if can_plan(actor) else set()
    places = {"schedule", "calendar"} if can_place(actor) else set()
    writes = {"write"} if any(can_write(actor, language=code) for code in languages) else set()
    return plans | places | writes


def todos(matrix: Matrix) -> list[Todo]:
    """What is missing, the most pressing first; states in which no cell stands are left out."""
    standing = [(_stands(cell, row.post), cell) for row in matrix.rows for cell in row.cells]
    found = []
    for state, act, word in STEPS:
        codes = [cell.language for stands, cell in standing if stands is state]
        if codes:
            found.append(Todo(state, _told(state), len(codes), sort_languages(set(codes)), act, word))
    return found


def _told(state: TextState) -> Mark:
    """The mark of a state; words without a picture are not “rendered”, and as ready as those with theirs."""
    shown = mark(state)
    return replace(shown, word=_("Ready to submit")) if state is TextState.RENDERED else shown


def _stands(cell: Cell, post: Post) -> TextState:
    """Words that go out without a picture are as far as others with theirs: they can be submitted."""
    return TextState.RENDERED if cell.state is TextState.WRITTEN and not post.formats else cell.state


def lines(matrix: Matrix, reasons: Mapping[int, str]) -> list[Line]:
    """The rows of the matrix as they are shown."""
    return [
        Line(
            row.post,
            {
                cell.language: Square(cell, mark(cell.state), note(cell, row.post, reasons), cell.thumbnail)
                for cell in row.cells
            },
        )
        for row in matrix.rows
    ]


def through_by_language(matrix: Matrix) -> dict[str, tuple[int, int]]:
    """How many cells of each column are through, of how many."""
    found: dict[str, tuple[int, int]] = {}
    for cell in matrix.cells:
        done, of = found.get(cell.language, (0, 0))
        found[cell.language] = (done + (cell.state in THROUGH), of + 1)
    return found


def note(cell: Cell, post: Post, reasons: Mapping[int, str]) -> str:
    """What blocks the cell, or what it waits for, in a few words."""
    if cell.state is TextState.MISSING:
        return (
            ngettext("%(num)s thing missing", "%(num)s things missing", len(cell.missing))
            if cell.missing
            else ""
        )
    if cell.state is TextState.WRITTEN:
        return str(_("No picture yet") if post.formats else _("Text only, can be submitted"))
    if cell.state in (TextState.RENDERED, TextState.LAPSED):
        return str(_("Can be submitted"))
    if cell.state is TextState.SUBMITTED:
        # The state says whom it waits for.
        return ""
    if cell.state is TextState.RETURNED:
        return _shortened(reasons.get(cell.variant_id, ""))
    if cell.state is TextState.OUTDATED:
        moved = cell.coverage is Coverage.OUTDATED
        return str(_("The source has changed") if moved else _("A fact has changed"))
    if cell.state is TextState.TROUBLE:
        return next((label(row.status) for row in cell.placements if row.status in ASKS), "")
    return _when(cell)


def _when(cell: Cell) -> str:
    if cell.state is TextState.PUBLISHED:
        return str(ngettext("%(num)s place", "%(num)s places", cell.published))
    if cell.next_at:
        return short_day(cell.next_at)
    proposed = [
        row.due_at for row in cell.placements if row.status is PlacementStatus.PROPOSED and row.due_at
    ]
    if proposed:
        return str(_("Proposed: %(day)s", day=short_day(min(proposed))))
    return str(_("No moment yet"))


def _shortened(text: str) -> str:
    return text if len(text) <= SHORT_REASON else f"{text[:SHORT_REASON].rsplit(' ', 1)[0]} …"
