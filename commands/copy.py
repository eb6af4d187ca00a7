"""`litfass copy export|import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.authors import author_of, by_option
from commands.files import write
from commands.output import emit, json_option, lines

if TYPE_CHECKING:
    from sqlmodel import Session

    from campaigns.content.exchange.actions import Outcome
    from campaigns.content.exchange.files import Incoming
    from campaigns.content.exchange.models import WaitingText
    from campaigns.content.exchange.package import Package


@click.group()
def copy() -> None:
    """Texts out to translators' tools and back in."""


@copy.command("export")
@click.argument("campaign", type=int)
@click.option("--format", "kind", type=click.Choice(["xliff", "csv", "json"]), required=True)
@click.option("--language", "languages", multiple=True, help="Only these target languages; repeatable.")
@click.option("--only-open", is_flag=True, help="Only what is missing or outdated.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="A name ending in .zip gives a ZIP.",
)
@json_option
def export(
    campaign: int, kind: str, languages: tuple[str, ...], only_open: bool, out: Path, as_json: bool
) -> None:
    """Writes the texts of CAMPAIGN with their translations.

    An XLIFF document holds one target language. With several, each lies beside FILE, named by its language; a FILE
    that ends in .zip holds them all.
    """
    from campaigns.content.exchange.collecting import collect_texts
    from commands.composition import instance

    with instance() as here:
        with here.reading() as session:
            packages = collect_texts(session, campaign_id=campaign, languages=languages, only_open=only_open)
        written = _write(packages, kind, out, now=here.now)
    document = {"campaign": campaign, "format": kind, "files": written}
    if as_json:
        emit(document)
        return
    lines(*(f"{each['path']}: {' '.join(each['languages'])}, {each['texts']} texts" for each in written))


@copy.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--origin",
    type=click.Choice(["human", "machine", "machine_edited"]),
    default="human",
    help="Who translated it; stays with the texts.",
)
@by_option
@click.option("--dry-run", is_flag=True, help="Say what would happen and keep nothing.")
@json_option
def import_(file: Path, origin: str, email: str, dry_run: bool, as_json: bool) -> None:
    """Takes translations in. Where something changed since FILE left, both versions wait for a person."""
    from campaigns.content.exchange.actions import import_copy
    from campaigns.content.exchange.files import read_file
    from campaigns.vocabulary import Origin
    from commands.composition import instance
    from commands.reading import read_bytes

    incoming = read_file(read_bytes(file))
    with instance() as here, here.transaction() as session:
        home = _programme_of(session, incoming) if email else None
        outcome = import_copy(
            session,
            incoming=incoming,
            by=author_of(session, email=email, programme_id=home),
            now=here.now,
            origin=Origin(origin),
            programme_id=home,
        )
        document = _as_json(session, outcome, dry_run=dry_run)
        if dry_run:
            session.rollback()
    if as_json:
        emit(document)
        return
    lines(
        f"{document['read']} read: {document['changed']} written in {document['texts']} texts, "
        f"{document['unchanged']} unchanged, {document['untranslated']} not translated, "
        f"{len(document['conflicts'])} wait for a decision, {len(document['rejected'])} rejected."
        + (" Nothing was kept." if dry_run else "")
    )
    lines(*(f"! {each['language']} {each['place']}: {each['reason']}" for each in document["conflicts"]))
    lines(*(f"! {each['language']} {each['place']}: {each['reason']}" for each in document["rejected"]))


def _programme_of(session: Session, incoming: Incoming) -> int | None:
    """The programme of the first text that is here."""
    from campaigns.content.models import Variant
    from campaigns.content.queries import campaign_of_variant

    named = [one.variant_id for one in incoming.received] + [one.variant_id for one in incoming.rows]
    for number in named:
        variant = session.get(Variant, number)
        if variant is not None:
            return campaign_of_variant(session, variant)[0].programme_id
    return None


def _write(packages: list[Package], kind: str, out: Path, *, now: Any) -> list[dict[str, Any]]:
    from campaigns.content.exchange.files import SUFFIX, Format, write_file, write_zip

    form = Format(kind)
    if out.suffix.casefold() == ".zip":
        files = [(out, packages, write_zip(packages, form, now=now))]
    elif form is Format.XLIFF:
        files = [
            (
                out if len(packages) == 1 else _beside(out, each.language, SUFFIX[form]),
                [each],
                write_file([each], form),
            )
            for each in packages
        ]
    else:
        files = [(out, packages, write_file(packages, form))]
    for path, _packages, content in files:
        write(path, content)
    return [
        {
            "path": str(path),
            "languages": [each.language for each in inside],
            "texts": sum(len(each.texts) for each in inside),
            "places": sum(each.units for each in inside),
        }
        for path, inside, _content in files
    ]


def _beside(out: Path, language: str, suffix: str) -> Path:
    """copy.xlf → copy.fr.xlf"""
    return out.with_name(f"{out.stem}.{language}{out.suffix or '.' + suffix}")


def _as_json(session: Session, outcome: Outcome, *, dry_run: bool) -> dict[str, Any]:
    return {
        "read": outcome.read,
        "changed": outcome.changed,
        "texts": len(outcome.written),
        "unchanged": outcome.unchanged,
        "untranslated": outcome.untranslated,
        "conflicts": [_conflict(session, each, dry_run=dry_run) for each in outcome.waiting],
        "rejected": [
            {
                "variant": each.variant_id,
                "language": each.language,
                "place": each.place,
                "reason": str(each.refusal),
            }
            for each in outcome.rejected
        ],
        "kept": not dry_run,
    }


def _conflict(session: Session, waiting: WaitingText, *, dry_run: bool) -> dict[str, Any]:
    from campaigns.content.copy import Copy
    from campaigns.content.queries import get_variant, latest_revision

    variant = get_variant(session, waiting.variant_id)
    present = latest_revision(session, variant)
    return {
        "id": None if dry_run else waiting.id,
        "variant": variant.id,
        "language": variant.language,
        "place": waiting.place,
        "reason": str(waiting.reason),
        "known_source": waiting.known_source,
        "known_target": waiting.known_target,
        "present_target": Copy.from_dict(present.words).texts().get(waiting.place, "") if present else "",
        "received": waiting.text,
    }
