"""Review: the queue, one card exactly as it will leave, the lawyer's word, and what was decided."""

from web.views.review import cards, decided, links, notes, outside, queue, together, voices
from web.views.review.blueprint import review_pages

__all__ = ["cards", "decided", "links", "notes", "outside", "queue", "review_pages", "together", "voices"]
