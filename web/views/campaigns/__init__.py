"""Campaigns: cards by stage, one campaign with its matrix, one post with its variants."""

from web.views.campaigns import acts, moments, pages, plan, posts
from web.views.campaigns.blueprint import campaign_pages

__all__ = ["acts", "campaign_pages", "moments", "pages", "plan", "posts"]
