"""Fixing a report on a programme from a command: prepared and set while reading, written down in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from commands.composition import Instance

if TYPE_CHECKING:
    from sqlmodel import Session

    from campaigns.reach.models import ReportVersion


@dataclass(frozen=True)
class Wanted:
    """A report on a programme over these days, in this language, for the public or for members."""

    programme_id: int
    start: date
    end: date
    language: str
    public: bool


Then = Callable[["Session", "ReportVersion", str], None]


def fix_programme_report(here: Instance, wanted: Wanted, *, then: Then | None = None) -> str:
    """Fixes it and says the secret of its address, '' without one; `then` happens in the same transaction."""
    from campaigns.people.models import Programme
    from campaigns.reach.actions.fixing import fix_report
    from campaigns.reach.disclosure.preparing import prepare_fixed
    from campaigns.reach.files.letterhead import letterhead_of
    from campaigns.reach.report.building import programme_report
    from web.reports.files import write_report

    with here.reading() as session:
        report = programme_report(
            session, programme_id=wanted.programme_id, start=wanted.start, end=wanted.end, now=here.now
        )
        prepared = prepare_fixed(session, report=report, public=wanted.public)
        letterhead = letterhead_of(session.get_one(Programme, wanted.programme_id))
        written = write_report(here.store, prepared, letterhead=letterhead, language=wanted.language)
    with here.transaction() as session:
        version, secret = fix_report(
            session, prepared=prepared, digest=written.digest, page=written.page, by=None, now=here.now
        )
        if then is not None:
            then(session, version, secret)
    return secret
