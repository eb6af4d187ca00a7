"""Tables of what people bring in: photos with credit, licence and consent; voices that speak a film."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from campaigns.db import UtcDateTime


class Photo(SQLModel, table=True):
    """A photo of a programme, encoded anew. `shows_people` asks for their consent, which may end with `usable_until`.

    `focus_x` and `focus_y` are what stays in view when it is cut, in hundredths of its width and height.
    `removed_at` takes it out of choice; what was made with it stays.
    """

    __tablename__ = "photo"
    __table_args__ = (
        UniqueConstraint("programme_id", "digest", name="photo_once"),
        CheckConstraint("NOT shows_people OR consent != ''", name="people_on_a_photo_agreed"),
        CheckConstraint("credit != '' AND licence != ''", name="a_photo_names_its_rights"),
        CheckConstraint(
            "focus_x BETWEEN 0 AND 100 AND focus_y BETWEEN 0 AND 100", name="focus_is_on_the_photo"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    digest: str = Field(max_length=64)
    media_type: str = Field(max_length=40)
    width: int
    height: int
    size: int
    shows: str = Field(default="", max_length=300)
    focus_x: int = 50
    focus_y: int = 50
    credit: str = Field(max_length=160)
    licence: str = Field(max_length=120)
    shows_people: bool = False
    consent: str = Field(default="", max_length=300)
    usable_until: date | None = None
    added_by: int | None = None
    added_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Voice(SQLModel, table=True):
    """A recording that speaks the words of one revision. Its length sets the film's."""

    __tablename__ = "voice"
    __table_args__ = (UniqueConstraint("revision_id", name="voice_of_words"),)

    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(foreign_key="revision.id", index=True)
    digest: str = Field(max_length=64)
    media_type: str = Field(max_length=40)
    seconds: float
    size: int
    speaker: str = Field(max_length=120)
    is_synthetic: bool = False
    added_by: int | None = None
    added_at: datetime = Field(sa_type=UtcDateTime)
