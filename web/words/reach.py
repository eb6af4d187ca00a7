"""Figures in the reader's language: what is counted, where a figure comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from babel.dates import get_day_names
from flask_babel import lazy_gettext as _

from campaigns.reach.insights.metrics import Metric
from campaigns.vocabulary import InsightSource
from web.formats import language_name, locale
from web.words.content import topic_word
from web.words.needs import PLATFORMS as HEARD_ON
from web.words.review import channel_word


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
        Metric.ENGAGED_PER_REACH: _("Engagements / reach"),
        Metric.ENGAGED_PER_VIEW: _("Engagements / views"),
        Metric.ACTED: _("Acts"),
        Metric.VIEWS_WEEK: _("Views after 7 days"),
        Metric.REACH_WEEK: _("Reach after 7 days"),
        Metric.IMPRESSIONS_WEEK: _("Impressions after 7 days"),
        Metric.ENGAGEMENTS_WEEK: _("Engagements after 7 days"),
        Metric.FOLLOWS: _("New follows"),
        Metric.FOLLOWERS: _("Followers"),
        Metric.CLICKS: _("Clicks"),
        Metric.KIT_DOWNLOADS: _("Downloads of kits"),
        Metric.KITS_SHARED: _("Kits shared, as partners say"),
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


PLATFORMS = {
    "facebook": "Facebook",
    "instagram": "Instagram",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "x": "X",
    "linkedin": "LinkedIn",
    "threads": "Threads",
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
}


def place_word(key: str) -> str:
    """The name of a channel, or of the platform on which a group lives."""
    return PLATFORMS.get(key) or (str(HEARD_ON[key]) if key in HEARD_ON else channel_word(key))


def weekday_word(key: str) -> str:
    """The name of a weekday; 0 is Monday."""
    names = get_day_names("wide", locale=locale())
    return str(names[int(key)]) if key.isdecimal() and int(key) in names else key


def daytime_word(key: str) -> str:
    """A part of the day with its hours."""
    words = {
        "morning": _("morning, 5 to 11"),
        "noon": _("midday, 11 to 14"),
        "afternoon": _("afternoon, 14 to 18"),
        "evening": _("evening, 18 to 22"),
        "night": _("night, 22 to 5"),
    }
    return str(words.get(key, key))


def format_word(key: str) -> str:
    """What a post showed."""
    words = {
        "film": _("film"),
        "pictures": _("several pictures"),
        "text": _("text alone"),
        "square": _("picture, square"),
        "portrait": _("picture, portrait"),
        "landscape": _("picture, landscape"),
        "story": _("story"),
    }
    return str(words.get(key, key))


def dimension_word(by: str, key: str, spaces: Mapping[int, str]) -> str:
    """What posts have in common, such as “Language: Arabic”."""
    words: dict[str, tuple[Any, Callable[[str], str]]] = {
        "language": (_("Language"), language_name),
        "channel": (_("Channel"), place_word),
        "format": (_("Format"), format_word),
        "topic": (_("Topic"), topic_word),
        "weekday": (_("Weekday"), weekday_word),
        "daytime": (_("Time of day"), daytime_word),
    }
    if by not in words:
        return f"{_('Group')}: {next(iter(spaces.values()), '–')}"
    head, word = words[by]
    return f"{head}: {word(key)}"
