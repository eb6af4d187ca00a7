"""`litfass audit verify`."""

from __future__ import annotations

import click

from commands.output import emit, json_option, lines


@click.group()
def audit() -> None:
    """The trail of who did what."""


@audit.command()
@json_option
def verify(as_json: bool) -> None:
    """Looks at every row of the trail; a row that was changed, cut out or put in makes the status 1."""
    from campaigns.errors import Unusable
    from campaigns.people.audit import verify as check
    from commands.composition import instance

    with instance() as here, here.reading() as session:
        found = check(session)
    if as_json:
        emit(found)
    else:
        lines(
            f"{found['rows']} rows, head {found['head']}",
            *(f"row {b['id']}: {b['reason']}" for b in found["broken"]),
        )
    if found["broken"]:
        raise Unusable(
            "The audit trail is broken at {count} places, first at row {first}. Compare it with the last backup "
            "before anybody works on.",
            count=len(found["broken"]),
            first=found["broken"][0]["id"],
        )
