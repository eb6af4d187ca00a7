"""When a campaign's posts leave: one entry per moment and post, with which languages go where."""

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
    """A post leaving at one moment. `wall` and `zone` are as the person chose them; `languages` are by place;
    the overdue are counted apart."""

    post: Post
    wall: datetime
    zone: str
    due_at: datetime | None
    languages: dict[str, list[str]] = field(default_factory=dict)
    statuses: Counter[PlacementStatus] = field(default_factory=Counter)
    overdue: int = 0

    @property
    def goes(self) -> list[tuple[list[str], list[str]]]:
        """Places with the languages that go there; places that take the same ones stand together."""
        places: dict[tuple[str, ...], list[str]] = {}
        for place, codes in self.languages.items():
            places.setdefault(tuple(sort_languages(dict.fromkeys(codes))), []).append(place)
        return [(names, list(codes)) for codes, names in places.items()]


def campaign_timeline(session: Session, campaign_id: int, now: datetime) -> list[Moment]:
    """The moments of a campaign in their order, without what was cancelled; one query."""
    found: dict[tuple[int, datetime, str], Moment] = {}
    for entry in entries(session, campaign_id=campaign_id):
        if entry.placement.status is PlacementStatus.CANCELLED:
            continue
        _add(found, entry, now)
    return list(found.values())


def _add(found: dict[tuple[int, datetime, str], Moment], entry: Entry, now: datetime) -> None:
    row = entry.placement
    key = (entry.post.id or 0, row.wall, row.zone)
    moment = found.setdefault(key, Moment(entry.post, row.wall, row.zone, row.due_at))
    moment.languages.setdefault(entry.place, []).append(entry.variant.language)
    if entry.is_overdue(now):
        moment.overdue += 1
    else:
        moment.statuses[row.status] += 1
