"""Needs: the radar, proposals, files taken in, questions logged by hand."""

from web.views.needs import entry, imports, proposals, questions, radar
from web.views.needs.blueprint import needs_pages

__all__ = ["entry", "imports", "needs_pages", "proposals", "questions", "radar"]
