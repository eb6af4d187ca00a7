"""Calendar: month, week and list, one placement, putting posts in, sending, the feed for other calendars."""

from web.views.calendar import pages, placements, placing, sending, subscription
from web.views.calendar.blueprint import calendar_pages

__all__ = ["calendar_pages", "pages", "placements", "placing", "sending", "subscription"]
