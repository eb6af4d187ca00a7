"""What a login is opened with (passwords, addresses, factors, links), written, exchanged or put back by hand.

Each change says whether it opened something.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import select

from campaigns.mail.models import Mail
from campaigns.mail.outbox import Outbox
from campaigns.people.actions import set_password
from campaigns.people.actions.forgotten import answer_forgotten, note_forgotten
from campaigns.people.actions.login_links import make_login_link, person_of_link, use_login_link
from campaigns.people.actions.sessions import hash_token
from campaigns.people.actions.sign_on import person_at_provider
from campaigns.people.factors import actions as factors
from campaigns.people.factors.challenges import begin_half_login, person_of_half_login
from campaigns.people.factors.models import RecoveryCode
from campaigns.people.factors.queries import factors_of
from campaigns.vocabulary import LinkKind
from tests.rules.door.house import KEY, MINE, QUICK, House


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
