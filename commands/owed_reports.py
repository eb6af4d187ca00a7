"""Makes the reports that are owed today and puts letters with their addresses into the outbox.

Run by the worker as a child of its own (`python -m commands.owed_reports`): setting a PDF takes typesetter and desk,
which an idle worker does not hold.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from commands.composition import Instance, instance
from commands.endings import ending
from commands.fixed_reports import Wanted, fix_programme_report

if TYPE_CHECKING:
    from sqlmodel import Session

    from campaigns.reach.models import ReportDue, ReportVersion

log = logging.getLogger("litfass.work")


def make_owed_reports(here: Instance) -> int:
    """Every report in a transaction of its own; says how many were made. One that cannot be made is owed on.

    Whatever goes wrong with one, those behind it are made.
    """
    from campaigns.reach.owed import owed_now

    with here.reading() as session:
        waiting = [due.id or 0 for due in owed_now(session, now=here.now)]
    return sum(_make_safely(here, due_id) for due_id in waiting)


def _make_safely(here: Instance, due_id: int) -> bool:
    from campaigns.errors import Refusal

    try:
        _make(here, due_id)
    except Refusal as problem:
        log.warning("the owed report %s was not made: %s", due_id, problem)
        return False
    except Exception:
        log.exception("the owed report %s was not made", due_id)
        return False
    return True


def _make(here: Instance, due_id: int) -> None:
    from campaigns.reach.actions.owing import get_owed, settle_owed

    with here.reading() as session:
        due = get_owed(session, due_id)
        # Nobody would learn the address of a public one where no mail is sent: it is for members then.
        public = here.settings.sends_mail and not due.members
        wanted = Wanted(due.programme_id, due.starts_on, due.ends_on, due.language, public)

    def settle(session: Session, version: ReportVersion, secret: str) -> None:
        due = get_owed(session, due_id)
        letters = _letters(here, session, due, version, secret)
        settle_owed(session, due=due, version=version, letters=letters, now=here.now)

    fix_programme_report(here, wanted, then=settle)


def _letters(here: Instance, session: Session, due: ReportDue, version: ReportVersion, secret: str) -> int:
    """Puts the letters into the outbox; says how many. None holds a figure.

    Who may read the report for members is asked now: whoever left meanwhile, or has another role, gets no letter.
    """
    from campaigns.reach.readers import readers_of

    if not here.settings.sends_mail:
        return 0
    if due.members:
        people = [each for each in readers_of(session, due.programme_id) if each.id in due.members]
        path = f"/reach/versions/{version.id}.pdf"
        for person in people:
            _write(here, session, due, "report_owed_to_members", person.email, person.reads, path)
        return len(people)
    for address in due.recipients:
        _write(here, session, due, "report_owed", address, due.language, f"/r/{secret}")
    return len(due.recipients)


def _write(
    here: Instance, session: Session, due: ReportDue, letter: str, to: str, reads: str, path: str
) -> None:
    from babel.dates import format_date

    from campaigns.mail.outbox import Outbox, put_letter
    from campaigns.people.models import Programme
    from campaigns.settings import secret_key
    from web.interfaces import INTERFACES

    outbox = Outbox(secret_key(here.settings, "secrets.key"), here.settings.sends_mail)
    # Of the languages of paper, letters are written in those of the desk alone.
    language = reads if reads in INTERFACES else "de"
    first, last = (format_date(day, "long", locale=language) for day in (due.starts_on, due.ends_on))
    values = {
        "programme": session.get_one(Programme, due.programme_id).name,
        "first": first,
        "last": last,
        "link": f"{here.settings.base_url}{path}",
    }
    put_letter(session, outbox=outbox, letter=letter, to=to, interface=language, values=values, now=here.now)


if __name__ == "__main__":
    with ending(), instance() as here:
        make_owed_reports(here)
