"""Voices: a recording for the words of one revision. Other words need another recording."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from assets.errors import AssetError
from campaigns.content.copy import Copy
from campaigns.content.media.models import Voice
from campaigns.content.media.photos import Kept
from campaigns.content.models import Post, Revision, Variant
from campaigns.content.queries import campaign_of_variant, latest_revision
from campaigns.content.rules import check_can_write
from campaigns.errors import BadInput, NotFound, NotReady
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record


def add_voice(
    session: Session,
    *,
    variant: Variant,
    kept: Kept,
    seconds: float,
    speaker: str,
    is_synthetic: bool,
    by: Actor,
    now: datetime,
) -> Voice:
    """The recording of a variant's words as they stand; it takes the place of an earlier one. `is_synthetic` says that
    a machine speaks, which has to be told wherever it is heard (AI Act, Art. 50). One that is spoken faster than people
    read is refused at once, not when the film is made."""
    check_can_write(by, language=variant.language)
    revision = latest_revision(session, variant)
    if revision is None:
        raise NotReady("There are no words in this language yet. Write them first, then record them.")
    try:
        _check_pace(seconds, session.get_one(Post, variant.post_id).layout, variant.language, revision)
    except AssetError as fault:
        raise BadInput(fault.sentence, field="file", **fault.values) from None
    if not speaker:
        raise BadInput("Say who speaks, as a role or a name that may be kept.", field="speaker")
    words = revision.id or 0
    voice = session.exec(select(Voice).where(Voice.revision_id == words)).first() or Voice(
        revision_id=words, digest="", media_type="", seconds=0, size=0, speaker="", added_at=now
    )
    voice.digest, voice.media_type, voice.size = kept.digest, kept.media_type, kept.size
    voice.seconds, voice.speaker, voice.is_synthetic = round(seconds, 3), speaker, is_synthetic
    voice.added_by, voice.added_at = person_id(by), now
    session.add(voice)
    session.flush()
    _record(session, "add_voice", variant, by, now)
    return voice


def _check_pace(seconds: float, layout: str, language: str, revision: Revision) -> None:
    # Fonts are loaded when captions are measured, not when the desk starts.
    from assets.films.storyboard import check_pace
    from campaigns.content.films.scenes import seconds_to_speak, spoken

    said = spoken(Copy.from_dict(revision.words), layout, language)
    check_pace(seconds, seconds_to_speak(said, language))


def remove_voice(session: Session, *, variant: Variant, by: Actor, now: datetime) -> None:
    """Takes the recording of the words as they stand away. Films that were made with it stay."""
    check_can_write(by, language=variant.language)
    revision = latest_revision(session, variant)
    voice = session.exec(
        select(Voice).where(Voice.revision_id == (revision.id if revision else None))
    ).first()
    if voice is None:
        raise NotFound("There is no recording of these words.")
    session.delete(voice)
    session.flush()
    _record(session, "remove_voice", variant, by, now)


def _record(session: Session, action: str, variant: Variant, by: Actor, now: datetime) -> None:
    campaign, _ = campaign_of_variant(session, variant)
    record(
        session,
        action=action,
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=campaign.programme_id,
        now=now,
        language=variant.language,
    )
