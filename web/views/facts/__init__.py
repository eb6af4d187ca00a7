"""What is true: the facts of a programme, their versions, and recalls."""

from web.views.facts import changing, pages, rating, recalls, writing
from web.views.facts.blueprint import fact_pages

__all__ = ["changing", "fact_pages", "pages", "rating", "recalls", "writing"]
