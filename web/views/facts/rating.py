"""How much harm a mistake about a fact does: given anew, with what the rule of two lawyers makes of it."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.content.stored_facts import fact_titles
from campaigns.errors import BadInput
from campaigns.facts.models import Fact
from campaigns.facts.queries import facts_of_programme
from campaigns.facts.rules import check_can_change_facts
from campaigns.placements.approval_ends.second_lawyer import rate_and_follow
from campaigns.vocabulary import Risk
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.facts.blueprint import fact_pages, opened
from web.views.facts.pages import shown
from web.words.facts import reading_language
from web.words.second_lawyer import asked_before, came_of_it


@fact_pages.post("/facts/<int:fact_id>/risk")
@page(needs=check_can_change_facts)
def rate(fact_id: int) -> Response:
    """Another risk for it, or for all facts of its topic. Where that holds something, the page asks first."""
    form = Form.posted()
    if form.value("back"):
        return shown(opened(fact_id), form)
    with form.catching():
        chosen = opened(fact_id)
        risk = _risk(form)
        switched = rate_and_follow(
            session(),
            facts=_meant(chosen, whole_topic=form.ticked("whole_topic")),
            risk=risk,
            why=form.text("risk_why", longest=500),
            by=identity.actor(),
            now=database.now(),
        )
        if (switched.held or switched.asked) and not form.value("confirmed"):
            numbers = asked_before(switched)
            return show("facts/rated.html", fact=opened(fact_id), title=_title(fact_id), **numbers)
        demands = risk is Risk.HIGH and identity.programme().second_lawyer
        told = [str(_("Saved.")), *came_of_it(switched, demands=demands)]
        return done(url_for("facts.fact", fact_id=fact_id), " ".join(told))
    return shown(opened(fact_id), form)


def _risk(form: Form) -> Risk:
    try:
        return Risk(form.value("risk"))
    except ValueError:
        raise BadInput("Choose a risk.", field="risk") from None


def _meant(chosen: Fact, *, whole_topic: bool) -> list[Fact]:
    if not whole_topic:
        return [chosen]
    facts = facts_of_programme(session(), programme_id=chosen.programme_id)
    return [fact for fact in facts if fact.topic == chosen.topic]


def _title(fact_id: int) -> str:
    return fact_titles(session(), [fact_id], reading_language())[fact_id]
