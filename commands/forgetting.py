"""`litfass forget`: what the worker deletes by itself, done or rehearsed by hand."""

from __future__ import annotations

import click

from commands.output import emit, json_option, lines


@click.command()
@click.option("--now", "moment", help="The moment to take for now (ISO 8601 with offset).")
@click.option("--dry-run", is_flag=True, help="Say what would go and delete nothing.")
@click.option("--yes", is_flag=True, help="Delete although the moment lies ahead.")
@json_option
def forget(moment: str | None, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Deletes what was kept long enough: questions, logins, letters, work, readers, screenshots."""
    from campaigns.clock import parse_instant
    from campaigns.errors import Refusal
    from commands.composition import instance
    from scheduler.forgetting import forget_at

    with instance() as here:
        now = parse_instant(moment) if moment else here.now
        if now > here.now and not (dry_run or yes):
            raise Refusal(
                "{moment} lies ahead: what is kept until then would be deleted now. See what with --dry-run, "
                "or say --yes.",
                moment=now.isoformat(),
            )
        gone = forget_at(here.engine, now=now, is_rehearsal=dry_run)
    if as_json:
        emit({"now": now, "deleted": gone, "dry_run": dry_run})
    else:
        lines(
            ", ".join(f"{kind} {count}" for kind, count in gone.items())
            + (": nothing of it was deleted." if dry_run else " deleted.")
        )
