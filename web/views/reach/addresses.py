"""Where a click on a figure of a report leads: to the rows that it is made of, of the same days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from campaigns.needs.queries import NO_LANGUAGE
from campaigns.reach.report.building import Report
from campaigns.reach.report.spreads import Way
from campaigns.reach.report.windows import whole_weeks


@dataclass(frozen=True)
class Addresses:
    """Addresses of a report's figures. Each is asked for so often that routing it every time would be felt.

    `asked` are campaign, start and end as a query, `needs` the page of questions, '' for those who do not see it.
    """

    rows: str
    behind: str
    asked: str
    needs: str
    before: tuple[date, date]
    during: tuple[date, date]
    after: tuple[date, date] | None = None

    def posts(self, by: str = "", key: str = "", figure: str = "", way: Way | None = None) -> str:
        """The posts that have this key, as far as this figure of theirs is known, and counted in this way."""
        counted = {"channel": way.channel, "definition": way.definition} if way else {}
        return self._to(self.rows, by=by, key=key, figure=figure, **counted)

    def to(self, what: str, by: str = "", key: object = "", figure: str = "") -> str:
        """Rows that are no posts: links, decisions, campaigns, kits, rumours, followers."""
        return self._to(f"{self.behind}/{what}", by=by, key=str(key), figure=figure)

    def questions(self, window: str, topic: str = "", language: str | None = None, region: str = "") -> str:
        """Questions of a window (before, during, both or after); language None is every one, '' an unknown one."""
        since = self.during[0] if window == "during" else self.before[0]
        until = self.before[1] if window == "before" else self.during[1]
        if window == "after" and self.after:
            since, until = self.after
        chosen = {"topic": topic, "region": region, "since": since.isoformat(), "until": until.isoformat()}
        if language is not None:
            chosen["language"] = language or NO_LANGUAGE
        return f"{self.needs}?{urlencode({name: value for name, value in chosen.items() if value})}"

    def _to(self, page: str, **more: str) -> str:
        given = urlencode({name: value for name, value in more.items() if value})
        return f"{page}?{self.asked}{'&' if given else ''}{given}"


def addresses_of(report: Report, asked: dict[str, Any], *, sees_questions: bool) -> Addresses:
    """Those of the report on the desk, for somebody who sees the questions or does not."""
    # A report on the desk tells questions of whole weeks.
    windows = whole_weeks(report.period)
    return Addresses(
        rows=url_for("reach.rows"),
        behind=url_for("reach.behind", what="clicks").removesuffix("/clicks"),
        asked=urlencode(asked),
        needs=url_for("needs.questions") if sees_questions else "",
        before=(windows.before.start, windows.before.end),
        during=(windows.during.start, windows.during.end),
        after=(report.after.period.start, report.after.period.end) if report.after else None,
    )
