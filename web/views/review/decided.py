"""Taking an approval back."""

from __future__ import annotations

from collections import Counter

from flask import url_for
from werkzeug.wrappers import Response

from campaigns.approvals.decided import standing_approvals
from campaigns.approvals.rules import check_can_withdraw, check_may_withdraw
from campaigns.content.queries import campaign_of_variant, get_variant, latest_revision
from campaigns.placements.queries import entries
from campaigns.placements.withdrawing import Withdrawn, headlines_by_variant, withdraw_and_hold
from campaigns.vocabulary import PlacementStatus
from web import database, identity, review_words, step_up
from web.database import session
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.views.review.blueprint import review_pages


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
    placed = Counter(entry.placement.status for entry in entries(session(), variant_ids=[variant_id]))
    return show(
        "review/withdraw.html",
        form=form,
        variant=variant,
        campaign=campaign,
        post=post,
        revision=latest_revision(session(), variant),
        channels=[proof.channel for proof in standing_approvals(session(), variant_id)],
        scheduled=placed[PlacementStatus.SCHEDULED],
        published=placed[PlacementStatus.PUBLISHED],
        words=review_words,
        status=form.status,
    )
