"""From a request to a campaign plan: posts with drafts, moments and reasons. Pure: same request, same plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from campaigns.content.draft import Draft, draft_copy
from campaigns.planning.calendar import (
    AudienceCalendar,
    add_working_days,
    calendar_for,
)
from campaigns.planning.concerns import Unplaced, concerns_of, without_moment
from campaigns.planning.evidence import evidence_of
from campaigns.planning.planned import CampaignPlan, PlannedPlacement, PlannedPost
from campaigns.planning.request import Outlet, PlanRequest
from campaigns.planning.series import SeriesPost, propose_series
from campaigns.planning.slots import find_moment
from campaigns.planning.validity import of_jurisdiction
from campaigns.reasons import Reason, reason
from campaigns.vocabulary import FactKind

__all__ = ["CampaignPlan", "plan_campaign"]

#: How far a post may slide behind its day before it is left without a moment.
_PATIENCE: Final = timedelta(days=28)
#: How far ahead holidays, feasts and legal deadlines are looked at.
_HORIZON: Final = timedelta(days=180)


def plan_campaign(request: PlanRequest) -> CampaignPlan:
    """The campaign for a request. What cannot be planned is said in a sentence, never left out silently."""
    calendar = calendar_for(request.jurisdiction, request.land, request.today, request.start + _HORIZON)
    facts, warnings = of_jurisdiction(request.facts, request.jurisdiction)
    start = _earliest(request, calendar, warnings)
    series = propose_series(
        request.topic,
        facts,
        start=start,
        pace_days=request.pace_days,
        need=request.need,
        event=request.event,
        kinds=request.kinds,
    )
    warnings += series.warnings
    taken: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    unplaced: list[Unplaced] = []
    posts = tuple(_plan_post(request, post, calendar, taken, unplaced) for post in series.posts)
    warnings += without_moment(unplaced)
    # Kinds that were asked for have said themselves what they lack.
    if not posts and not (request.kinds and facts):
        warnings.append(reason("There is no fact that carries a post: add facts on this topic first."))
        warnings.append(
            reason(
                "Facts state the law of “{ours}” here, those of other countries are not carried over. Somebody who "
                "knows that law writes them under “Facts”, with law, source and days; a lawyer checks them.",
                ours=request.jurisdiction,
            )
        )
    warnings += concerns_of(request, posts)
    evidence = evidence_of(request, calendar, first=start, last=_last_day(posts, start))
    return CampaignPlan(request.topic.key, start, posts, tuple(dict.fromkeys(warnings)), tuple(evidence))


def _last_day(posts: Sequence[PlannedPost], start: date) -> date:
    """The last day on which anything of the plan leaves."""
    moments = [placement.local.date() for post in posts for placement in post.placements]
    return max([start, *(post.day for post in posts), *moments])


def _earliest(request: PlanRequest, calendar: AudienceCalendar, warnings: list[Reason]) -> date:
    """The wanted start, or the day on which translators and lawyers can be done if that is later."""
    days = request.lead.days(len(request.languages))
    ready = add_working_days(calendar, request.today, days)
    if request.start >= ready:
        return request.start
    if request.start < request.today:
        warnings.append(
            reason(
                "The wanted start, {start}, is past: the first post is planned for {ready}, when translation and legal "
                "check can be done.",
                start=request.start,
                ready=ready,
            )
        )
        return ready
    warnings.append(
        reason(
            "Translation and legal check take {days} working days: the first post is planned for {ready}, "
            "not for {start}.",
            days=days,
            ready=ready,
            start=request.start,
        )
    )
    return ready


def _plan_post(
    request: PlanRequest,
    post: SeriesPost,
    calendar: AudienceCalendar,
    taken: dict[tuple[str, str], list[datetime]],
    unplaced: list[Unplaced],
) -> PlannedPost:
    shows_amount = post.kind.key == "explainer" and post.facts[0].kind == FactKind.AMOUNT
    return PlannedPost(
        kind=post.kind.key,
        aim=post.aim,
        layout="big_number" if shows_amount else post.kind.layout,
        formats=post.kind.formats,
        facts=post.facts,
        day=post.day,
        not_after=post.not_after,
        drafts={code: _draft(request, post, code) for code in request.languages},
        placements=tuple(_place(request, post, calendar, taken, unplaced)),
        reasons=post.reasons,
    )


def _draft(request: PlanRequest, post: SeriesPost, language: str) -> Draft:
    return draft_copy(
        post.kind.key,
        language=language,
        topic_name=request.topic.name.get(language, ""),
        facts=post.facts,
        imprint=request.imprint,
        hashtags=request.topic.hashtags.get(language, ()),
        contact=request.contact,
        event=request.event,
        day=post.day,
        to_women=request.to_women,
        reminder=post.reminder,
    )


def _place(
    request: PlanRequest,
    post: SeriesPost,
    calendar: AudienceCalendar,
    taken: dict[tuple[str, str], list[datetime]],
    unplaced: list[Unplaced],
) -> list[PlannedPlacement]:
    """A moment for each fitting outlet and language, on a day on which every fact of the post holds."""
    found: list[PlannedPlacement] = []
    for outlet in request.outlets:
        if not _fits(outlet, post):
            continue
        for language in request.languages:
            if outlet.language not in (None, language):
                continue
            busy = taken[outlet.key, language]
            moment = find_moment(
                outlet,
                language=language,
                earliest=post.day,
                latest=_latest(request, post),
                calendar=calendar,
                taken=[*outlet.taken_in(language), *busy],
            )
            if moment is None:
                unplaced.append(Unplaced(post.kind.label, outlet.label, language))
                continue
            busy.append(moment.wall)
            found.append(
                PlannedPlacement(
                    outlet.key, language, moment.wall, moment.zone, outlet.is_space, moment.reasons
                )
            )
    return found


def _fits(outlet: Outlet, post: SeriesPost) -> bool:
    """Groups take what is made for them; a comment is not scheduled, it waits for its thread."""
    return bool(post.kind.formats) and (post.kind.in_spaces or not outlet.is_space)


def _latest(request: PlanRequest, post: SeriesPost) -> date:
    """The last day for a post: its facts still hold, its day has not passed, the campaign runs."""
    ends = [fact.valid_to for fact in post.facts] + [post.not_after, post.placed_by, request.end]
    return min([post.day + _PATIENCE, *(day for day in ends if day)])
