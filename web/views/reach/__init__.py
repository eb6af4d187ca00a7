"""Reach: campaigns with their figures, reports, exports taken in, posts with their readings."""

from web.views.reach import (
    behind,
    costs,
    downloads,
    exports,
    fixing,
    imports,
    owed,
    pages,
    publications,
    rows,
    unmatched,
    versions,
)
from web.views.reach.blueprint import reach_pages

__all__ = [
    "behind",
    "costs",
    "downloads",
    "exports",
    "fixing",
    "imports",
    "owed",
    "pages",
    "publications",
    "reach_pages",
    "rows",
    "unmatched",
    "versions",
]
