"""Copy: what waits for writers in each language, and the page on which a text is written."""

from web.views.copy import bench, files, findings, machine, pages, presence
from web.views.copy.blueprint import copy_pages

__all__ = ["bench", "copy_pages", "files", "findings", "machine", "pages", "presence"]
