"""Fixing a report in a version: what others see of it from then on, checked against all that was told before."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, func, select

from campaigns.canonical import digest_of
from campaigns.errors import Conflict, NotFound
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.reach.as_json import report_as_dict
from campaigns.reach.asked import Period, asked_by_language
from campaigns.reach.disclosure.figures import SMALLEST, inside, outside
from campaigns.reach.disclosure.ledger import as_count, fix, rows, tables
from campaigns.reach.models import ReportVersion
from campaigns.reach.posts import SPACE
from campaigns.reach.reports import Report, asked_shares, ratio_of
from campaigns.reach.rules import check_can_fix_reports
from campaigns.reach.suppression import Count


@dataclass(frozen=True)
class Prepared:
    """A report with its counts as they may be shown, before anything is written. `seen` versions were looked at."""

    report: Report
    document: dict[str, Any]
    campaign_id: int | None
    shown: list[dict[str, Any]]
    public: bool
    seen: int

    @property
    def scope(self) -> str:
        return f"campaign {self.campaign_id}" if self.campaign_id else "programme"


def prepare_fixed(session: Session, *, report: Report, public: bool) -> Prepared:
    """The report as it may be shown beside every earlier version. Reads only: solving and drawing take their time.

    Counts of questions are hidden until nothing small can be worked out, also with all earlier versions at hand.
    """
    programme = session.get_one(Programme, report.programme_id)
    k = max(programme.smallest_count, SMALLEST)
    periods = {
        (period.start, period.end): asked_by_language(session, programme, report.topic, period)
        for period in (report.before, report.period)
    }
    asked = tables(report.topic, periods)
    told = _told_before(session, report.programme_id)
    rule = outside if public else partial(inside, k=k)
    shown = fix(
        asked,
        told,
        rule=rule,
        k=k,
        count=lambda first, last: asked_by_language(session, programme, report.topic, Period(first, last)),
    )
    counts = {(each.language, each.start): as_count(one) for each, one in zip(asked, shown, strict=True)}
    fixed = _with_counts(report, counts)
    if public:
        # In whose groups a project writes is not for everybody to know.
        fixed = replace(fixed, groups={**fixed.groups, SPACE: ()}, spaces={})
    return Prepared(
        report=fixed,
        document=report_as_dict(fixed),
        campaign_id=report.campaigns[0].id if report.topic and report.campaigns else None,
        shown=rows(asked, shown),
        public=public,
        seen=len(told),
    )


def fix_report(
    session: Session,
    *,
    prepared: Prepared,
    digest: str,
    page: dict[str, Any],
    by: Actor | None,
    now: datetime,
) -> tuple[ReportVersion, str]:
    """Keeps a prepared report whose files lie in the store; says the secret of its public address, '' without one.

    Refuses when another version was fixed since it was prepared: that one was not checked against.
    """
    if by is not None:
        check_can_fix_reports(by)
    report = prepared.report
    if len(_told_before(session, report.programme_id)) != prepared.seen:
        raise Conflict(
            "Another report was fixed meanwhile. Fix this one again: it is checked against that one, too."
        )
    secret = secrets.token_urlsafe(24) if prepared.public else ""
    version = ReportVersion(
        programme_id=report.programme_id,
        campaign_id=prepared.campaign_id,
        scope=prepared.scope,
        starts_on=report.period.start,
        ends_on=report.period.end,
        number=_next_number(session, report, prepared.scope),
        document=prepared.document,
        shown=prepared.shown,
        digest=digest,
        page=page,
        made_by=person_id(by),
        made_at=now,
        public_token_hash=sha256(secret.encode()).hexdigest() if secret else None,
    )
    session.add(version)
    session.flush()
    record(
        session,
        action="fix_report",
        subject="report_version",
        subject_id=version.id,
        by=by,
        programme_id=report.programme_id,
        now=now,
        digest=digest_of(version.document),
        public=prepared.public,
    )
    return version, secret


def versions_of(session: Session, *, programme_id: int, most: int = 40) -> list[ReportVersion]:
    """Fixed reports of a programme, the newest first."""
    query = (
        select(ReportVersion)
        .where(ReportVersion.programme_id == programme_id)
        .order_by(col(ReportVersion.made_at).desc(), col(ReportVersion.id).desc())
        .limit(most)
    )
    return list(session.exec(query))


def get_version(session: Session, version_id: int) -> ReportVersion:
    """One fixed report; refuses an unknown one."""
    found = session.get(ReportVersion, version_id)
    if found is None:
        raise NotFound("There is no such report.")
    return found


def public_version(session: Session, secret: str) -> ReportVersion:
    """The fixed report that a public address names; any other is not found."""
    hashed = sha256(secret.encode()).hexdigest()
    found = session.exec(select(ReportVersion).where(ReportVersion.public_token_hash == hashed)).first()
    if found is None:
        raise NotFound("There is no such report.")
    return found


def _told_before(session: Session, programme_id: int) -> list[list[dict[str, Any]]]:
    query = (
        select(col(ReportVersion.shown))
        .where(ReportVersion.programme_id == programme_id)
        .order_by(col(ReportVersion.id))
    )
    return [list(shown) for shown in session.scalars(query)]


def _next_number(session: Session, report: Report, scope: str) -> int:
    query = select(func.max(ReportVersion.number)).where(
        ReportVersion.programme_id == report.programme_id,
        ReportVersion.scope == scope,
        ReportVersion.starts_on == report.period.start,
        ReportVersion.ends_on == report.period.end,
    )
    return (session.exec(query).one() or 0) + 1


def _with_counts(report: Report, counts: Mapping[tuple[str | None, date], Count]) -> Report:
    before, during = report.before.start, report.period.start
    languages = [
        replace(
            row,
            asked_before=counts.get((row.language, before), Count(None)),
            asked_after=counts.get((row.language, during), Count(None)),
        )
        for row in report.rows
    ]
    asked_before, asked_after = counts[None, before], counts[None, during]
    return replace(
        report,
        rows=languages,
        asked_before=asked_before,
        asked_after=asked_after,
        # Worked out from what is shown: of other counts they would tell more, and so would their absence.
        ratio=ratio_of(asked_before, report.before, asked_after, report.period),
        fairness=asked_shares(report.fairness, languages),
    )
