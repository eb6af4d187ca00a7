"""`litfass audit verify` and `litfass audit evidence`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.files import write
from commands.output import emit, json_option, lines, note

if TYPE_CHECKING:
    from campaigns.people.verifying import Verification


@click.group()
def audit() -> None:
    """The trail of who did what."""


@audit.command()
@json_option
def verify(as_json: bool) -> None:
    """Looks at every row of the trail; a row that was changed, cut out or put in makes the status 1.

    So does a post of which the tables say otherwise than the trail: published or taken down without a row that tells of
    it, or scheduled for another moment or place.
    Each row has to be signed with a key of this home, which lies outside the database. The heads that the worker wrote
    down there are compared, too: behind the last row they name somebody who can write the database can cut rows off
    unnoticed, and nothing else.
    """
    from campaigns.errors import Unusable
    from campaigns.people.heads import read_heads
    from campaigns.people.verifying import verify as check
    from campaigns.placements.calendar.compared import differences
    from commands.composition import instance

    with instance() as here, here.reading() as session:
        found = check(session, read_heads(here.settings.home))
        apart = differences(session)
    if as_json:
        emit({**found, "placements": apart})
    else:
        lines(
            f"{found['rows']} rows, head {found['head']}, {found['heads']} written heads compared",
            _standing(found),
            *(f"row {b['id']}: {b['reason']}" for b in found["broken"]),
            *(f"placement {one['placement']}: {one['reason']}" for one in apart),
        )
    if found["broken"]:
        raise Unusable(
            "The audit trail does not hold, first at row {first} (faults: {count}). Compare it with the last backup "
            "before anybody works on.",
            count=len(found["broken"]),
            first=found["broken"][0]["id"],
        )
    if apart:
        raise Unusable(
            "The trail holds, but {count} placements are not what it tells, first number {first}: somebody wrote into "
            "the database. Nothing leaves by them. Compare it with the last backup.",
            count=len(apart),
            first=apart[0]["placement"],
        )


_NAMED = "what does not hold is named below"


def _standing(found: Verification) -> str:
    """One true sentence on how far the heads outside the database bear the rows out."""
    from campaigns.people.verifying import borne_out

    vouched, written = found["vouched"] or {"row": 0, "at": ""}, found["written"]
    stands = (
        f"up to row {vouched['row']} they are what they were at {vouched['at']}, when that head was written"
    )
    return {
        "nothing": "the trail is empty, and no head outside the database says that it ever held a row",
        "emptied": f"the trail is empty, but heads outside the database name row {written}: rows were taken out",
        "unnamed": f"no head outside the database says how many rows there were: {_behind(found, 'at the end')}",
        "none": "heads were written down outside the database, but none bears the rows out: a row it stands for does "
        f"not hold, or is gone; {_NAMED}",
        "cut": f"{stands}; a later head names row {written}, which it does not bear out: {_NAMED}",
        "later": f"{stands}; {found['rows'] - vouched['row']} came later: {_behind(found, 'behind them')}",
        "all": f"{stands}; rows that came later could have been cut off unnoticed",
    }[borne_out(found)]


def _behind(found: Verification, where: str) -> str:
    """What can be said of rows that no head stands for."""
    rows = "each row is signed" if not found["broken"] else f"each row is signed, or not and then {_NAMED}"
    return f"{rows}, but somebody who can write the database could have cut rows off {where}"


@audit.command()
@click.option("--programme", required=True, metavar="KEY", help="The programme whose decisions are listed.")
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@click.option("--format", "kind", type=click.Choice(["csv", "json", "zip"]), default="csv", show_default=True)
@click.option("--language", type=click.Choice(["de", "en"]), default="en", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def evidence(
    programme: str, since: datetime | None, until: datetime | None, kind: str, language: str, out: Path
) -> None:
    """Writes who reviewed what, with which origin of the words, for funders and the AI Act.

    zip holds all of it: texts, facts with their sources, digests of the pictures, notes, the trail, a code book, and a
    check that needs nothing but Python. csv is the table of decisions alone, json all tables as data. A decision that
    the trail does not tell of is told as unconfirmed.
    """
    import json

    from campaigns.clock import day_span
    from campaigns.people.heads import read_heads
    from campaigns.people.queries import find_programme
    from campaigns.reach.evidence import Evidence, evidence_json, evidence_zip, gather_evidence, table_csv
    from commands.composition import instance

    with instance() as here, here.reading() as session:
        found = find_programme(session, programme)
        first, after = day_span(since and since.date(), until and until.date(), found.zone)
        dossier = gather_evidence(
            session,
            programme=found,
            heads=read_heads(here.settings.home),
            now=here.now,
            since=first,
            until=after,
        )
        made = {
            "zip": lambda: evidence_zip(dossier, language=language),
            "csv": lambda: table_csv(Evidence, dossier.decisions, language=language, zone=found.zone),
            "json": lambda: json.dumps(evidence_json(dossier), ensure_ascii=False, indent=2).encode() + b"\n",
        }[kind]()
    write(out, made)
    note(f"{len(dossier.decisions)} decisions written to {out}")
    if unconfirmed := sum(not line.is_confirmed for line in dossier.decisions):
        note(
            f"{unconfirmed} of them are unconfirmed: the trail does not tell of them. See: litfass audit verify"
        )
