"""Creating campaigns: their posts, a variant for every language, drafts as first revisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from campaigns.canonical import digest_of
from campaigns.content.actions.writing import add_revision
from campaigns.content.memory.feeding import remember_drafts
from campaigns.content.models import Campaign, Post, PostFact, Revision, Variant
from campaigns.facts.models import Fact
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.vocabulary import Origin


@dataclass(frozen=True)
class NewPost:
    """A post as it is planned: `drafts` holds words per language, `missing` what a language still lacks (reasons as
    plain data).
    """

    kind: str
    aim: str
    layout: str
    formats: Sequence[str]
    facts: Sequence[Fact]
    drafts: Mapping[str, Mapping[str, Any]]
    missing: Mapping[str, Sequence[Mapping[str, Any]]]
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
        put_post(session, campaign, position, new, languages, by, now)
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


def put_post(
    session: Session,
    campaign: Campaign,
    position: int,
    new: NewPost,
    languages: Sequence[str],
    by: Actor | None,
    now: datetime,
) -> Post:
    """A post of a campaign at a position that is free, with its variants and drafts."""
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
    drafted = _add_variants(session, post, new, languages, source_language, by, now)
    source = new.drafts.get(source_language)
    if source is not None:
        remember_drafts(
            session,
            programme_id=campaign.programme_id,
            source=source,
            source_language=source_language,
            drafts=drafted,
            now=now,
        )
    return post


def _add_variants(
    session: Session,
    post: Post,
    new: NewPost,
    languages: Sequence[str],
    source_language: str,
    by: Actor | None,
    now: datetime,
) -> list[tuple[Variant, Revision]]:
    """A variant for every language; those with a draft get their first revision, made from the source's draft."""
    source = new.drafts.get(source_language)
    digest = digest_of(dict(source)) if source is not None else None
    drafted = []
    for code in languages:
        variant = Variant(
            post_id=post.id or 0,
            language=code,
            missing=[dict(each) for each in new.missing.get(code, ())],
            changed_at=now,
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
    return drafted
