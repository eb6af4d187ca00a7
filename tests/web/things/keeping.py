"""Facts, recalls, rumours, accounts, groups, people, login links and work in each of their states, by real actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from campaigns.content.recall.actions import keep_text
from campaigns.content.recall.models import RecallItem
from campaigns.content.recall.queries import get_item
from campaigns.errors import BadInput
from campaigns.facts.models import Fact
from campaigns.needs.rumours.actions import (
    judge_rumour,
    log_rumour,
    mark_rumour_published,
    start_checking,
    watch_rumour,
)
from campaigns.people.actions import disable_person
from campaigns.people.actions.login_links import make_login_link, use_login_link
from campaigns.people.models import Person, Programme
from campaigns.placements.actions import add_account, close_account, note_health, pause_account
from campaigns.placements.permits.apps import keep_app
from campaigns.placements.permits.asking import begin_permit
from campaigns.placements.permits.returning import take_back
from campaigns.placements.reasons import SIGNED_OUT
from campaigns.placements.recall.actions import check_and_release, doubt_and_recall, retire_and_recall
from campaigns.placements.spaces.register import Entry, add_space, close_space
from campaigns.vocabulary import LinkKind, RumourStatus, WorkKind
from campaigns.work.actions import ask_cancel, claim_work, finish_work, refuse_work, request_work
from tests.builders import make_person
from tests.web.desk_stage import feed_account
from tests.web.things.stage import Names, Stage, thing

WORKER = "w.1"


@thing("fact", "draft", "checked", "doubted", "retired")
def fact(stage: Stage, state: str) -> Names:
    row = stage.session.get_one(Fact, stage.scene.fact.id)
    about: dict[str, Any] = {"fact": row, "by": stage.lawyer, "now": stage.now}
    if state in ("checked", "doubted"):
        check_and_release(stage.session, review_on=date(2027, 6, 1), **about)
    if state == "doubted":
        doubt_and_recall(stage.session, **about)
    elif state == "retired":
        retire_and_recall(stage.session, **about)
    return {"fact_id": row.id, "based_on": row.revision}


@thing("recall", "open", "answered by a lawyer", "answered by new words")
def recall(stage: Stage, state: str) -> Names:
    fact(stage, "doubted")
    item = stage.session.exec(select(RecallItem).where(RecallItem.variant_id == stage.scene.german.id)).one()
    names = {"item_id": item.id, "recall_id": item.recall_id, "based_on": item.revision}
    if state == "answered by a lawyer":
        keep_text(
            stage.session,
            item=get_item(stage.session, item.id or 0),
            reason="The sum stays.",
            by=stage.lawyer,
            now=stage.now,
        )
    elif state == "answered by new words":
        stage.edit()
    return names


@thing("rumour", *RumourStatus)
def rumour(stage: Stage, state: str) -> Names:
    programme = stage.session.get_one(Programme, stage.programme_id)
    row = log_rumour(
        stage.session,
        programme=programme,
        claim="Kindergeld gibt es nur mit deutschem Pass.",
        risk=3,
        day=date(2026, 11, 22),
        language="de",
        topic="child_benefit",
        by=stage.staff,
        now=stage.now,
    )
    about: dict[str, Any] = {"rumour_id": row.id or 0, "by": stage.staff, "now": stage.now}
    if state != RumourStatus.NEW:
        start_checking(stage.session, **about)
    if state in (RumourStatus.NEW, RumourStatus.CHECKING):
        return {"rumour_id": row.id}
    is_verdict = state in (RumourStatus.TRUE, RumourStatus.UNCLEAR)
    judge_rumour(
        stage.session,
        verdict=RumourStatus(state) if is_verdict else RumourStatus.REFUTED,
        finding="Kindergeld hängt nicht vom Pass ab.",
        sources=["https://law.example/62"],
        **about,
    )
    if state == RumourStatus.PUBLISHED:
        mark_rumour_published(stage.session, **about)
    elif state == RumourStatus.MONITORED:
        watch_rumour(stage.session, **about)
    return {"rumour_id": row.id}


@thing("account", "well", "paused", "ill", "removed")
def account(stage: Stage, state: str) -> Names:
    row = feed_account(stage.session, stage.scene.cast)
    if state == "paused":
        pause_account(stage.session, account_id=row.id or 0, by=stage.staff, now=stage.now)
    elif state == "ill":
        note_health(stage.session, account_id=row.id or 0, health=SIGNED_OUT, now=stage.now)
    elif state == "removed":
        close_account(stage.session, account_id=row.id or 0, by=stage.scene.cast.admin, now=stage.now)
    return {"account_id": row.id}


@thing("registration", "entered", "of a server")
def registration(stage: Stage, state: str) -> Names:
    row = keep_app(
        stage.session,
        programme_id=stage.programme_id,
        channel="mastodon" if state == "of a server" else "linkedin",
        server="https://social.example" if state == "of a server" else "",
        client_id="our-app",
        secret="our-secret",
        key=stage.key,
        by=stage.scene.cast.admin,
        now=stage.now,
    )
    return {"app_id": row.id}


@thing("permit", "asking", "refused")
def permit(stage: Stage, state: str) -> Names:
    """Begun by another admin than the one who looks."""
    admin, where = stage.scene.cast.admin, "https://desk.example/back"
    row = add_account(
        stage.session,
        programme_id=stage.programme_id,
        channel="facebook",
        name="Ours",
        by=admin,
        now=stage.now,
    )
    keep_app(
        stage.session,
        programme_id=stage.programme_id,
        channel="facebook",
        client_id="our-app",
        secret="our-secret",
        key=stage.key,
        by=admin,
        now=stage.now,
    )
    begun, state_sent = begin_permit(
        stage.session, account_id=row.id or 0, back=where, key=stage.key, by=admin, now=stage.now
    )
    if state == "refused":
        take_back(
            stage.session,
            state=state_sent,
            sent_off_with=state_sent,
            code="",
            error="access_denied",
            key=stage.key,
            by=admin,
            now=stage.now,
        )
    return {"permit_id": begun.id}


@thing("group", "open", "closed")
def group(stage: Stage, state: str) -> Names:
    row = add_space(
        stage.session,
        programme_id=stage.programme_id,
        entry=Entry(name="Mothers of the town", platform="facebook", language="de"),
        by=stage.staff,
        now=stage.now,
    )
    if state == "closed":
        close_space(stage.session, space_id=row.id or 0, by=stage.staff, now=stage.now)
    return {"space_id": row.id}


@thing("person", "at work", "just approved", "disabled")
def person(stage: Stage, state: str) -> Names:
    """A lawyer of the programme."""
    row = stage.session.get_one(Person, stage.lawyer.person_id)
    if state == "just approved":
        stage.approved()
    elif state == "disabled":
        disable_person(stage.session, person=row, by=None, now=stage.now)
    return {"person_id": row.id}


@thing("login link", "good", "used", "over", "replaced", "of a disabled login")
def login_link(stage: Stage, state: str) -> Names:
    row = make_person(stage.session, "new@scene.example", now=stage.now)
    about: dict[str, Any] = {"person": row, "by": None}
    made_at = stage.now - timedelta(days=8) if state == "over" else stage.now
    token = make_login_link(stage.session, kind=LinkKind.INVITE, now=made_at, **about)
    if state == "used":
        use_login_link(stage.session, token=token, password="three-paper-boats", now=stage.now)
    elif state == "replaced":
        make_login_link(stage.session, kind=LinkKind.INVITE, now=stage.now, **about)
    elif state == "of a disabled login":
        disable_person(stage.session, now=stage.now, **about)
    return {"token": token}


@thing("work", "waiting", "running", "done", "refused", "cancelled")
def work(stage: Stage, state: str) -> Names:
    row = request_work(
        stage.session,
        kind=WorkKind.REPORT,
        programme_id=stage.programme_id,
        by=stage.staff,
        now=stage.now,
    )
    mine: dict[str, Any] = {"work_id": row.id or 0, "worker": WORKER, "now": stage.now}
    if state == "cancelled":
        ask_cancel(stage.session, work_id=row.id or 0, by=stage.staff, now=stage.now)
    elif state != "waiting":
        claim_work(stage.session, worker=WORKER, now=stage.now)
    if state == "done":
        finish_work(stage.session, result={}, **mine)
    elif state == "refused":
        refuse_work(stage.session, problem=BadInput("There is nothing to report."), **mine)
    return {"work_id": row.id}
