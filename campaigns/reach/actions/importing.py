"""Taking an export in: understood, matched, written down; what belongs to no publication waits for a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from campaigns.channels import profiles
from campaigns.clock import wall_time
from campaigns.errors import BadInput
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.placements.models import Account, Publication
from campaigns.reach.actions.recording import record_readings
from campaigns.reach.actions.replacing import replaced_by
from campaigns.reach.exports.columns import headers_digest
from campaigns.reach.exports.doubts import doubts_of
from campaigns.reach.exports.imported import Imported
from campaigns.reach.exports.matching import Matches, known_publications, match_rows
from campaigns.reach.exports.moments import as_moment
from campaigns.reach.exports.numbers import EMPTY
from campaigns.reach.exports.reading import Export, read_export
from campaigns.reach.exports.rows import ExportRow
from campaigns.reach.insights.metrics import OF_POSTS, definition_of
from campaigns.reach.insights.readings import Reading
from campaigns.reach.insights.upserts import add_missing
from campaigns.reach.models import AS_OF, LIMITS, AccountDay, ExportMapping, InsightBatch, UnmatchedRow
from campaigns.reach.rules import check_can_import_figures
from campaigns.vocabulary import InsightSource

#: What is asked about such a file before anything of it is taken.
WHICH_ACCOUNT = (
    "This file comes from another platform than the account. Nothing was taken yet: say to which account it "
    "belongs."
)
#: Where the report of an export keeps the moment for which its figures hold.
HOLDS_AT = "holds_at"


def understand_export(
    session: Session, *, account: Account, data: bytes, name: str, choices: Iterable[str] = ()
) -> Export:
    """The export as it would be taken in, with what the programme said earlier about such columns."""
    remembered = {
        row.headers_digest: row.mapping
        for row in session.exec(
            select(ExportMapping).where(ExportMapping.programme_id == account.programme_id)
        )
    }
    platform = account.channel if account.channel in profiles() else ""
    return read_export(data, name=name, platform=platform, chosen=choices, remembered=remembered)


def import_figures(
    session: Session,
    *,
    account: Account,
    export: Export,
    by: Actor | None,
    now: datetime,
    at: datetime | None = None,
) -> Imported:
    """Writes an export down. `at` is the moment for which its figures hold, by default now.

    The same export again changes nothing and says so. Another one for the same moment holds a second later, so that
    each keeps its own readings and either can be undone.
    """
    if by is not None:
        check_can_import_figures(by)
    if _known_batch(session, account, export):
        return Imported(export, 0, 0, 0, already=True)
    batch = InsightBatch(
        programme_id=account.programme_id,
        account_id=account.id,
        source=InsightSource.FILE,
        platform=export.platform,
        content_digest=export.digest,
        by=person_id(by),
        at=now,
    )
    session.add(batch)
    session.flush()
    _remember(session, account, export, now)
    holds_at = _free_moment(session, account, at or now)
    done = (_take_posts if export.is_of_posts else _take_days)(session, account, export, batch, holds_at)
    done = replace(done, doubts=doubts_of(export, today=wall_time(now, account.zone).date()))
    batch.report = {**done.as_json(), "unmatched": len(done.unmatched), HOLDS_AT: holds_at.isoformat()}
    session.add(batch)
    record(
        session,
        action="import_figures",
        subject="insight_batch",
        subject_id=batch.id,
        by=by,
        programme_id=account.programme_id,
        now=now,
        read=export.read,
        matched=done.matched,
        unmatched=len(done.unmatched),
        rounded=len(export.rounded),
    )
    return done


def check_is_of_account(account: Account, export: Export) -> None:
    """Refuses a file that is known to come from another platform than the account, until somebody says it is meant."""
    if is_foreign(account, export):
        raise BadInput(
            WHICH_ACCOUNT, field="account", platform=export.certain_platform, is_of_posts=export.is_of_posts
        )


def is_foreign(account: Account, export: Export) -> bool:
    """Whether the file is known to come from another platform than the account is one of."""
    return bool(export.certain_platform) and export.certain_platform != account.channel


def _take_posts(
    session: Session, account: Account, export: Export, batch: InsightBatch, at: datetime
) -> Imported:
    matches = match_rows(
        export.rows, known_publications(session, account), is_foreign=is_foreign(account, export)
    )
    followed = _as_decided_before(session, account, matches)
    readings = [
        (publication, reading)
        for row, publication in matches.found
        for reading in _readings(row, export.platform)
    ]
    smaller = [each for each in replaced_by(session, readings, at=at) if each.new < each.old]
    new = record_readings(session, readings=readings, source=InsightSource.FILE, at=at, batch_id=batch.id)
    waiting = [_unmatched(account, export, batch, row, reason, at) for row, reason in matches.open]
    session.add_all(waiting)
    for row, said in followed:
        kept = _unmatched(account, export, batch, row, said.reason, at)
        kept.publication_id, kept.settled_at, kept.settled_by = said.publication_id, batch.at, said.settled_by
        session.add(kept)
    session.flush()
    shown = [
        {
            "row": each.row, "id": each.remote_id, "url": each.url, "posted": each.posted, "text": each.hint,
            "reason": each.reason,
        }
        for each in waiting
    ]  # fmt: skip
    return Imported(
        export,
        len(matches.found),
        0,
        new,
        shown,
        is_foreign=is_foreign(account, export),
        batch=batch.id,
        smaller=smaller,
        limits={str(publication.id): _limits(row) for row, publication in matches.found if row.rounded},
    )


def _limits(row: ExportRow) -> dict[str, tuple[int, int]]:
    return {str(metric): (each.low, each.high) for metric, each in row.rounded.items()}


def _take_days(
    session: Session, account: Account, export: Export, batch: InsightBatch, at: datetime
) -> Imported:
    if is_foreign(account, export):
        return Imported(export, 0, 0, 0, batch=batch.id, is_foreign=True)
    rows = [
        {
            "account_id": account.id,
            "metric": str(reading.metric),
            "day": row.day,
            "value": reading.value,
            "unknown": reading.unknown,
            "definition": reading.definition,
            "source": InsightSource.FILE,
            "batch_id": batch.id,
            "at": at,
        }
        for row in export.rows
        for reading in _readings(row, export.platform, posts=False)
    ]
    return Imported(export, 0, len(export.rows), add_missing(session, AccountDay, rows), batch=batch.id)


def _readings(row: ExportRow, platform: str, *, posts: bool = True) -> list[Reading]:
    return [
        Reading(metric, value, "" if value is not None else EMPTY, definition_of(metric, platform).key)
        for metric, value in row.figures.items()
        if metric in OF_POSTS or not posts
    ]


def _unmatched(
    account: Account, export: Export, batch: InsightBatch, row: ExportRow, reason: str, at: datetime
) -> UnmatchedRow:
    figures = {
        str(reading.metric): [reading.value, reading.unknown, reading.definition]
        for reading in _readings(row, export.platform)
    }
    return UnmatchedRow(
        programme_id=account.programme_id,
        batch_id=batch.id or 0,
        account_id=account.id,
        row=row.row,
        remote_id=row.remote_id,
        url=row.url,
        hint=row.text[:120],
        posted=as_moment(row.posted)[:40],
        figures={AS_OF: at.isoformat(), **figures, **({LIMITS: _limits(row)} if row.rounded else {})},
        reason=reason,
    )


def _as_decided_before(
    session: Session, account: Account, matches: Matches
) -> list[tuple[ExportRow, UnmatchedRow]]:
    """Rows about which a person has decided in an earlier export go where that person put them.

    Says which ones are about a post, with the row of which it was said: this, too, can be taken back.
    """
    if not matches.open:
        return []
    settled = session.exec(
        select(UnmatchedRow)
        .where(UnmatchedRow.account_id == account.id, col(UnmatchedRow.settled_at).is_not(None))
        .order_by(col(UnmatchedRow.settled_at), col(UnmatchedRow.id))
    )
    decided = {name: row for row in settled for name in (row.remote_id, row.url) if name}
    taken = {publication.id for _, publication in matches.found}
    still_open, followed = [], []
    for row, reason in matches.open:
        said = next((decided[each] for each in (row.remote_id, row.url) if each in decided), None)
        if said is None:
            still_open.append((row, reason))
        elif said.publication_id is not None and said.publication_id not in taken:
            matches.found.append((row, session.get_one(Publication, said.publication_id)))
            followed.append((row, said))
            taken.add(said.publication_id)
    matches.open = still_open
    return followed


def _free_moment(session: Session, account: Account, at: datetime) -> datetime:
    """The first moment from `at` on, second by second, for which no other export of this account holds."""
    said = col(InsightBatch.report)[HOLDS_AT].as_string()
    taken = set(session.scalars(select(said).where(InsightBatch.account_id == account.id)))
    while at.isoformat() in taken:
        at += timedelta(seconds=1)
    return at


def _known_batch(session: Session, account: Account, export: Export) -> InsightBatch | None:
    return session.exec(
        select(InsightBatch).where(
            InsightBatch.account_id == account.id, InsightBatch.content_digest == export.digest
        )
    ).first()


def _remember(session: Session, account: Account, export: Export, now: datetime) -> None:
    """Keeps what a person said of the columns; what is known anyway needs no memory."""
    if not export.columns.mapping:
        return
    session.merge(
        ExportMapping(
            programme_id=account.programme_id,
            headers_digest=headers_digest(export.columns.headers),
            mapping=dict(export.columns.mapping),
            used_at=now,
        )
    )
