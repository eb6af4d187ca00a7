"""Texts, reviews, one-time links and kits in each of their states, by real actions."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import select

from campaigns.approvals.actions import decide_by_link, issue_links, return_review, revoke_link
from campaigns.approvals.models import ReviewRequest
from campaigns.content.actions import NewPost, create_campaign
from campaigns.kits.actions import add_partner, look_at_kits, make_kits, send_kits, withdraw_kits
from campaigns.kits.actions.partners import end_partner
from campaigns.kits.models import Kit
from campaigns.links.models import ShortLink
from campaigns.people.models import Programme
from campaigns.placements.approval_ends.withdrawing import withdraw_and_hold
from campaigns.vocabulary import DeciderKind, Decision
from tests.builders import approve, first_variant, seen
from tests.web.things.stage import Names, Stage, thing


@thing("text", "missing", "draft", "rendered", "submitted", "returned", "approved")
def text(stage: Stage, state: str) -> Names:
    if state == "missing":
        campaign = create_campaign(
            stage.session,
            programme_id=stage.programme_id,
            topic="child_benefit",
            title="Without words",
            starts_on=date(2026, 11, 23),
            languages=["de"],
            link="",
            plan={},
            posts=[
                NewPost(
                    kind="explainer", aim="", layout="explainer", formats=(), facts=(), drafts={}, missing={}
                )
            ],
            by=stage.staff,
            now=stage.now,
        )
        variant = first_variant(stage.session, campaign)
        return {"variant_id": variant.id, "based_on": 0}
    if state == "draft":
        stage.edit()
    elif state != "rendered":
        _reviewed(stage, {"submitted": "open"}.get(state, state))
    variant = stage.german()
    assert variant.status.value == state
    return {"variant_id": variant.id, "based_on": variant.revision}


@thing("review", "open", "approved", "returned", "outdated", "withdrawn")
def review(stage: Stage, state: str) -> Names:
    row = _reviewed(stage, "approved" if state == "withdrawn" else state)
    if state == "withdrawn":
        withdraw(stage)
    return {
        "request_id": row.id,
        **{f"digest of {key}": one for key, one in seen(stage.session, row).items()},
    }


@thing("one-time link", "good", "used", "taken back", "over", "outdated")
def link(stage: Stage, state: str) -> Names:
    row = _reviewed(stage, "open")
    [(one, token)] = issue_links(
        stage.session,
        request_id=row.id or 0,
        channels=["feed"],
        kind=DeciderKind.LAWYER,
        name="Lawyer 9",
        email="lawyer9@chambers.example",
        by=stage.lawyer,
        now=stage.now - timedelta(days=365) if state == "over" else stage.now,
    )
    digest = seen(stage.session, row)["feed"]
    if state == "used":
        decide_by_link(
            stage.session, token=token, seen={"feed": digest}, decision=Decision.APPROVE, now=stage.now
        )
    elif state == "taken back":
        revoke_link(stage.session, link_id=one.id or 0, by=stage.lawyer, now=stage.now)
    elif state == "outdated":
        stage.edit()
    return {"link_id": one.id, "token": token, "digest": digest}


@thing("short link", "approved", "withdrawn", "never approved")
def short_link(stage: Stage, state: str) -> Names:
    if state == "never approved":
        stage.submitted()
    else:
        stage.approved()
    if state == "withdrawn":
        withdraw(stage)
    return {"code": stage.session.exec(select(ShortLink)).one().code}


@thing("kit", "open", "held", "withdrawn")
def kit(stage: Stage, state: str) -> Names:
    row = _kit(stage)
    if state == "held":
        withdraw(stage)
        programme = stage.session.get_one(Programme, stage.programme_id)
        look_at_kits(stage.session, programme=programme, desk=stage.kits, now=stage.now)
    elif state == "withdrawn":
        withdraw_kits(
            stage.session, kits=[row], why="It was wrong.", desk=stage.kits, by=stage.staff, now=stage.now
        )
    assert row.status.value == state
    return {"kit_id": row.id, "token": stage.kits.token(row), "campaign_id": stage.scene.campaign.id}


@thing("partner", "current", "ended")
def partner(stage: Stage, state: str) -> Names:
    row = add_partner(
        stage.session,
        programme_id=stage.programme_id,
        name="Mothers' Club",
        languages=["de"],
        by=stage.staff,
        now=stage.now,
    )
    if state == "ended":
        end_partner(stage.session, partner=row, desk=stage.kits, by=stage.staff, now=stage.now)
    return {"partner_id": row.id}


def _reviewed(stage: Stage, outcome: str) -> ReviewRequest:
    """A review of the German text that is open, or ended so."""
    row = stage.submitted()
    if outcome == "approved":
        approve(stage.session, stage.scene.cast, row, now=stage.now)
    elif outcome == "returned":
        return_review(
            stage.session,
            request_id=row.id or 0,
            seen=seen(stage.session, row),
            reason="§ 66 says another amount.",
            by=stage.lawyer,
            now=stage.now,
        )
    elif outcome == "outdated":
        stage.edit()
    return row


def withdraw(stage: Stage) -> None:
    """The lawyer takes the approval of the German text back."""
    withdraw_and_hold(
        stage.session,
        variant_ids={stage.scene.german.id or 0},
        reason="The law changed.",
        programme_id=stage.programme_id,
        by=stage.lawyer,
        now=stage.now,
    )


def _kit(stage: Stage) -> Kit:
    stage.approved("handoff", "feed")
    club = add_partner(
        stage.session,
        programme_id=stage.programme_id,
        name="Mothers' Club",
        languages=["de"],
        by=stage.staff,
        now=stage.now,
    )
    (row,) = make_kits(
        stage.session,
        campaign=stage.scene.campaign,
        partners=[club],
        languages=["de"],
        desk=stage.kits,
        by=stage.staff,
        now=stage.now,
    )
    send_kits(stage.session, kits=[row], desk=stage.kits, by=stage.staff, now=stage.now)
    return row
