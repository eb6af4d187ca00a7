"""Reach: campaigns with their figures, reports, exports taken in, posts with their readings."""

from web.views.reach import imports, owed, pages, publications, versions
from web.views.reach.blueprint import reach_pages

__all__ = ["imports", "owed", "pages", "publications", "reach_pages", "versions"]
