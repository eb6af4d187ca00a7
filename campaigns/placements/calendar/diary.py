"""The calendar as people read it: by day of the wall clock, one line for each post and moment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.languages import sort_languages
from campaigns.people.models import AuditEntry, Person
from campaigns.placements.binding import Wish, approved_proofs
from campaigns.placements.models import Placement
from campaigns.placements.queries import Entry, entries
from campaigns.vocabulary import PlacementStatus, VariantStatus

#: Wall clocks of the world are at most this far from UTC.
_MARGIN = timedelta(hours=15)


@dataclass(frozen=True)
class Filter:
    """What of the calendar is shown; None shows all. `place` is "account:3" or "space:7"."""

    language: str | None = None
    place: str | None = None
    statuses: Collection[PlacementStatus] | None = None

    def takes(self, entry: Entry) -> bool:
        place = (
            f"account:{entry.placement.account_id}"
            if entry.placement.account_id
            else f"space:{entry.placement.space_id}"
        )
        return (
            self.language in (None, entry.variant.language)
            and self.place in (None, place)
            and (self.statuses is None or entry.placement.status in self.statuses)
        )


@dataclass(frozen=True)
class Line:
    """One post at one moment, in all its languages and places. `wall` and `zone` are as the person chose them."""

    post: Post
    campaign: Campaign
    wall: datetime
    zone: str
    headline: str
    pictures: Mapping[str, Rendition]
    entries: Sequence[Entry]

    @property
    def picture(self) -> Rendition | None:
        """The picture in the first language that has one."""
        return next((self.pictures[code] for code in self.languages if code in self.pictures), None)

    @property
    def languages(self) -> list[str]:
        return sort_languages({entry.variant.language for entry in self.entries})

    @property
    def places(self) -> list[str]:
        return list(dict.fromkeys(entry.place for entry in self.entries))


def diary(
    session: Session, *, programme_id: int, first: date, last: date, only: Filter, source_language: str
) -> dict[date, list[Line]]:
    """The lines of these days, first and last included, by day; in a fixed number of queries.

    What was cancelled is left out unless it is asked for.
    """
    found = [
        entry
        for entry in entries(
            session,
            programme_id=programme_id,
            since=datetime.combine(first, time(), UTC) - _MARGIN,
            until=datetime.combine(last + timedelta(days=1), time(), UTC) + _MARGIN,
        )
        if first <= entry.placement.wall.date() <= last
        and only.takes(entry)
        and (only.statuses is not None or entry.placement.status is not PlacementStatus.CANCELLED)
    ]
    post_ids = {entry.post.id or 0 for entry in found}
    headlines = headlines_of(session, post_ids, source_language)
    pictures = pictures_of(session, post_ids)
    groups: dict[tuple[int, datetime, str], list[Entry]] = defaultdict(list)
    for entry in found:
        groups[(entry.post.id or 0, entry.placement.wall, entry.placement.zone)].append(entry)
    days: dict[date, list[Line]] = defaultdict(list)
    for (post_id, wall, zone), group in groups.items():
        mine = {code: picture for (post, code), picture in pictures.items() if post == post_id}
        line = Line(
            group[0].post, group[0].campaign, wall, zone, headlines.get(post_id, ""), mine, tuple(group)
        )
        days[wall.date()].append(line)
    return {day: sorted(lines, key=lambda line: line.wall) for day, lines in sorted(days.items())}


def by_post_and_state(found: Sequence[Entry]) -> list[list[Entry]]:
    """The same entries, those of one post in one state for one reason together, in the order of their first."""
    groups: dict[tuple[int | None, PlacementStatus, str], list[Entry]] = defaultdict(list)
    for entry in found:
        why = entry.against.msgid if entry.against else entry.placement.reason
        groups[(entry.post.id, entry.placement.status, why)].append(entry)
    return list(groups.values())


def headlines_of(session: Session, post_ids: Collection[int], language: str) -> dict[int, str]:
    """The headline of each post in one language, as its words stand."""
    query = (
        select(Variant.post_id, Revision.words)
        .join(Revision, (col(Revision.variant_id) == Variant.id) & (col(Revision.number) == Variant.revision))
        .where(col(Variant.post_id).in_(list(post_ids)), Variant.language == language)
    )
    return {post_id: str(words.get("headline", "")) for post_id, words in session.exec(query)}


def pictures_of(session: Session, post_ids: Collection[int]) -> dict[tuple[int, str], Rendition]:
    """The first picture of each post in each language."""
    query = (
        select_many(col(Variant.post_id), col(Variant.language), Rendition)
        .join(Revision, (col(Revision.variant_id) == Variant.id) & (col(Revision.number) == Variant.revision))
        .join(Rendition, (col(Rendition.revision_id) == Revision.id) & col(Rendition.current).is_(True))
        .where(col(Variant.post_id).in_(list(post_ids)))
        .order_by(col(Rendition.id))
    )
    found: dict[tuple[int, str], Rendition] = {}
    for post_id, language, rendition in session.execute(query):
        found.setdefault((post_id, language), rendition)
    return found


def ready_to_schedule(session: Session, *, programme_id: int, now: datetime) -> list[tuple[Campaign, int]]:
    """Campaigns with proposals to come that are approved for their day, and how many: they only wait for a yes."""
    query = (
        select(Campaign, Placement, Variant.language)
        .join(Post, col(Post.campaign_id) == Campaign.id)
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(Placement, col(Placement.variant_id) == Variant.id)
        .where(
            Campaign.programme_id == programme_id,
            Variant.status == VariantStatus.APPROVED,
            Placement.status == PlacementStatus.PROPOSED,
            col(Placement.due_at) >= now,
        )
        .order_by(col(Campaign.starts_on), col(Campaign.id))
    )
    rows = [
        (campaign, Wish(row.variant_id, language, row.channel, programme_id, row.wall.date()))
        for campaign, row, language in session.exec(query)
    ]
    good = approved_proofs(session, {wish for _campaign, wish in rows})
    campaigns = {campaign.id: campaign for campaign, _wish in rows}
    numbers = Counter(campaign.id for campaign, wish in rows if wish in good)
    return [(campaign, numbers[key]) for key, campaign in campaigns.items() if numbers[key]]


def history_of(session: Session, placement_id: int) -> list[tuple[AuditEntry, str]]:
    """What people did with a placement, the latest first, with their names."""
    query = (
        select(AuditEntry, Person.name)
        .join(Person, col(Person.id) == AuditEntry.by, isouter=True)
        .where(AuditEntry.subject == "placement", AuditEntry.subject_id == placement_id)
        .order_by(col(AuditEntry.id).desc())
    )
    return [(row, name or "") for row, name in session.exec(query)]
