"""Writing: the revisions of a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from assets.spec import HIDDEN_CONTROLS
from campaigns.canonical import digest_of
from campaigns.content.checks.small_correction import check_small_correction
from campaigns.content.memory.feeding import remember_revision
from campaigns.content.models import Revision, Variant
from campaigns.content.queries import campaign_of_variant, get_variant, latest_revision
from campaigns.content.recall.carrying import carry_recalls
from campaigns.content.rules import check_can_write
from campaigns.errors import BadInput, Conflict
from campaigns.lifecycle import check_transition
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.vocabulary import Origin, VariantStatus


def write_revision(
    session: Session,
    *,
    variant: Variant,
    words: Mapping[str, Any],
    based_on: int,
    by: Actor | None,
    now: datetime,
    origin: Origin = Origin.HUMAN,
    source_digest: str | None = None,
    is_minor: bool = False,
) -> Revision:
    """The next revision of a variant's words. `by` is None for the operator at the command line.

    `source_digest` is that of the source words the writer had before them. `based_on` is the revision the
    writer started from: if somebody wrote another meanwhile, nothing is overwritten and the writer is told.
    Words that are the same as before make no new revision. `is_minor`: the words mean what they meant (a
    comma, a typing error), so translations of them stay as good as they were; refused where they plainly do not.
    """
    if by is not None:
        check_can_write(by, language=variant.language)
    check_letters(words)
    if based_on != variant.revision:
        raise Conflict(
            "Somebody saved revision {present} while you were writing on revision {based_on}. "
            "Your text is kept below: compare the two and save again.",
            present=variant.revision,
            based_on=based_on,
        )
    present = latest_revision(session, variant)
    if present is not None and present.digest == digest_of(dict(words)):
        if source_digest is not None and source_digest != present.source_digest:
            confirm_source(session, revision=present, source_digest=source_digest, by=by, now=now)
        return present
    if present is not None and is_minor:
        check_small_correction(present.words, words, language=variant.language)
    revision = add_revision(
        session,
        variant=variant,
        words=words,
        origin=origin,
        by=by,
        now=now,
        source_digest=source_digest,
        same_as=[*present.same_as, present.digest] if present and is_minor else [],
    )
    if present is not None:
        carry_recalls(session, variant=variant, before=present, after=revision)
    campaign, _post = campaign_of_variant(session, variant)
    remember_revision(session, variant=variant, revision=revision, campaign=campaign, before=present, now=now)
    record(
        session,
        action="write_revision",
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=campaign.programme_id,
        now=now,
        revision=revision.number,
        language=variant.language,
        digest=revision.digest,
        origin=str(origin),
        minor=is_minor,
    )
    return revision


def confirm_source(
    session: Session, *, revision: Revision, source_digest: str, by: Actor | None, now: datetime
) -> None:
    """The words were compared with the source as it stands and need no change.

    Nothing that leaves is touched, so approvals and pictures stay.
    """
    variant = get_variant(session, revision.variant_id)
    if by is not None:
        check_can_write(by, language=variant.language)
    revision.source_digest = source_digest
    session.add(revision)
    campaign, _post = campaign_of_variant(session, variant)
    record(
        session,
        action="confirm_source",
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=campaign.programme_id,
        now=now,
        revision=revision.number,
        source=source_digest,
    )


def check_letters(words: Mapping[str, Any]) -> None:
    """Refuses control characters with which a reader sees other words than were written."""
    for name, value in words.items():
        for text in [value] if isinstance(value, str) else list(value or ()):
            if found := HIDDEN_CONTROLS.search(str(text)):
                raise BadInput(
                    "The text contains the hidden character U+{code}, which can show other words than were "
                    "written. Remove it.",
                    field=name,
                    code=f"{ord(found.group()):04X}",
                )


def add_revision(
    session: Session,
    *,
    variant: Variant,
    words: Mapping[str, Any],
    origin: Origin,
    by: Actor | None,
    now: datetime,
    source_digest: str | None = None,
    same_as: Sequence[str] = (),
) -> Revision:
    """Adds a revision row; whatever was approved or rendered before does not apply to it."""
    revision = Revision(
        variant_id=variant.id or 0,
        number=variant.revision + 1,
        words=dict(words),
        digest=digest_of(dict(words)),
        source_digest=source_digest,
        same_as=list(same_as),
        origin=origin,
        created_by=person_id(by),
        created_at=now,
    )
    session.add(revision)
    variant.revision = revision.number
    variant.missing = []
    set_status(variant, VariantStatus.DRAFT, now=now)
    session.add(variant)
    session.flush()
    return revision


def set_status(variant: Variant, status: VariantStatus, *, now: datetime) -> None:
    """Moves a variant along its states; refuses a step that does not exist."""
    if variant.status is not status:
        check_transition(variant.status, status)
        variant.status = status
    variant.changed_at = now
