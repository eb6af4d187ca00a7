"""`litfass insights import`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.output import emit, json_option, lines

if TYPE_CHECKING:
    from campaigns.reach.exports.imported import Imported
    from campaigns.reach.exports.together import Together

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def insights() -> None:
    """Figures of posts: take in what the platforms let one download."""


@insights.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--account", "named", required=True, help="Number, name or channel of the account.")
@click.option("--programme", "programme_key", help="Key of the programme, where accounts share a name.")
@click.option(
    "--map", "choices", multiple=True, metavar="COLUMN=FIELD", help="What a column means; repeatable."
)
@click.option("--as-of", type=DAY, help="The day for which the figures hold; by default now.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and keep nothing.")
@json_option
def import_(
    file: Path,
    named: str,
    programme_key: str | None,
    choices: tuple[str, ...],
    as_of: datetime | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Takes an export in as it was downloaded: Meta, Facebook, Instagram, YouTube, TikTok, X, LinkedIn.

    CSV, XLSX, XLS, or the ZIP of YouTube Studio; German or English. `metrics` are control sums for comparing with
    the file: reach is never to be added up in a report.
    """
    from campaigns.clock import instant
    from campaigns.people.queries import find_programme
    from campaigns.placements.queries import find_account
    from campaigns.reach.actions import import_figures, understand_export
    from commands.composition import instance
    from commands.reading import read_bytes

    data = read_bytes(file)
    with instance() as here, here.transaction() as session:
        programme_id = find_programme(session, programme_key).id if programme_key else None
        account = find_account(session, named, programme_id=programme_id)
        export = understand_export(session, account=account, data=data, name=file.name, choices=choices)
        at = instant(as_of.replace(hour=12), account.zone) if as_of else None
        done = import_figures(session, account=account, export=export, by=None, now=here.now, at=at)
        document = done.as_json()
        if dry_run:
            session.rollback()
            document |= {"batch": None}
    if as_json:
        emit(document)
    else:
        _tell(done, dry_run)


def _tell(done: Imported, dry_run: bool) -> None:
    from campaigns.reach.exports.together import together

    export = done.export
    what = (
        f"{done.matched} matched, {len(done.unmatched)} unmatched"
        if export.is_of_posts
        else f"{done.days} days"
    )
    kept = " Nothing was kept." if dry_run else ""
    lines(
        f"{export.read} read ({export.platform or 'unknown platform'}): {what}, {done.new} new readings.{kept}"
    )
    lines(*(f"{metric}: {value}" for metric, value in export.totals.items()))
    lines(*done.as_json()["notes"])
    lines(*(f"left out: {', '.join(each.columns)}. {each.reason}" for each in export.columns.why))
    lines(*(f"row {each['row']}: {each['reason']}" for each in list(done.unmatched)[:20]))
    for each in together([found.as_json() for found in export.apart]):
        lines(f"{_rows(each)}{f', {each.column}' if each.column else ''}: {each.reason}")
    for each in together([found.as_json() for found in done.doubts]):
        lines(f"{_rows(each)}, {each.column} ({'; '.join(each.hints)}): {each.reason}")
    lines(
        *(
            f"row {each.row}, {each.column}: “{each.value_hint}” may stand for {each.low} to {each.high}"
            for each in export.rounded[:20]
        )
    )
    if len(export.rounded) > 20:
        lines(f"{len(export.rounded) - 20} more shortened counts: --json tells all of them.")


def _rows(found: Together) -> str:
    if len(found.rows) == 1:
        return f"row {found.rows[0]}"
    more = f" and {found.more} more" if found.more else ""
    return f"rows {', '.join(map(str, found.rows))}{more}"
