"""What `litfass plan` prints for people."""

from __future__ import annotations

from datetime import date

from campaigns.planning.as_lines import plan_as_lines
from campaigns.planning.plan import plan_campaign
from tests.campaigns.planning.test_plan import request


def test_the_day_of_a_post_is_the_one_on_which_it_goes_out_and_a_later_one_has_its_reason() -> None:
    plan = plan_campaign(request(start=date(2027, 3, 26), kinds=("explainer",), languages=("de",)))
    first, wanted, *reasons = plan_as_lines(plan)
    assert first.startswith("2027-03-30  explainer")
    assert wanted.split() == ["wanted", "for", "2027-03-26"]
    assert "Easter" in reasons[0]


def test_a_comment_for_groups_without_a_moment_says_why() -> None:
    plan = plan_campaign(request(kinds=("group_comment",), languages=("de",)))
    post, why, *_warnings = plan_as_lines(plan)
    assert post.endswith("(0 placements)")
    assert why.strip() == "Advisors answer the question in threads with the same words."


def test_a_post_that_nothing_publishes_says_so() -> None:
    plan = plan_campaign(request(kinds=("explainer",), languages=("de",), outlets=()))
    post, why, *_warnings = plan_as_lines(plan)
    assert post.endswith("(0 placements)")
    assert why.strip() == "no account or group has a moment for it"
