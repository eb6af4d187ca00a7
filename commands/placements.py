"""`litfass placements`."""

from __future__ import annotations

import click

from commands.output import emit, json_option, lines, table


@click.command()
@click.option("--programme", "programme_key", help="Only this programme.")
@json_option
def placements(programme_key: str | None, as_json: bool) -> None:
    """The state of everything placed, in the order of its moments."""
    from campaigns.people.queries import find_programme
    from campaigns.placements.queries import placements_listing
    from commands.composition import instance

    with instance() as here, here.reading() as session:
        programme_id = find_programme(session, programme_key).id if programme_key else None
        rows = placements_listing(session, programme_id=programme_id)
    if as_json:
        emit(rows)
    elif rows:
        names = ["id", "programme", "campaign", "post", "language", "channel", "status", "at", "url"]
        table(names, [["–" if row[name] is None else row[name] for name in names] for row in rows])
    else:
        lines("Nothing is placed yet.")
