"""From a variant to what its checks need: source, channels, layout, glossary, recent posts of the language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from assets.spec import Brand, FunderZone
from campaigns.content.checks.finding import Finding, Severity
from campaigns.content.checks.models import CheckDismissal
from campaigns.content.checks.registry import CHECKS, run_checks
from campaigns.content.checks.subject import Recent, Said, Subject
from campaigns.content.copy import Copy
from campaigns.content.frames import framed_languages, load_frames
from campaigns.content.glossary.queries import terms_of
from campaigns.content.models import Campaign, Post, PostFact, Revision, Variant
from campaigns.content.queries import campaign_of_variant, latest_revision
from campaigns.content.stored_facts import fact_view
from campaigns.content.wording import Writer
from campaigns.facts.queries import facts_by_id, texts_of_facts
from campaigns.people.models import Programme

#: A short link as long as a real one, which is made when the text is submitted.
LINK: Final = "https://litfass.example/s/abcdefghijk"
#: How far back another post counts as a twin.
_RECENT: Final = timedelta(days=56)
_MOST_RECENT: Final = 300


@dataclass(frozen=True)
class Judged:
    """A finding and, where somebody let it stand, the dismissal."""

    finding: Finding
    dismissal: CheckDismissal | None = None

    @property
    def stops(self) -> bool:
        """Whether it stands in the way of submitting."""
        return self.finding.severity is Severity.ERROR and self.dismissal is None


def judge(
    session: Session,
    *,
    variant: Variant,
    now: datetime,
    channels: Collection[str] = (),
    words: Mapping[str, Any] | None = None,
    link: str = LINK,
    only: Iterable[str] = CHECKS,
) -> list[Judged]:
    """What the checks say of a text, the gravest and still open first. `words`: as typed, not yet saved."""
    if words is None:
        revision = latest_revision(session, variant)
        if revision is None:
            return []
        words = revision.words
    subject = _subject(session, variant, Copy.from_dict(words), channels, link, now)
    dismissed = dismissals_of(session, variant)
    judged = [Judged(one, dismissed.get(one.key)) for one in run_checks(subject, only=only)]
    return sorted(judged, key=lambda one: one.dismissal is not None)


def dismissals_of(session: Session, variant: Variant) -> dict[str, CheckDismissal]:
    """What was let stand in this text, by the finding's key."""
    rows = session.exec(select(CheckDismissal).where(CheckDismissal.variant_id == variant.id))
    return {row.finding: row for row in rows}


def _subject(
    session: Session, variant: Variant, copy: Copy, channels: Collection[str], link: str, now: datetime
) -> Subject:
    campaign, post = campaign_of_variant(session, variant)
    programme = session.get_one(Programme, campaign.programme_id)
    statement = str(programme.funder.get("statement", ""))
    subject = Subject(
        language=variant.language,
        copy=copy,
        source_language=programme.source_language,
        channels=sorted(channels),
        link=link if campaign.link else "",
        layout=post.layout,
        formats=tuple(post.formats),
        brand=Brand(name=programme.name, funder=FunderZone(statement=statement) if statement else None),
        funder_statement=statement,
        terms=terms_of(session, programme_id=programme.id or 0),
        recent=_recent(session, campaign, variant, now),
        facts=_facts(session, post, variant.language, programme.source_language),
        own=_own(session, post, campaign, programme, link),
    )
    if variant.language == programme.source_language:
        return subject
    source = _source(session, post, programme.source_language)
    return replace(subject, source=Copy.from_dict(source.words) if source else None)


def _own(session: Session, post: Post, campaign: Campaign, programme: Programme, link: str) -> list[str]:
    """Phone numbers and addresses that a text may name: the programme's, the campaign's, the facts' sources."""
    uses = list(session.exec(select(PostFact.fact_id).where(PostFact.post_id == post.id)))
    sources = [fact.source_url for fact in facts_by_id(session, uses).values()]
    own = [*programme.contact.values(), programme.imprint, programme.imprint_url, campaign.link, link]
    return [text for text in (*own, *sources) if text]


def _source(session: Session, post: Post, language: str) -> Revision | None:
    return session.exec(
        select(Revision)
        .join(Variant, col(Revision.variant_id) == Variant.id)
        .where(
            Variant.post_id == post.id,
            Variant.language == language,
            col(Revision.number) == Variant.revision,
        )
    ).first()


def _facts(session: Session, post: Post, language: str, source_language: str) -> list[Said]:
    """What the facts behind a post say in its language; in the source language where they say nothing in it."""
    uses = list(session.exec(select(PostFact.fact_id).where(PostFact.post_id == post.id)))
    facts, texts = facts_by_id(session, uses), texts_of_facts(session, uses)
    said = []
    for fact_id in uses:
        words = texts.get(fact_id, {})
        code = language if language in words and language in framed_languages() else source_language
        writer, view = Writer(load_frames(code)), fact_view(facts[fact_id], words)
        parts = (writer.headline(view), writer.sentence(view), writer.claim(view), writer.validity(view))
        cited = [writer.laws([replace(view, laws=(law,))]) for law in view.laws]
        said.append(Said("\n".join(part for part in (*parts, *cited) if part), code))
    return said


def _recent(session: Session, campaign: Campaign, variant: Variant, now: datetime) -> list[Recent]:
    """The latest words of other campaigns in this language, of the last weeks; a series may repeat itself."""
    rows = session.exec(
        select(Campaign.title, Post.position, Revision.words)
        .join(Post, col(Post.campaign_id) == Campaign.id)
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(Revision, col(Revision.variant_id) == Variant.id)
        .where(
            Campaign.programme_id == campaign.programme_id,
            col(Campaign.archived_at).is_(None),
            Variant.language == variant.language,
            Campaign.id != campaign.id,
            col(Revision.number) == Variant.revision,
            col(Revision.created_at) >= now - _RECENT,
        )
        .order_by(col(Revision.id).desc())
        .limit(_MOST_RECENT)
    )
    return [Recent(f"{title} · {position}", Copy.from_dict(words)) for title, position, words in rows]
