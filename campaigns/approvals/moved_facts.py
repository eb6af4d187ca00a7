"""Which facts moved behind a text that comes back for its approval: what they said, and what they say now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import exists
from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.approvals.models import Approval, Proof
from campaigns.content.models import Revision, Variant
from campaigns.content.recall.deltas import Moved, MovedWords, moved_in, moved_values
from campaigns.content.recall.models import Recall, RecallItem
from campaigns.content.recall.views import views_of, why_of
from campaigns.vocabulary import Decision


@dataclass(frozen=True)
class MovedFact:
    """A recall that a text answers. `values` are written as the reader's language writes them; `words` tell the fact's
    sentence in the programme's own language and in the text's, before and now; `why` is what its writer said of it."""

    recall_id: int
    fact_id: int
    values: tuple[Moved, ...]
    words: tuple[MovedWords, ...]
    why: str = ""


def moved_facts(
    session: Session, variants: Iterable[Variant], *, source: str, reader: str
) -> dict[int, list[MovedFact]]:
    """The facts that moved since each of these texts was approved last, by the text's id; none for the others."""
    found: dict[int, list[MovedFact]] = {}
    for variant, recall in _recalled(session, [one.id or 0 for one in variants]):
        before, now = views_of(session, recall)
        words = (moved_in(code, before, now) for code in dict.fromkeys((source, variant.language)))
        found.setdefault(variant.id or 0, []).append(
            MovedFact(
                recall.id or 0,
                recall.fact_id,
                tuple(moved_values(before, now, reader)),
                tuple(one for one in words if one is not None),
                why_of(session, recall),
            )
        )
    return found


def _recalled(session: Session, variant_ids: list[int]) -> list[tuple[Variant, Recall]]:
    """Recalls of words that no lawyer approved anew in a revision between those and the present one."""
    said_since = exists(
        select(Approval.id)
        .join(Proof, col(Proof.id) == Approval.proof_id)
        .join(Revision, col(Revision.id) == Proof.revision_id)
        .where(
            col(Proof.variant_id) == Variant.id,
            Approval.decision == Decision.APPROVE,
            col(Revision.number) > RecallItem.revision,
            col(Revision.number) < Variant.revision,
        )
        .correlate(Variant, RecallItem)
    )
    query = (
        select_many(Variant, Recall)
        .join(RecallItem, col(RecallItem.variant_id) == Variant.id)
        .join(Recall, col(Recall.id) == RecallItem.recall_id)
        .where(col(Variant.id).in_(variant_ids), col(RecallItem.settled_at).is_(None), ~said_since)
        .order_by(col(Recall.id))
    )
    return [(row[0], row[1]) for row in session.execute(query)]
