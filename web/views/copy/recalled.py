"""The facts behind a text that moved while its words stayed."""

from __future__ import annotations

from campaigns.content.models import Variant
from campaigns.content.queries import latest_revision
from campaigns.content.recall.carrying import what_stands
from campaigns.content.recall.queries import open_items
from campaigns.content.stored_facts import fact_titles
from web.database import session
from web.facts_words import reading_language


def open_recalls(variant: Variant) -> list[tuple[int, str, str]]:
    """The recalls that wait for this text, with what the fact says now and what of before still stands."""
    items = open_items(session(), variant_ids=[variant.id or 0])
    titles = fact_titles(session(), {one.fact.id or 0 for one in items}, reading_language())
    present = latest_revision(session(), variant)
    return [
        (
            one.recall.id or 0,
            titles[one.fact.id or 0],
            what_stands(session(), recall=one.recall, variant=variant, revision=present) if present else "",
        )
        for one in items
    ]
