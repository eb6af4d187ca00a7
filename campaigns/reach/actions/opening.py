"""The public page of a fixed report: who opens it, under which address, and until when."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, select

from campaigns.canonical import digest_of
from campaigns.errors import Conflict, NotFound
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.telling import told_last
from campaigns.reach.models import ReportVersion
from campaigns.reach.rules import check_can_fix_reports


def open_report(session: Session, *, version: ReportVersion, by: Actor, now: datetime) -> str:
    """Gives the page of a public report a new address and says its secret; the address before opens nothing more.

    Refuses one that was fixed for members, whose numbers are exact.
    """
    check_can_fix_reports(by)
    if not is_for_the_public(version):
        raise Conflict(
            "This report was fixed for members. Fix it for the public: then its numbers are rounded."
        )
    secret = new_address(version)
    session.add(version)
    session.flush()
    _tell(session, "open_report", version, by=by, now=now, link=opening_of(version))
    return secret


def close_report(session: Session, *, version: ReportVersion, by: Actor, now: datetime) -> None:
    """Closes the public page: its address opens nothing from now on. The report itself stays."""
    check_can_fix_reports(by)
    if not version.public_token_hash:
        raise Conflict("The page of this report is closed already.")
    version.public_token_hash = None
    session.add(version)
    session.flush()
    _tell(session, "close_report", version, by=by, now=now)


def is_for_the_public(version: ReportVersion) -> bool:
    """Whether its numbers are told as the public may read them."""
    return bool(version.document.get("rounded"))


def new_address(version: ReportVersion) -> str:
    """The secret of an address that opens the page from now on; the row keeps no more than its hash."""
    secret = secrets.token_urlsafe(24)
    version.public_token_hash = sha256(secret.encode()).hexdigest()
    return secret


def public_version(session: Session, secret: str) -> ReportVersion:
    """The fixed report that a public address names, with the page that the trail tells of; any other is not found."""
    hashed = sha256(secret.encode()).hexdigest()
    found = session.exec(select(ReportVersion).where(ReportVersion.public_token_hash == hashed)).first()
    if found is None or opening_of(found) != told_last(
        session,
        "report_version",
        found.id or 0,
        "link",
        by=("fix_report", "open_report"),
        ends=("close_report",),
    ):
        raise NotFound("There is no such report.")
    return found


def opening_of(version: ReportVersion) -> str:
    """What opens the public page, and which page: whoever writes an address of their own into a row makes another."""
    return digest_of(["report", version.id, version.programme_id, version.public_token_hash, version.page])


def _tell(
    session: Session, action: str, version: ReportVersion, *, by: Actor, now: datetime, **detail: str
) -> None:
    record(
        session,
        action=action,
        subject="report_version",
        subject_id=version.id,
        by=by,
        programme_id=version.programme_id,
        now=now,
        **detail,
    )
