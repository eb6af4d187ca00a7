"""Figures kept beside the series, so that a report over millions of readings is one look at few rows.

They are worked out from the series of the publications that were touched, never counted on: two readings at once,
twice or in any order give the same. All of them can be thrown away and made anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete
from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, select

from campaigns.approvals.models import Proof
from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post, Variant
from campaigns.db import is_read_only
from campaigns.people.models import Programme
from campaigns.placements.models import Placement, Publication
from campaigns.reach.insights.aged import at_a_week
from campaigns.reach.insights.metrics import OF_POSTS, TOLD
from campaigns.reach.insights.upserts import insert_into, put_rows, table_of
from campaigns.reach.models import Insight, InsightDue, InsightLatest, ReachRow, ReachStamp

MANY = 500


def keep_figures(session: Session, publication_ids: Iterable[int]) -> None:
    """Works out the newest figures of these publications and their rows for reports."""
    wanted = sorted(set(publication_ids))
    for start in range(0, len(wanted), MANY):
        ids = wanted[start : start + MANY]
        series = _series(session, ids)
        latest = {publication_id: _latest(publication_id, rows) for publication_id, rows in series.items()}
        put_rows(session, InsightLatest, [row for rows in latest.values() for row in rows.values()])
        rows = reach_rows(session, ids, latest, series)
        put_rows(session, ReachRow, rows)
        _count_up(session, {row["programme_id"] for row in rows})


def keep_again(session: Session, publication_ids: Iterable[int]) -> None:
    """As `keep_figures` after readings went: a counter that nobody has read any more is not kept."""
    wanted = sorted(set(publication_ids))
    for start in range(0, len(wanted), MANY):
        some = wanted[start : start + MANY]
        session.execute(delete(InsightLatest).where(col(InsightLatest.publication_id).in_(some)))
    keep_figures(session, wanted)


def forget_rows(session: Session, *, publication_id: int, programme_id: int) -> None:
    """Lets go of what is kept of a publication that never was."""
    for table in (ReachRow, InsightDue):
        session.execute(delete(table).where(col(table.publication_id) == publication_id))
    _count_up(session, [programme_id])


def stamp_of(session: Session, programme_id: int) -> int:
    """How often the rows of a programme changed."""
    query = select(ReachStamp.number).where(ReachStamp.programme_id == programme_id)
    return session.exec(query).first() or 0


def _count_up(session: Session, programme_ids: Iterable[int]) -> None:
    """In one statement each, so that two who write at once wait for each other and both count."""
    table = table_of(ReachStamp)
    for programme_id in sorted(programme_ids):
        statement = insert_into(session, ReachStamp).values(programme_id=programme_id, number=1)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=[table.c.programme_id], set_={"number": table.c.number + 1}
            )
        )


def keep_missing(session: Session, *, programme_id: int, most: int = MANY) -> int:
    """Makes the rows of publications that have none yet; says how many."""
    ids = missing_rows(session, programme_id=programme_id)[:most]
    keep_figures(session, ids)
    return len(ids)


def missing_rows(session: Session, *, programme_id: int) -> list[int]:
    """Publications that reports do not know yet. Who only reads is told the same throughout."""
    if not is_read_only(session):
        return _missing_rows(session, programme_id)
    known: dict[int, list[int]] = session.info.setdefault(missing_rows, {})
    if programme_id not in known:
        known[programme_id] = _missing_rows(session, programme_id)
    return known[programme_id]


def _missing_rows(session: Session, programme_id: int) -> list[int]:
    if _count(session, Publication, programme_id) == _count(session, ReachRow, programme_id):
        return []  # each row belongs to one publication, and two counts are read from indexes alone
    query = (
        select(Publication.id)
        .join(ReachRow, col(ReachRow.publication_id) == Publication.id, isouter=True)
        .where(Publication.programme_id == programme_id, col(ReachRow.publication_id).is_(None))
    )
    return [found for found in session.exec(query) if found is not None]


def _count(session: Session, table: type[Publication] | type[ReachRow], programme_id: int) -> int:
    return session.exec(
        select(func.count()).select_from(table).where(col(table.programme_id) == programme_id)
    ).one()


def _series(session: Session, ids: Sequence[int]) -> dict[int, list[Insight]]:
    """All readings of each publication; those of the same moment are settled by source and definition."""
    found: dict[int, list[Insight]] = {}
    order = (col(Insight.at), col(Insight.source), col(Insight.definition), col(Insight.id))
    for row in session.exec(select(Insight).where(col(Insight.publication_id).in_(ids)).order_by(*order)):
        found.setdefault(row.publication_id, []).append(row)
    return found


def _latest(publication_id: int, series: Sequence[Insight]) -> dict[str, dict[str, Any]]:
    """The newest known value of each counter."""
    counters: dict[str, dict[str, Any]] = {}
    for row in series:
        kept = counters.setdefault(row.metric, _nothing(publication_id, row.metric))
        if row.value is None:
            kept |= {"unknown": row.unknown, "unknown_at": row.at}
        else:
            kept |= {
                "value": row.value,
                "definition": row.definition,
                "source": str(row.source),
                "at": row.at,
            }
            kept |= {"unknown": "", "unknown_at": None}
    return counters


def _nothing(publication_id: int, metric: str) -> dict[str, Any]:
    return {
        "publication_id": publication_id,
        "metric": metric,
        "value": None,
        "definition": "",
        "source": "",
        "at": None,
        "unknown": "",
        "unknown_at": None,
    }


def reach_rows(
    session: Session,
    ids: Sequence[int],
    latest: Mapping[int, dict[str, dict[str, Any]]],
    series: Mapping[int, Sequence[Insight]] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """Rows of reports for these publications, from what is stored about them."""
    query = (
        select_many(Publication, Placement, Variant, Post, Campaign, col(Programme.zone), col(Proof.manifest))
        .join(Placement, col(Placement.id) == Publication.placement_id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(Programme, col(Programme.id) == Publication.programme_id)
        .join(Proof, col(Proof.id) == Publication.proof_id)
        .where(col(Publication.id).in_(ids))
    )
    rows = []
    for publication, placement, variant, post, campaign, zone, manifest in session.execute(query):
        local = wall_time(publication.published_at, zone)
        counters = latest.get(publication.id or 0, {})
        known = [each["at"] for each in counters.values() if each["at"] is not None]
        rows.append(
            {
                "publication_id": publication.id,
                "programme_id": publication.programme_id,
                "campaign_id": campaign.id,
                "variant_id": variant.id,
                "topic": campaign.topic,
                "kind": post.kind,
                "format": format_of(json.loads(manifest)),
                "language": publication.language,
                "channel": publication.channel,
                "account_id": placement.account_id,
                "space_id": placement.space_id,
                "day": local.date(),
                "weekday": local.weekday(),
                "hour": local.hour,
                **{str(metric): counters.get(metric, {}).get("value") for metric in OF_POSTS},
                **at_a_week(series.get(publication.id or 0, ()), publication.published_at, counters),
                "counted_by": " ".join(
                    sorted(
                        counters[metric]["definition"]
                        for metric in TOLD
                        if counters.get(metric, {}).get("definition")
                    )
                ),
                "figures_at": max(known, default=None),
            }
        )
    return rows


def format_of(manifest: dict[str, Any]) -> str:
    """What a post showed: "film", the format of its first picture, "pictures" of several, or "text"."""
    media = manifest.get("media") or []
    if any(str(each.get("media_type", "")).startswith("video/") for each in media):
        return "film"
    if len(media) > 1:
        return "pictures"
    return str(media[0].get("format") or "picture")[:20] if media else "text"
