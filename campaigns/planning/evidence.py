"""Why a campaign is proposed, and which days it should know: sentences with their numbers."""

from __future__ import annotations

from datetime import date, timedelta

from campaigns.needs.counts.disclosure import ShownCount
from campaigns.planning.calendar import AudienceCalendar, legal_deadlines
from campaigns.planning.feasts import Bearing
from campaigns.planning.request import NeedView, PlanRequest
from campaigns.reasons import Reason, reason

#: How far ahead a legal deadline is worth mentioning.
_AHEAD = timedelta(days=60)


def evidence_of(request: PlanRequest, calendar: AudienceCalendar, *, first: date, last: date) -> list[Reason]:
    """What was asked, the legal days near the start, and the feasts between the first and the last post."""
    found = _need(request.need) if request.need else []
    for deadline in legal_deadlines(request.topic.key, request.jurisdiction, request.today, first + _AHEAD):
        found.append(
            reason(
                "Legal date {day}: {what} ({laws})",
                day=deadline.day,
                what=deadline.name,
                laws=deadline.laws,
            )
        )
    for feast in calendar.feasts:
        readers = [code for code in request.languages if code in feast.languages]
        if readers and feast.bearing is not Bearing.OCCASION and feast.first <= last and first <= feast.last:
            found.append(
                reason(
                    "{feast} on {day} is kept by readers of: {languages}.",
                    feast=feast.name,
                    day=feast.first,
                    languages=readers,
                )
                if feast.first == feast.last
                else reason(
                    "{feast} from {first} to {last} is kept by readers of: {languages}.",
                    feast=feast.name,
                    first=feast.first,
                    last=feast.last,
                    languages=readers,
                )
            )
    return found


def _need(need: NeedView) -> list[Reason]:
    """The counted need; a small count stays hidden."""
    bound = ShownCount(need.count, need.below).bound
    if bound is not None:
        found = [
            reason("Asked fewer than {smallest} times in {weeks} weeks.", smallest=bound, weeks=need.weeks)
        ]
    else:
        found = [reason("Asked about {count} times in {weeks} weeks.", count=need.count, weeks=need.weeks)]
    if need.wrong_share:
        found.append(
            reason(
                "{percent} percent of the answers in threads were wrong.",
                percent=round(need.wrong_share * 100),
            )
        )
    if need.spaces:
        found.append(reason("Asked in at least {spaces} groups and channels.", spaces=need.spaces))
    if need.languages:
        most_first = sorted(need.languages.items(), key=lambda share: -(share[1] or 0))
        shares = [f"{code} {ShownCount(count, need.below)}" for code, count in most_first]
        found.append(reason("Asked in these languages: {languages}.", languages=shares))
    return found
