"""Whether what a post says is so, and its photo may still be used, on the day on which it leaves.

Asked when a post gets a moment, again when it is claimed, and every day for what stands in the calendar.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.content.models import Campaign, Post, PostFact, Variant
from campaigns.content.recall.models import Recall, RecallItem
from campaigns.content.recall.queries import recalled_variants
from campaigns.content.stored_facts import fact_titles
from campaigns.errors import NotReady
from campaigns.facts.models import Fact
from campaigns.facts.queries import facts_by_id
from campaigns.facts.validity import holds_on, stem_of
from campaigns.people.models import Programme
from campaigns.placements import reasons
from campaigns.placements.photos.ends import photos_over
from campaigns.reasons import Reason
from campaigns.vocabulary import FactStatus


class Leaving(NamedTuple):
    """A text, and the day on which it is to leave; `digest` is that of its proof, once it is bound to one."""

    variant_id: int
    on: date
    digest: str = ""


class _Behind(NamedTuple):
    """A fact behind a text, and until when the text's post may go out."""

    variant_id: int
    not_after: date | None
    language: str
    fact: Fact | None


def untrue(session: Session, asked: Collection[Leaving], *, recalled: bool = True) -> dict[Leaving, Reason]:
    """Why each of these may not leave on its day; what is not in the answer may, as far as facts go.

    `recalled=False` leaves out texts that are only being brought up to date: their words will be others by then.
    """
    behind = _behind(session, {one.variant_id for one in asked})
    over = photos_over(session, asked)
    found: dict[Leaving, Reason] = {}
    for one in asked:
        against = _against(session, behind.get(one.variant_id, ()), one.on)
        if against is None and one in over:
            against = photo_over(over[one])
        if against is not None:
            found[one] = against
    if recalled:
        left = {one.variant_id for one in asked if one not in found}
        old = _recall_reasons(session, recalled_variants(session, left))
        found |= {one: old[one.variant_id] for one in asked if one not in found and one.variant_id in old}
    return found


def check_true(session: Session, *, variant_id: int, on: date, recalled: bool, digest: str = "") -> None:
    """Refuses a moment on whose day the post would say what is not so, or show what may not be shown."""
    one = Leaving(variant_id, on, digest)
    against = untrue(session, [one], recalled=recalled).get(one)
    if against is not None:
        raise NotReady(against.msgid, field="at", **against.values)


def photo_over(last: date) -> Reason:
    """Why what shows a photo may not leave, or stay, after the last day on which it might be used."""
    return Reason(reasons.PHOTO_OVER, {"last": last.isoformat()})


def successor_of(session: Session, fact: Fact, *, on: date | None = None) -> Fact | None:
    """The fact that takes this one's place: the first that begins after it, or the one that holds on a day."""
    query = select(Fact).where(
        Fact.programme_id == fact.programme_id,
        Fact.topic == fact.topic,
        Fact.kind == fact.kind,
        Fact.id != fact.id,
        Fact.status != FactStatus.RETIRED,
        col(Fact.valid_from).is_not(None),
    )
    later = [
        other
        for other in session.exec(query.order_by(col(Fact.valid_from)))
        if stem_of(other.key) == stem_of(fact.key)
        and (fact.valid_from is None or (other.valid_from or date.min) > fact.valid_from)
    ]
    return next((other for other in later if on is None or holds_on(other, on)), None)


def _behind(session: Session, variant_ids: Collection[int]) -> Mapping[int, list[_Behind]]:
    query = (
        select_many(
            col(Variant.id),
            col(Post.not_after),
            col(Programme.source_language),
            Fact,
        )
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(Programme, col(Programme.id) == Campaign.programme_id)
        .join(PostFact, col(PostFact.post_id) == Post.id, isouter=True)
        .join(Fact, col(Fact.id) == PostFact.fact_id, isouter=True)
        .where(col(Variant.id).in_(list(variant_ids)))
        .order_by(col(Variant.id), col(PostFact.position))
    )
    found: dict[int, list[_Behind]] = defaultdict(list)
    for row in session.execute(query):
        found[row[0]].append(_Behind(*row))
    return found


def _against(session: Session, behind: Iterable[_Behind], on: date) -> Reason | None:
    for one in behind:
        if one.not_after is not None and on > one.not_after:
            return Reason(reasons.COUNTDOWN_OVER, {"last": one.not_after.isoformat()})
        fact = one.fact
        if fact is None:
            continue
        if fact.status is FactStatus.RETIRED:
            return Reason(reasons.FACT_RETIRED, _named(session, fact, one.language))
        if not holds_on(fact, on):
            return _not_so(session, fact, on, one.language)
    return None


def _not_so(session: Session, fact: Fact, on: date, language: str) -> Reason:
    values = {**_named(session, fact, language), "day": on.isoformat()}
    if fact.valid_from is not None and on < fact.valid_from:
        return Reason(reasons.FACT_NOT_YET, {**values, "first": fact.valid_from.isoformat()})
    values["last"] = fact.valid_to.isoformat() if fact.valid_to else ""
    instead = successor_of(session, fact, on=on)
    if instead is None:
        return Reason(reasons.FACT_ENDED, values)
    return Reason(reasons.FACT_REPLACED, {**values, **_named(session, instead, language, "instead")})


def _named(session: Session, fact: Fact, language: str, name: str = "fact") -> dict[str, Any]:
    """The fact's short words for who has no desk, and its key, by which the desk says them in the reader's language."""
    title = fact_titles(session, [fact.id or 0], language)[fact.id or 0]
    return {name: title, f"{name}_key": fact.key}


def _recall_reasons(session: Session, variant_ids: Collection[int]) -> dict[int, Reason]:
    """Which fact moved, for each of these texts."""
    if not variant_ids:
        return {}
    listed = (
        select_many(col(RecallItem.variant_id), col(Recall.fact_id))
        .join(Recall, col(Recall.id) == RecallItem.recall_id)
        .join(Variant, col(Variant.id) == RecallItem.variant_id)
        .where(
            col(RecallItem.variant_id).in_(list(variant_ids)),
            col(RecallItem.settled_at).is_(None),
            col(RecallItem.revision) == col(Variant.revision),
        )
    )
    unlisted = (
        select_many(col(Variant.id), col(Fact.id))
        .join(PostFact, col(PostFact.post_id) == Variant.post_id)
        .join(Fact, col(Fact.id) == PostFact.fact_id)
        .where(col(Variant.id).in_(list(variant_ids)), col(Fact.revision) > col(PostFact.fact_revision))
    )
    moved = {row[0]: row[1] for query in (unlisted, listed) for row in session.execute(query)}
    facts = facts_by_id(session, moved.values())
    languages = {each: behind[0].language for each, behind in _behind(session, list(moved)).items()}
    named = {
        (fact_id, language): _named(session, facts[fact_id], language)
        for fact_id, language in {(fact_id, languages[each]) for each, fact_id in moved.items()}
    }
    return {
        each: Reason(reasons.RECALLED, named[fact_id, languages[each]]) for each, fact_id in moved.items()
    }
