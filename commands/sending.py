"""`litfass sending pause|resume|show`."""

from __future__ import annotations

import click

from commands.output import emit, json_option, lines, table


@click.group()
def sending() -> None:
    """The pause of everything, and of one programme."""


@sending.command()
@click.option("--reason", required=True, help="Why nothing leaves; people at every desk read it.")
@click.option("--programme", "programme_key", help="Only this programme; without it, everything stops.")
def pause(reason: str, programme_key: str | None) -> None:
    """Nothing leaves from now on until it is resumed; what is on its way already is not called back."""
    from campaigns.people.queries import find_programme
    from campaigns.placements.actions.pauses import pause_sending
    from commands.composition import instance

    with instance() as here, here.transaction() as session:
        number = find_programme(session, programme_key).id if programme_key else None
        row = pause_sending(session, programme_id=number, reason=reason, by=None, now=here.now)
        since = f"{row.since:%Y-%m-%d %H:%M} UTC: {row.reason}"
    lines(f"Sending of {programme_key or 'every programme'} is paused since {since}")


@sending.command()
@click.option(
    "--programme", "programme_key", help="The pause of this programme; without it, that of everything."
)
def resume(programme_key: str | None) -> None:
    """Lets sending go on. What waited goes out now, unless it is later than its programme allows."""
    from campaigns.people.queries import find_programme
    from campaigns.placements.actions.pauses import resume_sending
    from campaigns.placements.queries import standing_pauses
    from commands.composition import instance

    with instance() as here, here.transaction() as session:
        number = find_programme(session, programme_key).id if programme_key else None
        resume_sending(session, programme_id=number, by=None, now=here.now)
        left = len(standing_pauses(session, programme_id=number))
    lines(f"Sending of {programme_key or 'every programme'} goes on.")
    if left:
        lines("Another pause still stands: “litfass sending show” names it.")


@sending.command()
@json_option
def show(as_json: bool) -> None:
    """The pauses that stand, and why."""
    from campaigns.people.queries import list_programmes
    from campaigns.placements.queries import standing_pauses
    from commands.composition import instance

    with instance() as here, here.reading() as session:
        keys = {item.id: item.key for item in list_programmes(session)}
        rows = [
            {
                "programme": keys[row.programme_id] if row.programme_id is not None else None,
                "since": row.since,
                "reason": row.reason,
            }
            for row in standing_pauses(session)
        ]
    if as_json:
        emit(rows)
    elif rows:
        names = ["programme", "since", "reason"]
        table(
            names,
            [
                [row["programme"] or "all", f"{row['since']:%Y-%m-%d %H:%M} UTC", row["reason"]]
                for row in rows
            ],
        )
    else:
        lines("Nothing is paused.")
