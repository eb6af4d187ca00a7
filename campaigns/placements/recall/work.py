"""Whose work a recall is: texts to bring up to date, facts to check, posts that are out with old words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select as select_many
from sqlmodel import Session, col, or_, select

from campaigns.canonical import digest_of
from campaigns.content.actions import write_revision
from campaigns.content.fact_view import FactView
from campaigns.content.models import Revision
from campaigns.content.queries import latest_revision, latest_revisions, variants_of_posts
from campaigns.content.recall.deltas import (
    Moved,
    MovedWords,
    moved_values,
    suggest_words,
    words_left_behind,
)
from campaigns.content.recall.models import Recall
from campaigns.content.recall.queries import OpenItem, get_item, open_items
from campaigns.content.recall.views import views_of
from campaigns.content.word_diff import Change, diff_copy
from campaigns.errors import Conflict
from campaigns.facts.models import Fact
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.placements.models import Placement, Publication
from campaigns.placements.recall.affected import old_publications
from campaigns.vocabulary import FactStatus, Origin, PlacementStatus

#: How long before the day of its review a fact is shown to lawyers.
AHEAD = timedelta(days=14)
_TO_COME = (
    PlacementStatus.PROPOSED,
    PlacementStatus.SCHEDULED,
    PlacementStatus.HELD,
    PlacementStatus.FAILED,
    PlacementStatus.MISSED,
    PlacementStatus.EXPIRED,
)


@dataclass(frozen=True)
class Delta:
    """A text that was recalled: its words now, what is suggested, and where the two differ.

    `moved` are the fact's values before and now, as the text's language writes them. `elsewhere`: the fact's words in
    that language were left as they were; this is how they moved in the source or another language.
    """

    open: OpenItem
    present: Revision
    suggested: dict[str, Any]
    changes: tuple[Change, ...]
    moved: tuple[Moved, ...]
    elsewhere: MovedWords | None


def deltas(session: Session, opened: Collection[OpenItem]) -> list[Delta]:
    """For each open text, what the moved fact means for its words; each text once, from its oldest recall."""
    first: dict[tuple[int, int], OpenItem] = {}
    last: dict[tuple[int, int], OpenItem] = {}
    for one in opened:
        key = (one.variant.id or 0, one.fact.id or 0)
        first.setdefault(key, one)
        last[key] = one
    revisions = latest_revisions(session, [one.variant for one in opened])
    sources = {one.campaign.programme_id: "" for one in opened}
    for number in sources:
        sources[number] = session.get_one(Programme, number).source_language
    views: dict[tuple[int, int], tuple[FactView, FactView]] = {}
    found = []
    for key, one in last.items():
        made_from = first[key].recall.from_revision
        seen = (one.recall.id or 0, made_from)
        if seen not in views:
            views[seen] = views_of(session, one.recall, made_from=made_from)
        old, new = views[seen]
        present = revisions[one.variant.id or 0]
        suggested = suggest_words(present.words, old, new, one.variant.language)
        found.append(
            Delta(
                open=one,
                present=present,
                suggested=suggested,
                changes=diff_copy(present.words, suggested),
                moved=tuple(moved_values(old, new, one.variant.language)),
                elsewhere=words_left_behind(
                    old, new, one.variant.language, source=sources[one.campaign.programme_id]
                ),
            )
        )
    return found


def texts_to_renew(
    session: Session, *, programme_id: int, languages: Collection[str] | None = None
) -> list[OpenItem]:
    """Recalled texts of which something is still to leave; what is only out already is listed with its links."""
    opened = open_items(session, programme_id=programme_id, languages=languages)
    ids = [one.variant.id or 0 for one in opened]
    status = select_many(col(Placement.variant_id), col(Placement.status)).where(
        col(Placement.variant_id).in_(ids)
    )
    standing: dict[int, set[PlacementStatus]] = {}
    for variant_id, each in session.execute(status):
        standing.setdefault(variant_id, set()).add(each)
    once = {
        one.variant.id: one
        for one in opened
        if standing.get(one.variant.id or 0, set()) & set(_TO_COME)
        or PlacementStatus.PUBLISHED not in standing.get(one.variant.id or 0, set())
    }
    return list(once.values())


def facts_to_check(session: Session, *, programme_id: int, today: date) -> list[Fact]:
    """Facts a lawyer has to look at: changed since they were checked, or due for review; the nearest first."""
    query = (
        select(Fact)
        .where(
            Fact.programme_id == programme_id,
            Fact.status != FactStatus.RETIRED,
            or_(
                (col(Fact.status) == FactStatus.DRAFT) & (col(Fact.revision) > 1),
                col(Fact.review_on) <= today + AHEAD,
            ),
            or_(col(Fact.valid_to).is_(None), col(Fact.valid_to) >= today),
        )
        .order_by(col(Fact.status).desc(), col(Fact.review_on), col(Fact.id))
    )
    return list(session.exec(query))


def out_with_old_words(session: Session, *, programme_id: int) -> dict[int, int]:
    """How many publications still stand with recalled words, by recall; those that may stand are left out."""
    waiting = select(Recall.id).where(Recall.programme_id == programme_id, col(Recall.stands_at).is_(None))
    old = old_publications(session, recall_ids=[each for each in session.exec(waiting) if each is not None])
    ids = {publication_id for found in old.values() for publication_id in found}
    there = set(
        session.exec(
            select(Publication.id).where(
                col(Publication.id).in_(ids), col(Publication.withdrawn_at).is_(None)
            )
        )
    )
    counted = {recall_id: len(found & there) for recall_id, found in old.items()}
    return {recall_id: number for recall_id, number in counted.items() if number}


def take_suggestion(session: Session, *, item_id: int, based_on: int, by: Actor, now: datetime) -> Revision:
    """Takes the suggested words over as the text's next revision; a lawyer has to approve them anew."""
    item = get_item(session, item_id)
    opened = open_items(session, variant_ids=[item.variant_id])
    mine = [delta for delta in deltas(session, opened) if delta.open.item.id == item_id]
    if not mine or item.revision != based_on:
        raise Conflict("This text was answered meanwhile. Reload the recall.")
    delta = mine[0]
    if not delta.changes:
        raise Conflict(
            "The old words were not found as they were once written. Open the text and change it there."
        )
    origin = delta.present.origin if delta.present.origin is Origin.FRAME else Origin.HUMAN
    return write_revision(
        session,
        variant=delta.open.variant,
        words=delta.suggested,
        based_on=based_on,
        by=by,
        now=now,
        origin=origin,
        source_digest=_source_digest(session, delta),
    )


def _source_digest(session: Session, delta: Delta) -> str | None:
    """The source words that the suggestion says again: those that stand, or those suggested to take their place.

    So the languages may follow the fact in any order, and none is outdated because the source follows later.
    """
    programme = session.get_one(Programme, delta.open.campaign.programme_id)
    if delta.open.variant.language == programme.source_language:
        return delta.present.source_digest
    source = variants_of_posts(session, [delta.open.post.id or 0])[delta.open.post.id or 0].get(
        programme.source_language
    )
    if source is None:
        return delta.present.source_digest
    for other in deltas(session, open_items(session, variant_ids=[source.id or 0])):
        if other.open.fact.id == delta.open.fact.id:
            return digest_of(other.suggested)
    standing = latest_revision(session, source)
    return standing.digest if standing else delta.present.source_digest
