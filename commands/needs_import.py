"""`litfass needs import FILE`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.output import emit, json_option, lines, note

if TYPE_CHECKING:
    from campaigns.needs.actions.understanding import Understood
    from campaigns.needs.reading import Wishes
    from commands.composition import Instance

#: Rejected rows that a terminal shows.
SHOWN = 20


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--programme", "programme_key", required=True, help="Key of the programme.")
@click.option(
    "--map",
    "choices",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="What a column means; repeatable. A date with its order: COLUMN=date:dmy, date:mdy, date:ymd, date:serial.",
)
@click.option("--header-row", type=click.IntRange(1), metavar="N", help="The row with the column names.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook, by its name or number.")
@click.option("--encoding", metavar="NAME", help="How letters are written, where the file does not tell.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and keep nothing.")
@json_option
def import_(
    file: Path,
    programme_key: str,
    choices: tuple[str, ...],
    header_row: int | None,
    sheet: str | None,
    encoding: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Takes a table of questions in: CSV, XLSX, JSON or JSON lines, as the office has it."""
    from campaigns.needs.actions import import_needs
    from campaigns.needs.reading import Wishes
    from campaigns.people.queries import find_programme
    from campaigns.settings import secret_key
    from commands.composition import instance
    from commands.reading import read_bytes

    data, wishes = read_bytes(file), Wishes(header_row, sheet, encoding)
    with instance() as here:
        key = secret_key(here.settings, "pseudonym.key")
        understood = _understood(here, data, file.name, programme_key, choices, wishes, key)
        with here.transaction() as session:
            result = import_needs(
                session,
                programme=find_programme(session, programme_key),
                data=data,
                name=file.name,
                key=key,
                by=None,
                now=here.now,
                understood=understood,
            )
            if dry_run:
                session.rollback()
    document = result.as_json()
    if dry_run:
        document |= {"batch": None, "columns": dict(result.fields), "left_out": list(result.left_out)}
    if as_json:
        emit(document)
        return
    lines(
        f"{document['read']} read: {document['imported']} imported, {document['duplicates']} duplicates, "
        f"{len(document['rejected'])} rejected, {document['unclear']} without a topic."
        + (" Nothing was kept." if dry_run else "")
    )
    if dry_run:
        lines(*(f"“{column}” is read as {name}" for column, name in result.fields.items()))
        lines(*(f"“{column}” is left out" for column in result.left_out))
    if told := document["otherwise_told"]:
        lines(f"{told} in letters of another language than the column names: the words decided")
    lines(
        *(
            f"{one['rows']} {'row names' if one['rows'] == 1 else 'rows name'} a {name.replace('_', ' ')} that is "
            f"not known, {'in' if one['rows'] == 1 else 'first in'} row {one['first'][0]}"
            for name, one in document["unknown"].items()
        ),
        *document["notes"],
    )
    lines(*(f"{_place(row)}: {row['reason']}" for row in document["rejected"][:SHOWN]))
    if (more := len(document["rejected"]) - SHOWN) > 0:
        lines(f"… and {more} rows more; --json names all of them.")


def _place(rejected: Mapping[str, Any]) -> str:
    """Where it stands; what is wrong with a whole row has no column."""
    return f"row {rejected['row']}" + (f", {rejected['column']}" if rejected["column"] else "")


def _understood(
    here: Instance,
    data: bytes,
    name: str,
    programme_key: str,
    choices: tuple[str, ...],
    wishes: Wishes,
    key: bytes,
) -> Understood:
    """Everything slow, while no transaction is open and nobody waits for the database."""
    from campaigns.needs.actions.understanding import intake_of, remembered_mapping, understand_table
    from campaigns.needs.reading import read_table
    from campaigns.needs.reading.table import HEADER_ROW, UnreadableTable
    from campaigns.people.queries import find_programme

    with here.reading() as session:
        programme = find_programme(session, programme_key)
        try:
            table = read_table(data, name=name, wishes=wishes)
        except UnreadableTable as problem:
            if problem.field != HEADER_ROW:
                raise
            message = f"{problem.message} On the command line: --header-row N."
            raise UnreadableTable(message, field=HEADER_ROW, **problem.values) from None
        intake = intake_of(session, programme, key=key, today=here.now.date())
        remembered = remembered_mapping(session, programme, table)
    return understand_table(table, intake, choices=choices, remembered=remembered, progress=_tell_progress)


def _tell_progress(done: int, total: int) -> bool:
    if done and done % 20_000 == 0:
        note(f"{done} of {total} rows")
    return False
