"""The facts behind a text that moved while its words stayed."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.content.models import Variant
from campaigns.content.queries import latest_revision
from campaigns.content.recall.carrying import what_stands
from campaigns.content.recall.deltas import MovedWords, words_left_behind
from campaigns.content.recall.queries import open_items
from campaigns.content.recall.views import views_of
from campaigns.content.stored_facts import fact_titles
from web import identity
from web.database import session
from web.words.facts import reading_language


@dataclass(frozen=True)
class OpenRecall:
    """A recall that waits for a text: what the fact says now, what of before still stands in the text, and how the
    fact moved in another language where its words in the text's own were left as they were."""

    recall_id: int
    title: str
    standing: str
    elsewhere: MovedWords | None


def open_recalls(variant: Variant) -> list[OpenRecall]:
    """The recalls that wait for this text."""
    items = open_items(session(), variant_ids=[variant.id or 0])
    titles = fact_titles(session(), {one.fact.id or 0 for one in items}, reading_language())
    present = latest_revision(session(), variant)
    source = identity.programme().source_language
    return [
        OpenRecall(
            one.recall.id or 0,
            titles[one.fact.id or 0],
            what_stands(session(), recall=one.recall, variant=variant, revision=present) if present else "",
            words_left_behind(*views_of(session(), one.recall), variant.language, source=source),
        )
        for one in items
    ]
