"""The seal of a session: a row that somebody wrote into the table, or changed there, is no login.

Whoever could write a session would act at the desk in anybody's name, and the desk signs what is done there. So each
row is sealed with the key that signs the trail, over everything that makes it somebody's login: the hash of its secret,
whose it is, when it began, was used and was proven, how, and up to which row the trail told of this person's password
and rights. Each of those rows ends every older session, so one that names another last row is over: it was put back
after it had ended, or the row it began under was taken out of the trail.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlmodel import Session

from campaigns.canonical import canonical_json
from campaigns.people.models import AuditEntry, DeskSession
from campaigns.people.signing import SESSION, signer_of

#: In place of a seal: an ended session has none.
UNSEALED = ""
#: What the trail calls that which ends every session of a person.
ENDINGS = (
    "grant_role",
    "revoke_role",
    "set_password",
    "disable_person",
    "enable_person",
    "forget_factors",
)
#: Everything but what the person may choose (the programme), what lists show (the device), and the end.
_COVERED = (
    "token_hash",
    "person_id",
    "csrf_secret",
    "created_at",
    "seen_at",
    "confirmed_at",
    "proven_by",
    "is_new_device",
    "since_row",
)
_ENTRY: Table = AuditEntry.__table__  # type: ignore[attr-defined]
_LAST = (
    select(_ENTRY.c.id)
    .where(
        _ENTRY.c.subject == "person",
        _ENTRY.c.subject_id == bindparam("person"),
        _ENTRY.c.action.in_(ENDINGS),
    )
    .order_by(_ENTRY.c.id.desc())
    .limit(1)
)


def sealed(session: Session, row: DeskSession, **changes: Any) -> dict[str, Any]:
    """These changes of a session with the seal that it has to bear afterwards."""
    content = _content({name: getattr(row, name) for name in _COVERED} | changes)
    return {**changes, "seal": signer_of(session.connection(), SESSION).sign(content)}


def is_sealed(session: Session, row: DeskSession) -> bool:
    """Whether Litfass wrote the row as it stands."""
    content = _content({name: getattr(row, name) for name in _COVERED})
    return signer_of(session.connection(), SESSION).recognises(content, row.seal)


def last_ending(session: Session, person_id: int) -> int:
    """The last row of the trail that ended this person's sessions; 0 where there is none."""
    return int(session.connection().execute(_LAST, {"person": person_id}).scalar() or 0)


def _content(said: dict[str, Any]) -> str:
    plain = {
        name: value.astimezone(UTC).isoformat(timespec="microseconds")
        if isinstance(value, datetime)
        else value
        for name, value in said.items()
    }
    return canonical_json(plain)
