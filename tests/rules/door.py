"""What somebody who can write every table, and has no key, does to come in as a lawyer or to make a word count.

`python -m tests.rules.door 500` makes that many changes by hand, each to a house as it stands, with values by chance:
of sessions, passwords, addresses, second factors, ties, links, roles and rows of the trail. None may open anything; and
before each change what it touches has to open, else the refusal would prove nothing.
"""

from __future__ import annotations

import random
import secrets
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

from sqlalchemy import text
from sqlmodel import Session, col, select

from campaigns.approvals.actions import issue_links
from campaigns.approvals.actions.links import hash_of, link_behind
from campaigns.canonical import canonical_json
from campaigns.db import make_engine
from campaigns.mail.models import Mail
from campaigns.mail.outbox import Outbox
from campaigns.people.actions import disable_person, grant_role, revoke_role, set_password
from campaigns.people.actions.forgotten import answer_forgotten, note_forgotten
from campaigns.people.actions.login_links import make_login_link, person_of_link, use_login_link
from campaigns.people.actions.sessions import end_session, hash_token
from campaigns.people.actions.sign_on import person_at_provider
from campaigns.people.audit import FIRST, entry_digest
from campaigns.people.factors import actions as factors
from campaigns.people.factors.challenges import begin_half_login, person_of_half_login
from campaigns.people.factors.models import RecoveryCode
from campaigns.people.factors.queries import factors_of
from campaigns.people.models import AuditEntry, Person
from campaigns.people.queries import load_actor, programmes_of
from campaigns.tables import metadata
from campaigns.vocabulary import DeciderKind, LinkKind, Role
from tests import builders
from tests.rules.door_house import KEY, MINE, QUICK, START, House
from tests.shared import TRAIL_KEY

# What is changed. Each returns whether it opened something.


def session_written(house: House) -> bool:
    _token, kept = house.login(house.insider)
    house.run(
        "INSERT INTO desk_session SELECT CAST(:h AS varchar), CAST(:p AS integer), programme_id, csrf_secret, "
        "created_at, seen_at, confirmed_at, device, proven_by, is_new_device, since_row, seal, ended_at "
        "FROM desk_session WHERE token_hash = :k",
        h=hash_token("made up"), p=house.lawyer.id, k=kept,
    )  # fmt: skip
    return house.comes_in("made up")


def session_of_another(house: House) -> bool:
    token, kept = house.login(house.insider)
    house.run(
        "UPDATE desk_session SET person_id = :p, since_row = (SELECT max(id) FROM audit_entry WHERE "
        "subject = 'person' AND subject_id = :p AND action = 'grant_role') WHERE token_hash = :k",
        p=house.lawyer.id, k=kept,
    )  # fmt: skip
    return house.comes_in(token)


def session_prolonged(house: House) -> bool:
    token, kept = house.login(house.lawyer)
    column = house.dice.choice(["created_at", "seen_at", "confirmed_at"])
    house.run(f"UPDATE desk_session SET {column} = :m WHERE token_hash = :k", m=house.earlier(), k=kept)  # noqa: S608
    return house.comes_in(token)


def session_proven_otherwise(house: House) -> bool:
    token, kept = house.login(house.lawyer)
    house.run("UPDATE desk_session SET proven_by = 'passkey' WHERE token_hash = :k", k=kept)
    return house.comes_in(token)


def session_under_a_known_secret(house: House) -> bool:
    _token, kept = house.login(house.lawyer)
    house.run("UPDATE desk_session SET token_hash = :h WHERE token_hash = :k", h=hash_token("mine"), k=kept)
    return house.comes_in("mine")


def session_begun_again(house: House) -> bool:
    """Somebody who was logged out."""
    token, kept = house.login(house.lawyer)
    end_session(house.session, token_hash=kept, now=house.now)
    house.run("UPDATE desk_session SET ended_at = NULL WHERE token_hash = :k", k=kept)
    return house.comes_in(token)


def session_put_back(house: House) -> bool:
    """The whole row as it was, seal and all, after the password or the rights were changed."""
    token, kept = house.login(house.lawyer)
    seal = house.session.connection().execute(
        text("SELECT seal FROM desk_session WHERE token_hash = :k"), {"k": kept}
    )
    before = seal.scalar()
    if house.dice.random() < 0.5:
        set_password(house.session, person=house.lawyer, password=MINE, by=None, now=house.now)
    else:
        grant_role(
            house.session, person=house.lawyer, programme_id=house.cast.programme.id or 0, role=Role.STAFF,
            by=house.cast.admin, now=house.now,
        )  # fmt: skip
    house.run("UPDATE desk_session SET ended_at = NULL, seal = :s WHERE token_hash = :k", s=before, k=kept)
    return house.comes_in(token)


def password_written(house: House) -> bool:
    house.run("UPDATE person SET password_hash = :h WHERE id = :p", h=QUICK.hash(MINE), p=house.lawyer.id)
    return house.knows(MINE)


def password_of_another(house: House) -> bool:
    """The hash of one's own password, of which the trail tells, beside the lawyer's name."""
    set_password(house.session, person=house.insider, password=MINE, by=None, now=house.now)
    assert house.knows(MINE, house.insider.email)
    house.run(
        "UPDATE person SET password_hash = (SELECT password_hash FROM person WHERE id = :i) WHERE id = :p",
        i=house.insider.id, p=house.lawyer.id,
    )  # fmt: skip
    return house.knows(MINE)


def password_put_back(house: House) -> bool:
    """An old one that is known to others, which is why it was changed."""
    set_password(house.session, person=house.lawyer, password="four-paper-boats", by=None, now=house.now)
    old = house.lawyer.password_hash
    assert house.knows("four-paper-boats")
    set_password(house.session, person=house.lawyer, password="five-paper-boats", by=None, now=house.now)
    house.run("UPDATE person SET password_hash = :h WHERE id = :p", h=old, p=house.lawyer.id)
    return house.knows("four-paper-boats")


def address_written(house: House) -> bool:
    """The lawyer's letters go to somebody else, who asks for a new password."""
    mine = f"me{house.dice.randrange(10**6)}@elsewhere.example"
    house.run("UPDATE person SET email = :e WHERE id = :p", e=mine, p=house.lawyer.id)
    note_forgotten(house.session, email=mine, key=KEY, now=house.now)
    outbox = Outbox(key=KEY, is_open=True)
    answer_forgotten(house.session, outbox=outbox, base_url="https://desk.example", now=house.now)
    return house.session.exec(select(Mail.id)).first() is not None


def address_for_single_sign_on(house: House) -> bool:
    mine = f"me{house.dice.randrange(10**6)}@elsewhere.example"
    house.run("UPDATE person SET email = :e WHERE id = :p", e=mine, p=house.lawyer.id)
    return not house.refuses(
        lambda: person_at_provider(
            house.session, issuer="https://id.example", subject="me", email=mine, email_is_verified=True,
            now=house.now,
        )
    )  # fmt: skip


def tie_written(house: House) -> bool:
    about = {"issuer": "https://id.example", "subject": f"s{house.dice.randrange(10**6)}"}
    house.run(
        "INSERT INTO sign_on_identity (person_id, issuer, subject, created_at) VALUES (:p, :i, :s, :n)",
        p=house.lawyer.id, i=about["issuer"], s=about["subject"], n=house.now,
    )  # fmt: skip
    return not house.refuses(
        lambda: person_at_provider(house.session, **about, email="", email_is_verified=False, now=house.now)
    )


def passkey_written(house: House) -> bool:
    house.own_passkey(house.insider, "mine")
    assert house.answers_with("mine") is house.insider
    if house.dice.random() < 0.5:
        house.run("UPDATE passkey SET person_id = :p WHERE credential = 'mine'", p=house.lawyer.id)
        return house.answers_with("mine") is not None
    house.run(
        "INSERT INTO passkey (person_id, credential, public_key, sign_count, name, created_at) "
        "VALUES (:p, 'another', :k, 0, '', :n)",
        p=house.lawyer.id, k=secrets.token_hex(8), n=house.now,
    )  # fmt: skip
    return house.answers_with("another") is not None


def passkey_under_a_known_key(house: House) -> bool:
    house.own_passkey(house.lawyer, "theirs")
    assert house.answers_with("theirs") is house.lawyer
    house.run("UPDATE passkey SET public_key = :k WHERE credential = 'theirs'", k=secrets.token_hex(8))
    return house.answers_with("theirs") is not None


def passkey_put_back(house: House) -> bool:
    """Of a phone that was stolen."""
    house.own_passkey(house.lawyer, "stolen")
    row = house.session.connection().execute(text("SELECT * FROM passkey WHERE credential = 'stolen'")).one()
    factors.remove_passkey(
        house.session,
        person=house.lawyer,
        passkey_id=row.id,
        must_have=False,
        by=house.cast.lawyer,
        now=house.now,
    )
    house.run(
        "INSERT INTO passkey (person_id, credential, public_key, sign_count, name, created_at) "
        "VALUES (:person_id, :credential, :public_key, 0, '', :created_at)",
        **row._mapping,
    )
    return house.answers_with("stolen") is not None


def factors_taken_out(house: House) -> bool:
    """So that the password alone is enough, which is known."""
    if house.dice.random() < 0.5:
        house.own_passkey(house.lawyer, "theirs")
        house.run("DELETE FROM passkey")
    else:
        house.app(house.lawyer)
        house.run("DELETE FROM authenticator")
    return not factors_of(house.session, house.lawyer.id or 0).any


def app_of_another(house: House) -> bool:
    house.app(house.insider)
    assert house.shows_a_code(house.insider)
    house.run("UPDATE authenticator SET person_id = :p", p=house.lawyer.id)
    return house.shows_a_code(house.lawyer)


def app_put_back(house: House) -> bool:
    """The secret of an app that was removed, in the row of the one that is used now."""
    house.app(house.lawyer)
    old = house.session.connection().execute(text("SELECT secret, created_at FROM authenticator")).one()
    factors.remove_authenticator(
        house.session, person=house.lawyer, must_have=False, by=house.cast.lawyer, now=house.now
    )
    house.now += timedelta(minutes=1)
    house.app(house.lawyer)
    assert house.shows_a_code(house.lawyer)
    also = ", created_at = :m" if house.dice.random() < 0.5 else ""
    values = {"s": old.secret} | ({"m": old.created_at} if also else {})
    house.run(f"UPDATE authenticator SET last_step = 0, secret = :s{also}", **values)  # noqa: S608
    return house.shows_a_code(house.lawyer)


def app_confirmed_by_hand(house: House) -> bool:
    factors.begin_authenticator(
        house.session, person=house.lawyer, key=KEY, by=house.cast.lawyer, now=house.now
    )
    house.run("UPDATE authenticator SET confirmed_at = created_at")
    return house.shows_a_code(house.lawyer)


def recovery_code_written(house: House) -> bool:
    [code, *_rest] = factors.new_recovery_codes(
        house.session, person=house.lawyer, by=house.cast.lawyer, now=house.now
    )
    proves = {"person_id": house.lawyer.id or 0, "now": house.now}
    assert factors.prove_with_recovery_code(house.session, code=code, **proves)
    if house.dice.random() < 0.5:
        house.run("UPDATE recovery_code SET used_at = NULL")
        return factors.prove_with_recovery_code(house.session, code=code, **proves)
    mine = factors._hash_code("made-up")
    house.session.add(RecoveryCode(code_hash=mine, person_id=house.lawyer.id or 0, created_at=house.now))
    return factors.prove_with_recovery_code(house.session, code="made-up", **proves)


def half_login_of_another(house: House) -> bool:
    """One's own password was right; the second factor that is known is the lawyer's."""
    token = begin_half_login(house.session, person=house.insider, now=house.now)
    assert person_of_half_login(house.session, token=token, now=house.now) is house.insider
    house.run("UPDATE half_login SET person_id = :p", p=house.lawyer.id)
    return not house.refuses(lambda: person_of_half_login(house.session, token=token, now=house.now))


def login_link_written(house: House) -> bool:
    token = make_login_link(house.session, person=house.insider, kind=LinkKind.HANDED, by=None, now=house.now)
    assert person_of_link(house.session, token=token, now=house.now) is house.insider
    match house.dice.randrange(3):
        case 0:
            house.run("UPDATE login_link SET person_id = :p", p=house.lawyer.id)
        case 1:
            token = "made up"
            house.run(
                "INSERT INTO login_link (token_hash, person_id, kind, created_at, expires_at) "
                "VALUES (:h, :p, 'reset', :n, :e)",
                h=hash_token(token), p=house.lawyer.id, n=house.now, e=house.now + timedelta(hours=1),
            )  # fmt: skip
        case _:
            house.run("UPDATE login_link SET expires_at = :e", e=house.now + timedelta(days=9))
            house.now += timedelta(days=2)
    return not house.refuses(lambda: person_of_link(house.session, token=token, now=house.now))


def login_link_used_again(house: House) -> bool:
    token = make_login_link(house.session, person=house.lawyer, kind=LinkKind.RESET, by=None, now=house.now)
    use_login_link(house.session, token=token, password="six-paper-boats", now=house.now)
    house.run("UPDATE login_link SET used_at = NULL")
    return not house.refuses(lambda: person_of_link(house.session, token=token, now=house.now))


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


CHANGES: dict[str, Callable[[House], bool]] = {
    each.__name__: each
    for each in (
        session_written, session_of_another, session_prolonged, session_proven_otherwise,
        session_under_a_known_secret, session_begun_again, session_put_back, password_written,
        password_of_another, password_put_back, address_written, address_for_single_sign_on, tie_written,
        passkey_written, passkey_under_a_known_key, passkey_put_back, factors_taken_out, app_of_another,
        app_put_back, app_confirmed_by_hand, recovery_code_written, half_login_of_another, login_link_written,
        login_link_used_again, role_written, role_put_back, confirmation_forged, deed_taken_out,
        review_link_of_ones_own,
    )
}  # fmt: skip


def attack(session: Session, count: int, *, seed: int) -> tuple[Counter[str], list[str]]:
    """Makes that many changes, each kind in turn: how many of each there were, and those that opened something."""
    with patch("campaigns.people.passwords._hasher", lambda: QUICK):
        cast = builders.make_cast(session, now=START, languages=("de",))
        campaign = builders.make_campaign(session, cast, now=START)
        builders.give_pictures(session, campaign, now=START)
        request = builders.submit(session, cast, builders.first_variant(session, campaign), now=START)
        made, opened = Counter[str](), list[str]()
        for number in range(count):
            name = list(CHANGES)[number % len(CHANGES)]
            point = session.begin_nested()
            house = House(session, cast, request, random.Random(f"{seed}.{number}"))
            if CHANGES[name](house):
                opened.append(f"{number}: {name}")
            point.rollback()
            session.expire_all()
            made[name] += 1
    return made, opened


def main() -> int:
    engine = make_engine("sqlite://", trail_key=TRAIL_KEY)
    metadata.create_all(engine)
    with Session(engine) as session:
        made, opened = attack(session, int(sys.argv[1]) if sys.argv[1:] else 500, seed=20261128)
    for name, number in sorted(made.items()):
        sys.stdout.write(f"{number:6} {name}\n")
    sys.stdout.write(f"{made.total()} changes by hand, {made.total() - len(opened)} opened nothing\n")
    sys.stdout.writelines(f"{one}\n" for one in opened[:20])
    return 1 if opened else 0


if __name__ == "__main__":
    sys.exit(main())
