"""Tables of second factors, and of logins that are half done."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime, sealed_for

#: The secret of an authenticator app lies sealed, together with whose it is.
PURPOSE = "secret of an authenticator app"


class Passkey(SQLModel, table=True):
    """A key pair on somebody's device. Only its public half is here, so nothing in this row opens anything.

    `sign_count` is what the device counted at its last answer (0 where it counts not): a lower one is a copy.
    """

    __tablename__ = "passkey"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    credential: str = Field(unique=True, max_length=1400)
    public_key: str = Field(max_length=2000)
    sign_count: int = 0
    name: str = Field(max_length=60)
    created_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Authenticator(SQLModel, table=True):
    """An app that shows six digits (RFC 6238). `last_step` is the step of the last code: no code counts twice.

    It proves nothing before `confirmed_at`, when the person typed a first code of it.
    """

    __tablename__ = "authenticator"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    secret: bytes = Field(sa_type=sealed_for(PURPOSE))
    last_step: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RecoveryCode(SQLModel, table=True):
    """A code for the day on which the phone is lost. Good once; only its hash is here."""

    __tablename__ = "recovery_code"

    code_hash: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PasskeyChallenge(SQLModel, table=True):
    """What a device has to sign next, for one browser. Taken once, good for five minutes."""

    __tablename__ = "passkey_challenge"

    holder: str = Field(primary_key=True, max_length=64)
    challenge: str = Field(max_length=120)
    at: datetime = Field(sa_type=UtcDateTime)


class HalfLogin(SQLModel, table=True):
    """The password was right and the second factor is still to come. Only the hash of its token is here."""

    __tablename__ = "half_login"

    token_hash: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    tries: int = 0
    at: datetime = Field(sa_type=UtcDateTime)
