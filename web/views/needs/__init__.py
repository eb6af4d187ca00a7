"""Needs: the radar, proposals, questions, rumours, new needs, topics, files taken in, questions logged by hand."""

from web.views.needs import (
    emerging,
    entry,
    files,
    imports,
    learning,
    proposals,
    questions,
    radar,
    rumour_steps,
    rumours,
    topic_forms,
    topics,
)
from web.views.needs.blueprint import needs_pages

__all__ = [
    "emerging",
    "entry",
    "files",
    "imports",
    "learning",
    "needs_pages",
    "proposals",
    "questions",
    "radar",
    "rumour_steps",
    "rumours",
    "topic_forms",
    "topics",
]
