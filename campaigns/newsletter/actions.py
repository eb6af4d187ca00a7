"""Signing up in two steps, leaving in one; what a mail server said about an address."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select, update

from campaigns.errors import BadInput, NotFound
from campaigns.mail.outbox import put_written
from campaigns.newsletter.addresses import hash_of, leave_code, read_address, subscriber_of
from campaigns.newsletter.models import PURPOSE, FormerConsent, IssueMail, SignUp, Subscriber
from campaigns.newsletter.queries import NEWSLETTER, languages_of
from campaigns.newsletter.rules import check_can_remove_subscriber
from campaigns.newsletter.wording import language_read, version, write_confirmation
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.placements.models import Account
from campaigns.placements.rules import check_can_keep_accounts
from campaigns.sealing import seal, unseal
from campaigns.vocabulary import MailStatus

#: How long the link of a confirmation is good.
GOOD_FOR = timedelta(hours=72)
#: So many confirmations within `LETTERS_WITHIN` and no more: nobody is flooded in somebody else's name.
MOST_LETTERS, LETTERS_WITHIN = 3, timedelta(days=1)
#: A page that nobody worked on by then is forgotten.
STALE = timedelta(days=1)

#: Says where a token leads: the whole address of the page that confirms.
Address = Callable[[str], str]


def note_sign_up(
    session: Session,
    *,
    account: Account,
    email: str,
    languages: Sequence[str],
    read_in: str,
    key: bytes,
    now: datetime,
) -> None:
    """Notes what somebody typed on the public page, whoever they are. `key` is `secrets.key`.

    `read_in` is the language of the page: its words are what they agree to, and in it they are asked to confirm.
    Refuses what is no address and a page without a language; about the address itself it says nothing.
    """
    address = read_address(email)
    open_ones = languages_of(session, account)
    wanted = [code for code in dict.fromkeys(languages) if code in open_ones]
    if not wanted:
        raise BadInput("Choose at least one language.", field="languages")
    content = json.dumps({"address": address, "languages": wanted}).encode()
    session.add(
        SignUp(
            account_id=account.id or 0,
            content=seal(content, key, purpose=PURPOSE),
            wording=version(read_in),
            at=now,
        )
    )
    session.flush()


def answer_sign_ups(
    session: Session, *, key: bytes, hash_key: bytes, address_of: Address, now: datetime
) -> int:
    """Puts a confirmation into the outbox for everybody who filled in the page; how many letters that were."""
    waiting = session.exec(
        select(SignUp).order_by(col(SignUp.id)).limit(50).with_for_update(skip_locked=True)
    ).all()
    written = 0
    for row in waiting:
        if now - row.at < STALE:
            content = json.loads(unseal(row.content, key, purpose=PURPOSE))
            written += _answer(session, row, content, key, hash_key, address_of, now)
        session.delete(row)
    session.flush()
    return written


def sign_ups_wait(session: Session) -> bool:
    """Whether somebody waits for a confirmation."""
    return session.exec(select(SignUp.id).limit(1)).first() is not None


def is_confirmable(session: Session, *, token: str, now: datetime) -> bool:
    """Whether this link is still good. Looking at it changes nothing: scanners of mail look at every link."""
    return _by_token(session, token, now) is not None


def language_of(
    session: Session, *, token: str = "", code: str = "", hash_key: bytes, now: datetime
) -> str | None:
    """The language in which the owner of this link reads; None when it is nobody's (any more)."""
    found = _by_token(session, token, now) if token else _by_code(session, code, hash_key)
    if found is None:
        return None
    if token and found.confirmed_at is None:
        return language_read(found.wording)
    return next(iter([*found.wanted, *found.languages]), None)


def programme_of(
    session: Session, *, token: str = "", code: str = "", hash_key: bytes, now: datetime
) -> Programme | None:
    """Whose newsletter this link is about: whoever presses its button has to read what they agree to or end."""
    found = _by_token(session, token, now) if token else _by_code(session, code, hash_key)
    account = session.get(Account, found.account_id) if found is not None else None
    return session.get(Programme, account.programme_id) if account is not None else None


def confirm(session: Session, *, token: str, now: datetime) -> Subscriber:
    """The owner of the mailbox wants it. Pressing twice is the same as once; refuses a link that is over."""
    found = _by_token(session, token, now)
    if found is None:
        raise NotFound("This link is no longer good.")
    found.confirmed_at = found.confirmed_at or now
    found.languages, found.set_aside_at = found.wanted, None
    session.add(found)
    session.flush()
    return found


def leave(session: Session, *, code: str, hash_key: bytes, now: datetime) -> None:
    """Takes whoever this link belongs to off the list, at once. A link of somebody who left already does nothing."""
    found = _by_code(session, code, hash_key)
    if found is not None:
        remove(session, found, now=now)


def remove_by_hand(
    session: Session, *, account: Account, email: str, hash_key: bytes, by: Actor | None, now: datetime
) -> None:
    """Takes an address off because its owner asked otherwise than by the link. Whether it was on is not said."""
    check_can_remove_subscriber(by)
    address = read_address(email)
    found = _by_address(session, account.id or 0, hash_of(address, hash_key))
    if found is not None:
        remove(session, found, now=now)
    record(
        session, action="remove_subscriber", subject="account", subject_id=account.id, by=by,
        programme_id=account.programme_id, now=now,
    )  # fmt: skip


def end_list(session: Session, *, account: Account, by: Actor | None, now: datetime) -> int:
    """Takes everybody off the list of a newsletter that is removed, as if each had left; says how many that were."""
    check_can_keep_accounts(by)
    found = session.exec(select(Subscriber).where(Subscriber.account_id == account.id)).all()
    for subscriber in found:
        remove(session, subscriber, now=now)
    session.exec(delete(SignUp).where(col(SignUp.account_id) == account.id))
    record(
        session, action="end_newsletter", subject="account", subject_id=account.id, by=by,
        programme_id=account.programme_id, now=now,
    )  # fmt: skip
    return len(found)


def remove(session: Session, subscriber: Subscriber, *, now: datetime) -> None:
    """Deletes a subscriber; of a confirmed one the proof of consent stays, with a keyed hash for the address."""
    if subscriber.confirmed_at is not None:
        session.add(
            FormerConsent(
                account_id=subscriber.account_id,
                address_hash=subscriber.address_hash,
                wording=subscriber.wording,
                asked_at=subscriber.asked_at,
                confirmed_at=subscriber.confirmed_at,
                left_at=now,
            )
        )
    mine = col(IssueMail.subscriber_id) == subscriber.id
    session.exec(
        update(IssueMail)
        .where(mine, col(IssueMail.status) == MailStatus.WAITING)
        .values(status=MailStatus.LEFT, next_at=None, settled_at=now)
    )
    session.exec(update(IssueMail).where(mine).values(subscriber_id=None))
    session.exec(delete(Subscriber).where(col(Subscriber.id) == subscriber.id))
    session.flush()


def _answer(
    session: Session,
    row: SignUp,
    content: dict[str, object],
    key: bytes,
    hash_key: bytes,
    address_of: Address,
    now: datetime,
) -> bool:
    account = session.get(Account, row.account_id)
    if account is None or account.channel != NEWSLETTER:
        return False
    address, wanted = str(content["address"]), list(content["languages"])  # type: ignore[call-overload]
    found = _by_address(session, row.account_id, hash_of(address, hash_key)) or Subscriber(
        account_id=row.account_id,
        address=seal(address.encode(), key, purpose=PURPOSE),
        address_hash=hash_of(address, hash_key),
        asked_at=row.at,
        wording=row.wording,
        lettered_at=row.at,
    )
    recent = now - found.lettered_at < LETTERS_WITHIN
    if recent and found.letters >= MOST_LETTERS:
        return False
    token = secrets.token_urlsafe(24)
    found.letters = found.letters + 1 if recent else 1
    found.lettered_at, found.wanted = now, wanted
    found.token_hash, found.token_until = _hashed(token), now + GOOD_FOR
    if found.confirmed_at is None:
        found.asked_at, found.wording = row.at, row.wording
    session.add(found)
    programme = session.get_one(Programme, account.programme_id)
    letter = write_confirmation(
        language_read(row.wording),
        name=programme.name,
        sender=(programme.organisation, programme.imprint, programme.imprint_url),
        link=address_of(token),
        is_known=found.confirmed_at is not None,
    )
    put_written(
        session, key=key, name="newsletter_confirm", letter=letter, to=address, now=now, good_for=GOOD_FOR,
        account_id=account.id,
    )  # fmt: skip
    return True


def _by_address(session: Session, account_id: int, address_hash: str) -> Subscriber | None:
    return session.exec(
        select(Subscriber)
        .where(Subscriber.account_id == account_id, Subscriber.address_hash == address_hash)
        .with_for_update()
    ).first()


def _by_code(session: Session, code: str, hash_key: bytes) -> Subscriber | None:
    number = subscriber_of(code)
    found = session.get(Subscriber, number) if number is not None else None
    if found is None:
        return None
    right = leave_code(found.id or 0, found.address_hash, hash_key)
    return found if hmac.compare_digest(right.encode(), code.encode()) else None


def _by_token(session: Session, token: str, now: datetime) -> Subscriber | None:
    return session.exec(
        select(Subscriber).where(Subscriber.token_hash == _hashed(token), col(Subscriber.token_until) > now)
    ).first()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
