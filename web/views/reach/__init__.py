"""Reach: campaigns with their figures, reports, exports taken in, posts with their readings."""

from web.views.reach import (
    behind,
    costs,
    downloads,
    fixing,
    imports,
    owed,
    pages,
    publications,
    rows,
    versions,
)
from web.views.reach.blueprint import reach_pages

__all__ = [
    "behind",
    "costs",
    "downloads",
    "fixing",
    "imports",
    "owed",
    "pages",
    "publications",
    "reach_pages",
    "rows",
    "versions",
]
