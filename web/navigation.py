"""The road as navigation: each step with its address and the roles that walk it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _

from campaigns.people.actor import Actor
from campaigns.vocabulary import Role

EVERYBODY = frozenset(Role)
MAKERS = frozenset({Role.STAFF, Role.LEAD})


@dataclass(frozen=True)
class Step:
    """One screen of the road. `endpoint` is the view it leads to; a step without its view is not shown."""

    key: str
    word: Any
    endpoint: str
    roles: frozenset[Role]


ROAD = (
    Step("today", _("Today"), "today.today", EVERYBODY),
    Step("needs", _("Needs"), "needs.index", MAKERS | {Role.ADVISOR, Role.ADMIN}),
    Step("campaigns", _("Campaigns"), "campaigns.index", EVERYBODY - {Role.EVALUATOR}),
    Step("facts", _("Facts"), "facts.index", frozenset({Role.LAWYER})),
    Step("copy", _("Copy"), "copy.index", MAKERS | {Role.TRANSLATOR}),
    Step("review", _("Review"), "review.index", MAKERS | {Role.LAWYER, Role.BOARD}),
    Step("media", _("Media"), "media.index", MAKERS | {Role.TRANSLATOR}),
    Step("calendar", _("Calendar"), "calendar.index", EVERYBODY - {Role.EVALUATOR}),
    Step("handoffs", _("Hand-offs"), "handoffs.index", MAKERS | {Role.ADVISOR}),
    Step("reach", _("Reach"), "reach.index", MAKERS | {Role.BOARD, Role.EVALUATOR, Role.ADMIN}),
    Step("settings", _("Settings"), "settings.index", MAKERS | {Role.ADMIN, Role.ADVISOR}),
)

#: Pages that stand beside those of a step.
PART_OF = {"kits": "handoffs"}

#: The four a role reaches with the thumb; the first role held decides.
THUMB = (
    (Role.LAWYER, ("today", "review", "facts", "campaigns")),
    (Role.TRANSLATOR, ("today", "copy", "campaigns", "calendar")),
    (Role.ADVISOR, ("today", "needs", "handoffs", "campaigns")),
    (Role.STAFF, ("today", "needs", "campaigns", "calendar")),
    (Role.LEAD, ("today", "needs", "campaigns", "calendar")),
    (Role.BOARD, ("today", "review", "campaigns", "reach")),
    (Role.EVALUATOR, ("today", "reach")),
    (Role.ADMIN, ("today", "campaigns", "reach", "settings")),
)


@dataclass(frozen=True)
class Link:
    """A step as it is shown to one person on one page."""

    key: str
    word: str
    address: str
    is_here: bool


def road_for(actor: Actor) -> list[Link]:
    """The steps this person walks, in the order of the road."""
    return [
        Link(step.key, str(step.word), url_for(step.endpoint), _is_here(step))
        for step in ROAD
        if actor.holds(*step.roles) and step.endpoint in current_app.view_functions
    ]


def thumb_of(road: Sequence[Link], actor: Actor) -> list[Link]:
    """The four steps of the bar at the bottom of a phone."""
    links = {link.key: link for link in road}
    for role, keys in THUMB:
        if actor.holds(role):
            return [links[key] for key in keys if key in links]
    return list(road[:4])


def _is_here(step: Step) -> bool:
    """A page belongs to the step whose blueprint it is part of, or stands beside."""
    part = str(request.endpoint or "").split(".")[0]
    return PART_OF.get(part, part) == step.endpoint.split(".")[0]
