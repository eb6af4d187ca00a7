"""Tables of people: persons, programmes, roles, sessions at the desk, and the audit trail."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, one_of, sealed_for, word
from campaigns.vocabulary import LinkKind, Role, Theme

#: An address that somebody typed is theirs until it turns out to be a login's.
ADDRESS_PURPOSE = "addresses of forgotten passwords"
#: In which language somebody is written to who never chose one for the desk.
HOUSE_LANGUAGE = "de"


class Programme(SQLModel, table=True):
    """A funded project: its languages, brand, rules and people.

    `jurisdiction` is the country whose law its facts speak of (ISO 3166, lower case), `land` the German Land whose
    public holidays it keeps (ISO 3166-2 without "DE-"; empty for those of all of Germany). `zone` is where its
    wall times are meant. `lateness_minutes`: a post later than this waits for a person instead of going out.
    `requires_second_factor`: its lawyers and admins work only with a passkey or an authenticator app.
    `second_lawyer`: what rests on a fact of high risk needs the yes of two lawyers. `approval_days`: no approval holds
    longer. `speaks_to_women`: drafts use the feminine where a language needs it.
    """

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("retention_days BETWEEN 7 AND 3650", name="retention_is_bounded"),
        CheckConstraint("smallest_count >= 5", name="small_counts_stay_hidden"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=120)
    organisation: str = Field(max_length=120)
    jurisdiction: str = Field(default="de", max_length=8)
    land: str = Field(default="", max_length=2)
    zone: str = Field(default="Europe/Berlin", max_length=60)
    source_language: str = Field(default="de", max_length=8)
    imprint: str = Field(default="", max_length=300)
    imprint_url: str = Field(default="", max_length=300)
    responsible: str = Field(default="", max_length=120)
    contact: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    keeps_free_text: bool = False
    retention_days: int = 365
    smallest_count: int = 5
    lateness_minutes: int = 360
    second_lawyer: bool = False
    approval_days: int = 365
    speaks_to_women: bool = False
    brand: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    funder: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    is_demo: bool = False
    requires_second_factor: bool = False
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class ProgrammeLanguage(SQLModel, table=True):
    """A language a programme works in. Optional ones are only proposed when the need is there."""

    __tablename__ = "programme_language"

    programme_id: int = Field(foreign_key="programme.id", primary_key=True)
    language: str = Field(primary_key=True, max_length=8)
    optional: bool = False


class Person(SQLModel, table=True):
    """Somebody with a login. `interface` is the language of the desk ('' for the browser's), `theme` its look.

    `away_until` is the last day on which deputies do what is this person's; why, nobody asks.
    """

    __tablename__ = "person"
    __table_args__ = (one_of("theme", Theme),)

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True, max_length=254)
    name: str = Field(max_length=120)
    password_hash: str | None = Field(default=None, max_length=255)
    interface: str = Field(default="", max_length=8)
    theme: Theme = Field(default=Theme.AUTO, sa_type=word(Theme))
    away_until: date | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def reads(self) -> str:
        """The language of letters to this person: a letter knows no browser."""
        return self.interface or HOUSE_LANGUAGE


class Membership(SQLModel, table=True):
    """A role held in a programme; translators and lawyers hold it once per language ('' for all others).

    `round_told_on` is the Monday of the week about whose groups the person was written to last.
    """

    __tablename__ = "membership"
    __table_args__ = (
        one_of("role", Role),
        UniqueConstraint("person_id", "programme_id", "role", "language", name="membership_once"),
        CheckConstraint(
            "(role IN ('translator', 'lawyer')) = (language != '')", name="language_roles_name_their_language"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    role: Role = Field(sa_type=word(Role))
    language: str = Field(default="", max_length=8)
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by: int | None = None
    round_told_on: date | None = None


class DeskSession(SQLModel, table=True):
    """A login that is still good. Only the hash of the cookie's secret is stored.

    `device` is what the browser says it is, in words ("Firefox, Android"); `proven_by` how the login was proven
    (password, code, passkey, recovery, provider). `is_new_device`: the browser had not been let in before.
    `since_row` is the last row of the trail about the person's password and rights, `seal` what the key of the home
    makes of all this (`people.session_seals`).
    """

    __tablename__ = "desk_session"

    token_hash: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    programme_id: int | None = Field(default=None, foreign_key="programme.id")
    csrf_secret: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime = Field(sa_type=UtcDateTime)
    device: str = Field(default="", max_length=60)
    proven_by: str = Field(default="", max_length=20)
    is_new_device: bool = False
    since_row: int = 0
    seal: str = Field(default="", max_length=64)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LoginLink(SQLModel, table=True):
    """A link with which somebody chooses a password, once. Only the hash of its secret is stored."""

    __tablename__ = "login_link"
    __table_args__ = (one_of("kind", LinkKind),)

    token_hash: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: LinkKind = Field(sa_type=word(LinkKind))
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by: int | None = None
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ForgottenPassword(SQLModel, table=True):
    """An address that somebody asked a link for; the worker looks whose it is, then the row goes."""

    __tablename__ = "forgotten_password"

    id: int | None = Field(default=None, primary_key=True)
    address: bytes = Field(sa_type=sealed_for(ADDRESS_PURPOSE))
    at: datetime = Field(sa_type=UtcDateTime)


class SignOnIdentity(SQLModel, table=True):
    """Who somebody is at a provider of single sign-on, tied by an address that the provider vouched for."""

    __tablename__ = "sign_on_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject", name="one_person_per_identity"),)

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    issuer: str = Field(primary_key=True, max_length=300)
    subject: str = Field(max_length=255)
    created_at: datetime = Field(sa_type=UtcDateTime)


class LoginAttempt(SQLModel, table=True):
    """A failed login, kept for a day to slow guessing. Account and address are keyed hashes."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index("login_attempt_recent", "subject", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(max_length=64)
    at: datetime = Field(sa_type=UtcDateTime)


class AuditEntry(SQLModel, table=True):
    """One action: who did what to what. Each row holds the hash of the row before; rows are never changed.

    `signature` is made of the row's digest with the key of the home (`people.signing`).
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("audit_subject", "subject", "subject_id", "action"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    by: int | None = None
    programme_id: int | None = Field(default=None, index=True)
    action: str = Field(max_length=60)
    subject: str = Field(max_length=40)
    subject_id: int | None = None
    detail: str = Field(default="{}")
    previous: str = Field(max_length=64)
    digest: str = Field(max_length=64, unique=True)
    signature: str = Field(max_length=64)
