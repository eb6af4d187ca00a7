"""Sessions that somebody writes into their table, or changes there; each change says whether it opened something."""

from sqlalchemy import text

from campaigns.people.actions import grant_role, set_password
from campaigns.people.actions.sessions import end_session, hash_token
from campaigns.vocabulary import Role
from tests.rules.door.house import MINE, House


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
