"""A voice that came from one person's hand, at the desk: what the lawyer sees, who confirms, how somebody objects."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import Engine
from sqlmodel import col, select

from campaigns.approvals.models import Approval, ReviewRequest
from campaigns.db import read_scope, session_scope
from campaigns.people.actions.login_links import make_login_link
from campaigns.people.actions.objecting import objection_token
from campaigns.people.models import AuditEntry, Person, Programme
from campaigns.vocabulary import LinkKind, Role
from tests.web.conftest import Watch
from tests.web.desk import Desk
from tests.web.desk_stage import submitted
from tests.web.stage import Scene, desk_in, scene
from tests.web.test_review import words_of
from tests.web.test_second_factor import set_up_app
from web.letters import secrets_key

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]
NEW_PASSWORD = "nine-paper-lanterns"


def opened_by_an_admin(engine: Engine, scene: Scene, stranger: Desk, watch: Watch) -> tuple[Person, Desk]:
    """An admin makes a link for the lawyer's login, uses it, and logs in as the lawyer."""
    with session_scope(engine) as session:
        person = session.get_one(Person, scene.cast.lawyer.person_id)
        token = make_login_link(
            session, person=person, kind=LinkKind.HANDED, by=scene.cast.admin, now=watch()
        )
    stranger.send(f"/login/link/{token}", {"password": NEW_PASSWORD})
    assert stranger.log_in(person.email, NEW_PASSWORD).status_code == 303
    return person, stranger


def word(desk: Desk, request: ReviewRequest, decision: str) -> int:
    form = {f"seen.{key}": digest for key, digest in request.digests.items()}
    answer = desk.send(f"/review/{request.id}/decide", {**form, "decision": decision, "reason": "Not yet."})
    return answer.status_code


def test_threat_03_an_admin_who_opens_a_lawyers_login_approves_nothing(
    engine: Engine, scene: Scene, stranger: Desk, desk_in: Log, watch: Watch
) -> None:
    request = submitted(engine, scene, scene.german, now=watch())
    person, taken = opened_by_an_admin(engine, scene, stranger, watch)

    told = words_of(taken, f"/review/{request.id}")
    assert "Your yes does not count yet" in told or "zählt noch nicht" in told
    assert 'value="approve"' not in taken.get(f"/review/{request.id}").text
    assert word(taken, request, "approve") == 403
    assert taken.send(f"/review/voices/{person.id}/confirm", {"up_to": _up_to(engine)}).status_code == 403

    lead = desk_in(Role.LEAD)
    assert f"/review/voices/{person.id}" in lead.get("/today").text
    page = lead.get(f"/review/voices/{person.id}").text
    assert lead.send(f"/review/voices/{person.id}/confirm", {"up_to": "1"}).status_code == 409
    shown = re.search(r'name="up_to" value="(\d+)"', page)
    assert shown and lead.send(f"/review/voices/{person.id}/confirm", {"up_to": shown[1]}).status_code == 303
    assert word(taken, request, "approve") == 303


def test_a_no_of_a_new_voice_counts_at_once(
    engine: Engine, scene: Scene, stranger: Desk, watch: Watch
) -> None:
    request = submitted(engine, scene, scene.german, now=watch())
    _person, taken = opened_by_an_admin(engine, scene, stranger, watch)
    assert word(taken, request, "return") == 303
    with read_scope(engine) as session:
        assert [row.decision for row in session.exec(select(Approval))] == ["return"]


def test_the_letters_link_closes_the_login(
    engine: Engine, scene: Scene, stranger: Desk, desk_in: Log, watch: Watch
) -> None:
    person, taken = opened_by_an_admin(engine, scene, stranger, watch)
    with taken.application.app_context():
        token = objection_token(secrets_key(), person_id=person.id or 0, up_to=int(_up_to(engine)))
    outside = taken.application.test_client()
    assert person.email in outside.get(f"/login/objection/{token}").text
    assert taken.get("/today").status_code == 200

    assert outside.send(f"/login/objection/{token}", {}).status_code == 303

    assert taken.get("/today").location.startswith("/login")
    assert taken.log_in(person.email, NEW_PASSWORD).status_code == 422
    assert outside.get(f"/login/objection/{token}").status_code == 404
    watch.move(days=3)
    assert f"/review/voices/{person.id}" in desk_in(Role.LEAD).get("/today").text


def test_a_stolen_password_sets_up_a_factor_and_approves_nothing(
    engine: Engine, scene: Scene, desk_in: Log, stranger: Desk, watch: Watch
) -> None:
    """The rule of the second factor asks whoever comes first; the password alone says not that it is the lawyer."""
    request = submitted(engine, scene, scene.arabic, now=watch())
    desk_in(Role.LAWYER)
    watch.move(days=2)
    with session_scope(engine) as session:
        session.get_one(Programme, scene.cast.programme.id).requires_second_factor = True
        email = session.exec(select(Person.email).where(col(Person.email).startswith("lawyer."))).one()
    assert stranger.log_in(email).status_code == 303
    set_up_app(stranger, watch)

    assert word(stranger, request, "approve") == 403


def test_who_was_invited_sets_up_the_factor_and_waits_for_nobody(
    engine: Engine, scene: Scene, desk_in: Log, stranger: Desk, watch: Watch
) -> None:
    request = submitted(engine, scene, scene.arabic, now=watch())
    desk_in(Role.LAWYER)
    with session_scope(engine) as session:
        session.get_one(Programme, scene.cast.programme.id).requires_second_factor = True
        email = session.exec(select(Person.email).where(col(Person.email).startswith("lawyer."))).one()
    assert stranger.log_in(email).status_code == 303
    set_up_app(stranger, watch)
    assert word(stranger, request, "approve") == 303


def _up_to(engine: Engine) -> str:
    """The row of the trail that tells of the lawyer's new password."""
    with read_scope(engine) as session:
        return str(session.exec(select(AuditEntry.id).where(AuditEntry.action == "set_password")).all()[-1])
