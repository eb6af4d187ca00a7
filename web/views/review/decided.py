"""Taking an approval back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from werkzeug.wrappers import Response

from campaigns.approvals.decided import standing_approvals
from campaigns.approvals.desk import said_about
from campaigns.approvals.leaving import all_leaving
from campaigns.approvals.rules import check_can_withdraw, check_may_withdraw
from campaigns.content.queries import campaign_of_variant, get_variant
from campaigns.placements.actions.taking_down import can_be_taken_down
from campaigns.placements.approval_ends.withdrawing import (
    Withdrawn,
    headlines_by_variant,
    public_of,
    withdraw_and_hold,
)
from campaigns.placements.queries import Entry, entries
from campaigns.vocabulary import Decision, PlacementStatus
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.review_files import FilesAtDesk
from web.views.review.blueprint import review_pages
from web.words import review as review_words


@review_pages.get("/review/variants/<int:variant_id>/withdraw")
@page(needs=check_may_withdraw)
def withdraw(variant_id: int) -> Response:
    """What taking the approval back would mean, and the form for the reason."""
    return _withdrawing(variant_id, Form(start={"recalls": True}))


@review_pages.post("/review/variants/<int:variant_id>/withdraw")
@page(needs=check_may_withdraw)
def withdraw_now(variant_id: int) -> Response:
    """Taking an approval back, with the reason."""
    if question := step_up.asked(back=url_for("review.withdraw", variant_id=variant_id)):
        return question
    form = Form.posted()
    with form.catching():
        campaign, _post = campaign_of_variant(session(), get_variant(session(), variant_id))
        identity.enter_programme(campaign.programme_id)
        came = withdraw_and_hold(
            session(),
            variant_ids={variant_id},
            reason=form.text("reason", longest=2000),
            recalls=form.ticked("recalls"),
            programme_id=campaign.programme_id,
            by=identity.actor(),
            now=database.now(),
        )
        database.commit()
        return withdrawn(came)
    return _withdrawing(variant_id, form)


def withdrawn(came: Withdrawn) -> Response:
    """What is held now, and what a person has to take down."""
    return show(
        "review/withdrawn.html",
        came=came,
        held=entries(session(), placement_ids=[row.id or 0 for row in came.held]),
        titles=headlines_by_variant(session(), came.variant_ids),
    )


def _withdrawing(variant_id: int, form: Form) -> Response:
    variant = get_variant(session(), variant_id)
    campaign, post = campaign_of_variant(session(), variant)
    identity.enter_programme(campaign.programme_id)
    check_can_withdraw(identity.actor(), language=variant.language)
    proofs = standing_approvals(session(), variant_id)
    return show(
        "review/withdraw.html",
        form=form,
        variant=variant,
        campaign=campaign,
        post=post,
        leaving=all_leaving(proofs) if proofs else None,
        said=[one for one in said_about(session(), variant_id) if one.decision is Decision.APPROVE][:1],
        files=FilesAtDesk(0),
        scheduled=entries(session(), variant_ids=[variant_id], statuses=[PlacementStatus.SCHEDULED]),
        public=_before_readers(public_of(session(), variant_ids=[variant_id])),
        words=review_words,
        status=form.status,
    )


def _before_readers(published: Sequence[Entry]) -> dict[str, list[Entry]]:
    """What is before readers, by what will come of it: gone by itself, taken down by us, or by a person."""
    found: dict[str, list[Entry]] = {"on_feed": [], "taken_down": [], "by_hand": []}
    for entry in published:
        ours = can_be_taken_down(entry.placement, entry.publication, entry.account)
        feed = entry.placement.channel == "feed"
        found["on_feed" if feed else "taken_down" if ours else "by_hand"].append(entry)
    return found
