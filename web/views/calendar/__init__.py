"""Calendar: month, week and list, one placement, its mail, putting posts in, sending, the feed for other calendars."""

from web.views.calendar import mails, pages, placements, placing, sending, subscription
from web.views.calendar.blueprint import calendar_pages

__all__ = ["calendar_pages", "mails", "pages", "placements", "placing", "sending", "subscription"]
