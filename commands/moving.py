"""`litfass export --programme P --out FILE` and `litfass import FILE`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from commands.adopting import adopt_option, tell_of_adoption
from commands.output import emit, json_option, lines, note


@click.command("export")
@click.option("--programme", "key", required=True, help="Key of the programme.")
@click.option("--out", "file", type=click.Path(path_type=Path, dir_okay=False), required=True)
@json_option
def export_command(key: str, file: Path, as_json: bool) -> None:
    """Writes everything of a programme into FILE, consistently, while web and worker run."""
    from campaigns.backup.moving import export_programme
    from campaigns.people.audit import record
    from campaigns.people.queries import find_programme
    from commands.composition import instance

    with instance() as here:
        with here.reading() as session:
            programme = find_programme(session, key)
            session.expunge(programme)
        made = export_programme(
            here.engine, here.store, programme, file, beside=here.settings.home, now=here.now
        )
        with here.transaction() as session:
            record(
                session,
                action="export_programme",
                subject="programme",
                subject_id=programme.id,
                by=None,
                programme_id=programme.id,
                now=here.now,
                rows=made.rows,
                files=made.files,
            )
    note(
        f"It is as confidential as the database. The keys are not in it: what is sealed with them (the accounts' "
        f"tokens, readers' addresses) can only be read again beside a copy of {here.settings.keys_dir}."
    )
    if as_json:
        emit(asdict(made))
    else:
        lines(f"{made.path}: {made.rows} rows, {made.files} files, {made.size / 1_000_000:.1f} MB")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@adopt_option
@json_option
def import_command(file: Path, adopts: bool, as_json: bool) -> None:
    """Takes in a programme that was exported; its sending starts paused."""
    from campaigns.backup.moving import import_programme
    from campaigns.settings import TRAIL_KEY
    from commands.composition import instance

    with instance() as here:
        taken = import_programme(
            here.engine,
            here.store,
            file,
            beside=here.settings.home,
            adopts=adopts or TRAIL_KEY in here.made_keys,
            now=here.now,
        )
    tell_of_adoption(taken.trail)
    if as_json:
        emit(asdict(taken))
    else:
        lines(
            f"{taken.programme}: {taken.rows} rows and {taken.files} files of {taken.made_at[:16]}. "
            f"{taken.doubted} placements may have gone out since then and are marked unconfirmed. "
            "Sending is paused for the programme until somebody resumes it in the calendar."
        )
