"""When a campaign's posts leave: one line per moment and post, languages and places together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from campaigns.content.models import Post
from campaigns.languages import sort_languages
from campaigns.placements.queries import Entry, entries
from campaigns.vocabulary import PlacementStatus


@dataclass
class Moment:
    """A post leaving at one moment. `wall` and `zone` are as the person chose them; the
    overdue are counted apart."""

    post: Post
    wall: datetime
    zone: str
    due_at: datetime | None
    places: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    statuses: Counter[PlacementStatus] = field(default_factory=Counter)
    overdue: int = 0


def campaign_timeline(session: Session, campaign_id: int, now: datetime) -> list[Moment]:
    """The moments of a campaign in their order, without what was cancelled; one query."""
    found: dict[tuple[int, datetime, str], Moment] = {}
    for entry in entries(session, campaign_id=campaign_id):
        if entry.placement.status is PlacementStatus.CANCELLED:
            continue
        _add(found, entry, now)
    for moment in found.values():
        moment.languages = sort_languages(dict.fromkeys(moment.languages))
        moment.places = list(dict.fromkeys(moment.places))
    return list(found.values())


def _add(found: dict[tuple[int, datetime, str], Moment], entry: Entry, now: datetime) -> None:
    row = entry.placement
    key = (entry.post.id or 0, row.wall, row.zone)
    moment = found.setdefault(key, Moment(entry.post, row.wall, row.zone, row.due_at))
    moment.places.append(entry.place)
    moment.languages.append(entry.variant.language)
    if entry.is_overdue(now):
        moment.overdue += 1
    else:
        moment.statuses[row.status] += 1
