"""Writing: campaigns, posts and the revisions of their variants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from assets.spec import HIDDEN_CONTROLS
from campaigns.canonical import digest_of
from campaigns.content.memory.feeding import remember_drafts, remember_revision
from campaigns.content.models import Campaign, Post, PostFact, Revision, Variant
from campaigns.content.queries import campaign_of_variant, get_variant, latest_revision
from campaigns.content.rules import check_can_write
from campaigns.errors import BadInput, Conflict
from campaigns.facts.models import Fact
from campaigns.lifecycle import check_transition
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.vocabulary import Origin, VariantStatus


@dataclass(frozen=True)
class NewPost:
    """A post as it is planned: `drafts` holds words per language, `missing` what a language still lacks."""

    kind: str
    aim: str
    layout: str
    formats: Sequence[str]
    facts: Sequence[Fact]
    drafts: Mapping[str, Mapping[str, Any]]
    missing: Mapping[str, Sequence[str]]
    not_after: date | None = None


def create_campaign(
    session: Session,
    *,
    programme_id: int,
    topic: str,
    title: str,
    starts_on: date,
    languages: Sequence[str],
    link: str,
    plan: Mapping[str, Any],
    posts: Sequence[NewPost],
    by: Actor | None,
    now: datetime,
    proposal_id: int | None = None,
    ends_on: date | None = None,
) -> Campaign:
    """A campaign with its posts, and a variant for every post and language; drafts become first revisions."""
    campaign = Campaign(
        programme_id=programme_id,
        proposal_id=proposal_id,
        topic=topic,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        languages=list(languages),
        link=link,
        plan=dict(plan),
        created_by=person_id(by),
        created_at=now,
    )
    session.add(campaign)
    session.flush()
    for position, new in enumerate(posts, start=1):
        _add_post(session, campaign, position, new, languages, by, now)
    record(
        session,
        action="create_campaign",
        subject="campaign",
        subject_id=campaign.id,
        by=by,
        programme_id=programme_id,
        now=now,
        topic=topic,
        posts=len(posts),
        languages=list(languages),
    )
    return campaign


def _add_post(
    session: Session,
    campaign: Campaign,
    position: int,
    new: NewPost,
    languages: Sequence[str],
    by: Actor | None,
    now: datetime,
) -> None:
    post = Post(
        campaign_id=campaign.id or 0,
        position=position,
        kind=new.kind,
        aim=new.aim,
        layout=new.layout,
        formats=list(new.formats),
        not_after=new.not_after,
    )
    session.add(post)
    session.flush()
    for place, fact in enumerate(new.facts):
        session.add(
            PostFact(post_id=post.id or 0, fact_id=fact.id or 0, fact_revision=fact.revision, position=place)
        )
    source_language = session.get_one(Programme, campaign.programme_id).source_language
    source = new.drafts.get(source_language)
    digest = digest_of(dict(source)) if source is not None else None
    drafted: list[tuple[Variant, Revision]] = []
    for code in languages:
        variant = Variant(
            post_id=post.id or 0, language=code, missing=list(new.missing.get(code, ())), changed_at=now
        )
        session.add(variant)
        session.flush()
        words = new.drafts.get(code)
        if words is not None:
            revision = add_revision(
                session,
                variant=variant,
                words=words,
                origin=Origin.FRAME,
                by=by,
                now=now,
                source_digest=digest if code != source_language else None,
            )
            drafted.append((variant, revision))
    if source is not None:
        remember_drafts(
            session,
            programme_id=campaign.programme_id,
            source=source,
            source_language=source_language,
            drafts=drafted,
            now=now,
        )


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
    comma, a typing error), so translations of them stay as good as they were.
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
    campaign, _post = campaign_of_variant(session, variant)
    remember_revision(session, variant=variant, revision=revision, campaign=campaign, now=now)
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
