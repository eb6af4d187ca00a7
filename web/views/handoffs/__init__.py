"""Hand-offs: what to post in which group, one tap after the other, the round of the week, and comments to copy."""

from web.views.handoffs import files, pages, posting, weekly
from web.views.handoffs.blueprint import handoff_pages

__all__ = ["files", "handoff_pages", "pages", "posting", "weekly"]
