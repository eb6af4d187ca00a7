"""`litfass backup FILE` and `litfass restore FILE`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from commands.adopting import adopt_option, tell_of_adoption
from commands.output import emit, json_option, lines, note


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def backup(file: Path, as_json: bool) -> None:
    """Writes database and files into FILE, consistently, while web and worker run."""
    from campaigns.backup.making import make_backup
    from commands.composition import instance

    with instance() as here:
        made = make_backup(here.engine, here.store, file, beside=here.settings.home, now=here.now)
    note(f"The keys are not in it. Keep a copy of {here.settings.keys_dir} in another safe place.")
    if as_json:
        emit(asdict(made))
    else:
        lines(f"{made.path}: {made.files} files, {made.size / 1_000_000:.1f} MB")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@adopt_option
@json_option
def restore(file: Path, adopts: bool, as_json: bool) -> None:
    """Puts a backup into an empty home; sending starts paused.

    Put a copy of keys/ into the new home first: with its trail.key it is seen whether the trail in FILE is genuine.
    """
    from assets.store import Store
    from campaigns.backup.archive import open_archive
    from campaigns.backup.making import restore_backup
    from campaigns.db import read_scope
    from campaigns.people.heads import set_heads_aside
    from campaigns.people.verifying import verify
    from campaigns.settings import TRAIL_KEY, load_settings, prepare_home
    from commands.composition import database

    settings = load_settings()
    with open_archive(file):
        pass  # before keys are made: with them the home would be no new one when the right file comes
    is_new = TRAIL_KEY in prepare_home(settings)
    with database(settings) as engine:
        put_back = restore_backup(
            engine,
            Store(settings.files_url),
            file,
            beside=settings.home,
            adopts=adopts or is_new,
            now=settings.clock(),
        )
        with read_scope(engine) as session:
            broken = verify(session)["broken"]
    tell_of_adoption(put_back.trail)
    if broken:
        note(
            f"The audit trail does not hold at {len(broken)} places, first at row {broken[0]['id']}. Run litfass audit "
            "verify before anybody resumes sending."
        )
    if aside := set_heads_aside(settings.home, now=settings.clock()):
        note(f"The heads of the trail that was here before are in {aside}.")
    if as_json:
        emit(asdict(put_back))
    else:
        lines(
            f"{put_back.programmes} programmes and {put_back.files} files of {put_back.made_at[:16]}. "
            f"{put_back.doubted} placements may have gone out since then and are marked unconfirmed. "
            "Sending is paused until somebody resumes it in the calendar."
        )
