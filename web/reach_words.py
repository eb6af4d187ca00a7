"""Figures in the reader's language: what is counted, where a figure comes from."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _

from campaigns.reach.metrics import Metric
from campaigns.vocabulary import InsightSource


@cache
def _metrics() -> dict[str, Any]:
    return {
        Metric.QUESTIONS: _("Questions"),
        Metric.PUBLICATIONS: _("Published"),
        Metric.VIEWS: _("Views"),
        Metric.REACH: _("Reach"),
        Metric.IMPRESSIONS: _("Impressions"),
        Metric.ENGAGEMENTS: _("Engagements"),
        Metric.REACTIONS: _("Reactions"),
        Metric.COMMENTS: _("Comments"),
        Metric.SHARES: _("Shares"),
        Metric.SAVES: _("Saves"),
        Metric.LINK_CLICKS: _("Link clicks (channel)"),
        Metric.FOLLOWS: _("New follows"),
        Metric.FOLLOWERS: _("Followers"),
        Metric.CLICKS: _("Clicks"),
    }


def metric_word(metric: str) -> str:
    """What is counted; an unknown name as it stands."""
    return str(_metrics().get(metric, metric))


def source_word(source: str) -> str:
    """Where a figure comes from."""
    words = {
        InsightSource.API: _("from the channel"),
        InsightSource.FILE: _("from an export"),
        InsightSource.HAND: _("typed in by hand"),
    }
    return str(words.get(InsightSource(source), source)) if source else ""
