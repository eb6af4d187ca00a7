"""Rights, rows of the trail and links of lawyers outside, changed so that a word would count.

Each change says whether it opened something.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlmodel import col, select

from campaigns.approvals.actions import issue_links
from campaigns.approvals.actions.links import hash_of, link_behind
from campaigns.canonical import canonical_json
from campaigns.people.actions import disable_person, grant_role, revoke_role, set_password
from campaigns.people.actions.login_links import make_login_link, use_login_link
from campaigns.people.audit import FIRST, entry_digest
from campaigns.people.models import AuditEntry, Person
from campaigns.people.queries import load_actor, programmes_of
from campaigns.vocabulary import DeciderKind, LinkKind, Role
from tests.rules.door.house import MINE, House


def role_written(house: House) -> bool:
    """A lawyer's lets one approve, an admin's lets one give oneself the lawyer's in the desk, a lead's confirm it."""
    role = house.dice.choice([Role.LAWYER, Role.ADMIN, Role.LEAD])
    house.run(
        "INSERT INTO membership (person_id, programme_id, role, language, created_at) VALUES (:p, :g, :r, :l, :n)",
        p=house.cast.advisor.person_id, g=house.cast.programme.id, r=role.value,
        l="de" if role is Role.LAWYER else "", n=house.now - timedelta(days=30),
    )  # fmt: skip
    person = house.session.get_one(Person, house.cast.advisor.person_id)
    actor = load_actor(house.session, person, house.cast.programme.id)
    return actor.holds(role) or bool(actor.administers) or house.can_say_yes(person)


def role_put_back(house: House) -> bool:
    """Somebody who left, or whose login was closed, writes both rows back."""
    person, home = house.lawyer, house.cast.programme.id or 0
    assert house.can_say_yes(person)
    if house.dice.random() < 0.5:
        revoke_role(
            house.session, person=person, programme_id=home, role=Role.LAWYER, language="de",
            by=house.cast.admin, now=house.now,
        )  # fmt: skip
        house.run(
            "INSERT INTO membership (person_id, programme_id, role, language, created_at) "
            "VALUES (:p, :g, 'lawyer', 'de', :n)", p=person.id, g=home, n=house.now - timedelta(days=30),
        )  # fmt: skip
        return house.can_say_yes(person)
    disable_person(house.session, person=person, by=house.cast.admin, now=house.now)
    house.run("UPDATE person SET disabled_at = NULL WHERE id = :p", p=person.id)
    return house.can_say_yes(person) or bool(programmes_of(house.session, person.id or 0))


def _new_voice(house: House) -> Person:
    """Somebody whom the admin has just made a lawyer: their yes waits."""
    person = house.session.get_one(Person, house.cast.advisor.person_id)
    house.now += timedelta(days=3)
    grant_role(
        house.session, person=person, programme_id=house.cast.programme.id or 0, role=Role.LAWYER,
        language="de", by=house.cast.admin, now=house.now,
    )  # fmt: skip
    assert house.can_say_yes(house.lawyer) and not house.can_say_yes(person)
    return person


def confirmation_forged(house: House) -> bool:
    """A row of the trail by which a lead confirms the new voice, with a digest that fits and no signature."""
    person = _new_voice(house)
    last = house.session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    number = (last.id or 0) if last else 0
    row = AuditEntry(
        id=number + 1,
        at=house.now,
        by=house.cast.lead.person_id,
        programme_id=house.cast.programme.id,
        action="confirm_voice",
        subject="person",
        subject_id=person.id,
        detail=canonical_json({"up_to": number}),
        previous=last.digest if last else FIRST,
        digest="",
        signature=house.dice.randbytes(32).hex(),
    )
    row.digest = entry_digest(row)
    house.session.add(row)
    house.session.flush()
    return house.can_say_yes(person)


def deed_taken_out(house: House) -> bool:
    """The rows by which an admin opened the lawyer's login a minute ago, so that nobody has to wait."""
    house.now += timedelta(days=3)
    link = make_login_link(
        house.session, person=house.lawyer, kind=LinkKind.HANDED, by=house.cast.admin, now=house.now
    )
    use_login_link(house.session, token=link, password=MINE, now=house.now)
    token, kept = house.login(house.lawyer)
    assert not house.can_say_yes(house.lawyer)
    if house.dice.random() < 0.5:
        # Another of one's own on top, so that the last row is what it was.
        set_password(
            house.session, person=house.lawyer, password="nine-paper-boats", by=house.cast.lawyer, now=house.now,
            keep_session=kept,
        )  # fmt: skip
    if house.dice.random() < 0.5:
        house.run("DELETE FROM audit_entry WHERE action = 'set_password' AND detail LIKE '%hand%'")
    else:
        house.run(
            "UPDATE audit_entry SET detail = replace(detail, 'hand', 'foot') WHERE action = 'set_password'"
        )
    return house.comes_in(token) and house.can_say_yes(house.lawyer)


def review_link_of_ones_own(house: House) -> bool:
    """A link that a lawyer gave out to a lawyer outside, under a secret of one's own, for longer, or once more."""
    [(link, token)] = issue_links(
        house.session, request_id=house.request.id or 0, channels=["feed"], kind=DeciderKind.LAWYER,
        name="Lawyer 9", email="lawyer9@chambers.example", by=house.cast.lawyer, now=house.now,
    )  # fmt: skip
    assert link_behind(house.session, token, now=house.now) is link
    if house.dice.random() < 0.5:
        token = secrets.token_urlsafe(8)
        house.run("UPDATE review_link SET token_hash = :h", h=hash_of(token))
    else:
        house.now += timedelta(days=8)
        house.run("UPDATE review_link SET expires_at = :e", e=house.now + timedelta(days=9))
    return not house.refuses(lambda: link_behind(house.session, token, now=house.now))
