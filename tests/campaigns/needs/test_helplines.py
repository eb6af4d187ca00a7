"""Helplines: each sensitive topic names its own."""

from __future__ import annotations

from datetime import date

import pytest

from campaigns.errors import NotReady
from campaigns.needs.proposals.drafting import ProgrammeView, propose
from campaigns.needs.topics.helplines import helpline_numbers, helplines
from campaigns.needs.topics.taxonomy import taxonomy


def test_every_sensitive_topic_has_a_helpline_and_no_other_topic() -> None:
    assert set(helplines()) == {key for key, topic in taxonomy().topics.items() if topic.is_sensitive}


def test_topics_with_different_distress_name_different_numbers() -> None:
    assert helpline_numbers("violence_protection") == "116 016"
    assert "116 123" in helpline_numbers("psychosocial")
    assert helpline_numbers("wage") == helpline_numbers(None) == ""


@pytest.mark.parametrize(
    ("topic", "number"), [("violence_protection", "116 016"), ("psychosocial", "116 123")]
)
def test_refusal_of_a_proposal_names_the_helpline_of_its_topic(topic: str, number: str) -> None:
    with pytest.raises(NotReady, match=number):
        propose([], topic, ProgrammeView(languages=("de",)), today=date(2026, 11, 2))
