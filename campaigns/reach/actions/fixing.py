"""Fixing a report in a version: what others see of it from then on, checked against all that was told before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from campaigns.canonical import digest_of
from campaigns.errors import Conflict, NotFound
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.reach.actions.opening import new_address, opening_of
from campaigns.reach.disclosure.beside_versions import told_before
from campaigns.reach.disclosure.preparing import Prepared
from campaigns.reach.models import ReportVersion
from campaigns.reach.report.building import Report
from campaigns.reach.rules import check_can_fix_reports


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
    if len(told_before(session, report.programme_id)) != prepared.disclosed.seen:
        raise Conflict(
            "Another report was fixed meanwhile. Fix this one again: it is checked against that one, too."
        )
    version = ReportVersion(
        programme_id=report.programme_id,
        campaign_id=prepared.campaign_id,
        scope=prepared.scope,
        starts_on=report.period.start,
        ends_on=report.period.end,
        number=_next_number(session, report, prepared.scope),
        document=prepared.document,
        shown=prepared.disclosed.shown,
        digest=digest,
        page=page,
        made_by=person_id(by),
        made_at=now,
    )
    secret = new_address(version) if prepared.public else ""
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
        link=opening_of(version),
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


def _next_number(session: Session, report: Report, scope: str) -> int:
    query = select(func.max(ReportVersion.number)).where(
        ReportVersion.programme_id == report.programme_id,
        ReportVersion.scope == scope,
        ReportVersion.starts_on == report.period.start,
        ReportVersion.ends_on == report.period.end,
    )
    return (session.exec(query).one() or 0) + 1
