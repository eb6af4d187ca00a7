"""No state is forgotten, and the page of diagrams is what the tables say."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns import vocabulary
from campaigns.errors import Conflict
from campaigns.lifecycle import TABLES, can_follow, check_transition, states_page
from campaigns.vocabulary import PlacementStatus, VariantStatus, WorkStatus


@pytest.mark.parametrize("words", TABLES, ids=lambda words: words.__name__)
def test_every_state_has_a_row_and_can_be_reached(words):
    _, steps = TABLES[words]
    assert set(steps) == set(words)
    reached, open_ = {next(iter(words))}, [next(iter(words))]
    while open_:
        for new in steps[open_.pop()]:
            if new not in reached:
                reached.add(new)
                open_.append(new)
    assert reached == set(words)


def test_the_kinds_of_state_are_all_there():
    assert {words.__name__ for words in TABLES} == {
        name
        for name in vars(vocabulary)
        if name
        in {
            "KitStatus",
            "MailStatus",
            "PermitStatus",
            "PlacementStatus",
            "RumourStatus",
            "VariantStatus",
            "WorkStatus",
        }
    }


def test_cancelled_and_published_are_final():
    for status in PlacementStatus:
        assert not can_follow(PlacementStatus.CANCELLED, status)
        assert not can_follow(PlacementStatus.PUBLISHED, status)


def test_sending_is_never_cancelled():
    with pytest.raises(Conflict, match="is sending and cannot become cancelled"):
        check_transition(PlacementStatus.SENDING, PlacementStatus.CANCELLED)


def test_a_refused_step_names_the_steps_that_exist():
    with pytest.raises(Conflict, match="What can follow: running, refused, cancelled"):
        check_transition(WorkStatus.WAITING, WorkStatus.DONE)


def test_a_final_state_says_so():
    with pytest.raises(Conflict, match="that is final"):
        check_transition(WorkStatus.DONE, WorkStatus.RUNNING)


def test_every_variant_but_a_missing_one_goes_back_to_draft_by_an_edit():
    edited = set(VariantStatus) - {VariantStatus.DRAFT}
    assert all(can_follow(status, VariantStatus.DRAFT) for status in edited)


def test_the_page_of_diagrams_is_current():
    page = Path(__file__).parents[2] / "docs" / "states.md"
    assert page.read_text(encoding="utf-8") == states_page()
