"""Beginning a recall, and saying of a text that it stays true."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.content.models import PostFact, Variant
from campaigns.content.queries import campaign_of_variant, get_variant
from campaigns.content.recall.models import Recall, RecallItem
from campaigns.errors import BadInput, Conflict, NotAllowed
from campaigns.facts.models import Fact
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.new_voices import check_voice_counts
from campaigns.vocabulary import RecallCause, Role


def begin_recall(
    session: Session,
    *,
    fact: Fact,
    cause: RecallCause,
    languages: Collection[str] | None = None,
    successor: Fact | None = None,
    by: Actor | None,
    now: datetime,
) -> Recall | None:
    """Lists every written text that was made from the fact, in these languages (None: in all).

    None when nothing was written from it. With a successor the posts rest on that one from now on; their words
    still have to follow.
    """
    links = list(session.exec(select(PostFact).where(PostFact.fact_id == fact.id)))
    made_from = min((link.fact_revision for link in links), default=fact.revision)
    variants = _written(session, [link.post_id for link in links], languages)
    _tie(session, links, fact, successor)
    if not variants:
        return None
    recall = Recall(
        programme_id=fact.programme_id,
        fact_id=fact.id or 0,
        cause=cause,
        from_revision=made_from,
        to_revision=fact.revision,
        successor_id=successor.id if successor else None,
        languages=sorted({variant.language for variant in variants}),
        begun_by=person_id(by),
        begun_at=now,
    )
    session.add(recall)
    session.flush()
    for variant in variants:
        session.add(
            RecallItem(recall_id=recall.id or 0, variant_id=variant.id or 0, revision=variant.revision)
        )
    session.flush()
    record(
        session,
        action="recall_fact",
        subject="fact",
        subject_id=fact.id,
        by=by,
        programme_id=fact.programme_id,
        now=now,
        cause=str(cause),
        recall=recall.id,
        languages=recall.languages,
        texts=len(variants),
        revision=fact.revision,
    )
    return recall


def follow_fact(session: Session, *, fact: Fact) -> None:
    """Ties the posts to the fact's present revision without recalling them: their words are as true as before."""
    links = list(session.exec(select(PostFact).where(PostFact.fact_id == fact.id)))
    _tie(session, links, fact, None)


def settle_doubts(session: Session, *, fact: Fact, by: Actor, now: datetime) -> int:
    """The fact was checked and is as it was: texts that were only doubted stay."""
    query = (
        select(RecallItem)
        .join(Recall, col(Recall.id) == RecallItem.recall_id)
        .where(
            Recall.fact_id == fact.id,
            Recall.cause == RecallCause.DOUBTED,
            Recall.to_revision == fact.revision,
            col(RecallItem.settled_at).is_(None),
        )
    )
    items = list(session.exec(query))
    for item in items:
        item.settled_by, item.settled_at = by.person_id, now
        item.reason = "The fact was checked again and stays as it is."
        session.add(item)
    if items:
        record(
            session,
            action="settle_doubts",
            subject="fact",
            subject_id=fact.id,
            by=by,
            programme_id=fact.programme_id,
            now=now,
            texts=len(items),
        )
    return len(items)


def keep_text(session: Session, *, item: RecallItem, reason: str, by: Actor, now: datetime) -> RecallItem:
    """A lawyer of the language looked: the text stays true although the fact moved."""
    variant = get_variant(session, item.variant_id)
    if not by.holds_for(Role.LAWYER, variant.language):
        raise NotAllowed("Only a lawyer for {language} says that a text stays.", language=variant.language)
    campaign, _post = campaign_of_variant(session, variant)
    check_voice_counts(session, by, programme_id=campaign.programme_id, languages=[variant.language], now=now)
    if not reason.strip():
        raise BadInput("Say why the words stay true: the reason stands in the audit trail.", field="reason")
    if item.settled_at is not None or item.revision != variant.revision:
        raise Conflict("This text was answered meanwhile. Reload the recall.")
    item.settled_by, item.settled_at, item.reason = by.person_id, now, reason.strip()[:500]
    session.add(item)
    session.flush()
    record(
        session,
        action="keep_text",
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=campaign.programme_id,
        now=now,
        recall=item.recall_id,
        language=variant.language,
    )
    return item


def _tie(session: Session, links: Collection[PostFact], fact: Fact, successor: Fact | None) -> None:
    """Moves links to the fact's present revision, or to its successor."""
    for link in links:
        if successor is None:
            link.fact_revision = fact.revision
            session.add(link)
            continue
        present = session.get(PostFact, (link.post_id, successor.id))
        if present is None:
            session.add(
                PostFact(
                    post_id=link.post_id,
                    fact_id=successor.id or 0,
                    fact_revision=successor.revision,
                    position=link.position,
                )
            )
        session.delete(link)
    session.flush()


def _written(session: Session, post_ids: Collection[int], languages: Collection[str] | None) -> list[Variant]:
    query = select(Variant).where(col(Variant.post_id).in_(list(post_ids)), Variant.revision > 0)
    if languages is not None:
        query = query.where(col(Variant.language).in_(list(languages)))
    return list(session.exec(query.order_by(col(Variant.id))))
