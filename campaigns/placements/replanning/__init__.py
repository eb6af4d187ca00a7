"""Changing a plan that is kept already, and planning again from what was done before."""

from campaigns.placements.replanning.again import plan_from_practice, repeat_campaign
from campaigns.placements.replanning.order import move_in_series
from campaigns.placements.replanning.series import add_kind, add_language, remove_language, remove_post

__all__ = [
    "add_kind",
    "add_language",
    "move_in_series",
    "plan_from_practice",
    "remove_language",
    "remove_post",
    "repeat_campaign",
]
