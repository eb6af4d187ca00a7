"""`litfass migrate`: what a release runs before the new web and worker start."""

from __future__ import annotations

import click

from commands.output import emit, json_option, lines


@click.command()
@json_option
def migrate(as_json: bool) -> None:
    """Brings the database to the version of this Litfass, or makes it."""
    from campaigns.migrations import current_version, place
    from campaigns.migrations import migrate as bring
    from campaigns.settings import load_settings, prepare_home
    from commands.composition import database

    settings = load_settings()
    prepare_home(settings)
    with database(settings) as engine:
        before = current_version(engine)
        after = bring(engine)
        where = place(engine)
    if as_json:
        emit({"before": before, "after": after})
    else:
        lines(f"{where}: version {after}" + ("" if before else ", made new"))
