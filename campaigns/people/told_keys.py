"""What opens a login, as the trail tells it: its address, password, second factors, ties and link.

Whoever writes into the database could put a password, a passkey or a link of their own beside somebody's name, come in
by the door, and the desk would sign what they do there. So the row of the trail that tells of each of these names the
digest of what was set, and nothing opens a login that the trail does not tell of. What was removed there counts no more
when its row is put back; a second factor that only its row has left is still asked for.

The digests need no key: the rows that name them are signed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import Session

from campaigns.canonical import digest_of
from campaigns.people.audit import is_genuine
from campaigns.people.factors.models import Authenticator, Passkey, RecoveryCode
from campaigns.people.models import AuditEntry, LoginLink, Person, SignOnIdentity
from campaigns.people.signing import signer_of
from campaigns.vocabulary import LinkKind

#: The rows of the trail that tell of keys. The last is somebody's own objection, which closes their login.
TELLING = (
    "add_person",
    "take_in_login",
    "set_password",
    "rehash_password",
    "add_passkey",
    "remove_passkey",
    "add_authenticator",
    "remove_authenticator",
    "new_recovery_codes",
    "use_recovery_code",
    "forget_factors",
    "tie_sign_on",
    "make_login_link",
    "object_to_voice",
)
_ENTRY: Table = AuditEntry.__table__  # type: ignore[attr-defined]


@dataclass
class Keys:
    """What opens one login: digests, each of one thing; empty where there is none.

    Passkeys, the app and codes come with when they were added. `adder` typed the address, `link_by` made the link; None
    where that was nobody at the desk. `let_in_at`: when an invitation, or whoever runs the machine, gave the present
    password; None where it came otherwise.
    """

    adder: int | None = None
    address: str = ""
    password: str = ""
    passkeys: dict[str, datetime] = field(default_factory=dict)
    authenticator: str = ""
    authenticator_at: datetime | None = None
    codes: set[str] = field(default_factory=set)
    codes_at: datetime | None = None
    ties: set[str] = field(default_factory=set)
    link: str = ""
    link_by: int | None = None
    link_kind: str = ""
    let_in_at: datetime | None = None

    @property
    def demand_second(self) -> bool:
        """Whether there is a second factor; recovery codes are none, they stand in for one."""
        return bool(self.passkeys or self.authenticator)


def told_keys(session: Session, person_id: int) -> Keys:
    """Everything that opens this login, by the rows of the trail that are signed."""
    session.flush()
    connection = session.connection()
    signer = signer_of(connection)
    query = (
        select(_ENTRY)
        .where(_ENTRY.c.subject == "person", _ENTRY.c.subject_id == person_id, _ENTRY.c.action.in_(TELLING))
        .order_by(_ENTRY.c.id)
    )
    keys = Keys()
    for row in connection.execute(query):
        if is_genuine(row, signer):
            _hear(keys, row, json.loads(row.detail))
    return keys


def _hear(keys: Keys, row: Any, said: Mapping[str, Any]) -> None:
    """What one row changes about the keys of before. A row that does not name a key tells of none."""
    match row.action:
        case "add_person":
            keys.adder, keys.address, keys.password = (
                row.by,
                said.get("address", ""),
                said.get("password", ""),
            )
            keys.let_in_at = row.at if keys.password and row.by is None else None
        case "take_in_login":
            keys.address, keys.password = said.get("address", ""), said.get("password", "")
            keys.passkeys = dict.fromkeys(said.get("passkeys", ()), row.at)
            keys.authenticator, keys.authenticator_at = said.get("authenticator", ""), row.at
            keys.codes, keys.codes_at, keys.ties = (
                set(said.get("codes", ())),
                row.at,
                set(said.get("ties", ())),
            )
        case "set_password":
            is_invited = row.by is None and (not keys.link or keys.link_kind == LinkKind.INVITE)
            keys.let_in_at = row.at if is_invited else None
            keys.password, keys.link = said.get("password", ""), ""
        case "rehash_password":
            keys.password = said.get("password", "")
        case "add_passkey" if said.get("key"):
            keys.passkeys[said.get("key", "")] = row.at
        case "remove_passkey":
            keys.passkeys.pop(said.get("key", ""), None)
        case "add_authenticator":
            keys.authenticator, keys.authenticator_at = said.get("key", ""), row.at
        case "remove_authenticator":
            keys.authenticator = ""
        case "new_recovery_codes":
            keys.codes, keys.codes_at = set(said.get("keys", ())), row.at
        case "use_recovery_code":
            keys.codes.discard(said.get("key", ""))
        case "forget_factors":
            keys.passkeys, keys.authenticator, keys.codes = {}, "", set()
        case "tie_sign_on":
            keys.ties.add(said.get("key", ""))
        case "make_login_link":
            keys.link, keys.link_by, keys.link_kind = said.get("key", ""), row.by, said.get("kind", "")
        case "object_to_voice" if "since" in said:
            _close(keys, datetime.fromisoformat(said["since"]))


def _close(keys: Keys, since: datetime) -> None:
    """Somebody took their login back: what was added since then opens it no more."""
    keys.password, keys.link, keys.ties = "", "", set()
    keys.passkeys = {key: at for key, at in keys.passkeys.items() if at < since}
    if keys.authenticator_at and keys.authenticator_at >= since:
        keys.authenticator = ""
    if keys.codes_at and keys.codes_at >= since:
        keys.codes = set()


# The digest of each kind of key, with whose it is: moved to another person's row it is another.


def digest_of_address(person: Person) -> str:
    return digest_of(["address", person.id, person.email])


def digest_of_password(person: Person) -> str:
    """Empty where there is no password."""
    return digest_of(["password", person.id, person.password_hash]) if person.password_hash else ""


def digest_of_passkey(row: Passkey) -> str:
    return digest_of(["passkey", row.person_id, row.credential, row.public_key])


def digest_of_authenticator(row: Authenticator) -> str:
    """Of the moment it was made at: the sealed secret names the same (`factors.totp`)."""
    return digest_of(["authenticator", row.person_id, _instant(row.created_at)])


def digest_of_code(row: RecoveryCode) -> str:
    return digest_of(["recovery code", row.person_id, row.code_hash])


def digest_of_tie(row: SignOnIdentity) -> str:
    return digest_of(["sign-on", row.person_id, row.issuer, row.subject])


def digest_of_link(row: LoginLink) -> str:
    return digest_of(["link", row.person_id, row.token_hash, row.kind.value, _instant(row.expires_at)])


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
