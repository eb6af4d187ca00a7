"""`litfass programme list|add`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commands.output import emit, json_option, lines, note, table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from campaigns.people.models import Programme

CONTACT = ("name", "phone", "mail", "url")


@click.group()
def programme() -> None:
    """Programmes: list them, begin one."""


@programme.command("list")
@json_option
def list_(as_json: bool) -> None:
    """Every programme with its languages."""
    from campaigns.people.queries import list_programmes
    from commands.composition import instance

    with instance() as here, here.reading() as session:
        rows = [_programme_row(session, item) for item in list_programmes(session)]
    if as_json:
        emit(rows)
    elif rows:
        table(
            ["key", "name", "languages"],
            [(row["key"], row["name"], " ".join(row["languages"] + row["optional"])) for row in rows],
        )
    else:
        lines(
            "There is no programme yet. “litfass programme add KEY” begins one, “litfass demo” fills a demo."
        )


@programme.command("add")
@click.argument("key")
@click.option(
    "--preset", "preset_key", help="Way of working to start from; without it, a preset of the same key."
)
@click.option("--name", help="What the desk calls it.")
@click.option("--organisation", default="", help="Who answers for it.")
@click.option(
    "--language", "languages", multiple=True, help="A language it works in; may be given several times."
)
@click.option("--optional", multiple=True, help="A language only proposed when the need is there.")
@click.option("--jurisdiction", help="Country whose law its facts speak of, like de.")
@click.option("--land", default="", help="German Land whose public holidays it keeps, like NW.")
@click.option("--zone", help="Time zone of its wall times, like Europe/Berlin.")
@click.option("--imprint-url", default="", help="Address of the legal notice; no post is drafted without it.")
@click.option(
    "--contact",
    "contacts",
    multiple=True,
    metavar="KEY=VALUE",
    help="name, phone, mail or url of the advice.",
)
@json_option
def add_programme(
    key: str,
    preset_key: str | None,
    name: str | None,
    organisation: str,
    languages: tuple[str, ...],
    optional: tuple[str, ...],
    jurisdiction: str | None,
    land: str,
    zone: str | None,
    imprint_url: str,
    contacts: tuple[str, ...],
    as_json: bool,
) -> None:
    """Begins a programme, with the languages and facts of a preset or with what is given."""
    from campaigns.people.actions.programmes import add_programme as add
    from campaigns.people.presets import preset, presets
    from commands.composition import instance

    start = preset(preset_key) if preset_key else presets().get(key)
    chosen: dict[str, Any] = {
        "name": name or (start.name if start else key),
        "languages": languages or (start.languages if start else ("de",)),
        "optional": optional or (start.optional if start and not languages else ()),
        "jurisdiction": jurisdiction or (start.jurisdiction if start else "de"),
        "land": land.upper() or (start.land if start and not jurisdiction else ""),
        "zone": zone or (start.zone if start else "Europe/Berlin"),
        "imprint_url": imprint_url,
        "contact": _contact(contacts),
        **(
            {
                "source_language": start.source_language,
                "brand": dict(start.brand),
                "speaks_to_women": start.speaks_to_women,
            }
            if start
            else {}
        ),
    }
    with instance() as here:
        now = here.now
        with here.transaction() as session:
            made = add(
                session, key=key, organisation=organisation or chosen["name"], by=None, now=now, **chosen
            )
            facts = _adopt_library(session, made, start.topics if start else (), now)
            row = {**_programme_row(session, made), "facts": facts}
    if start is None and not languages:
        note(
            f"“{key}” is no preset, so it begins in German alone and without facts. If that is a slip, the presets are "
            f"{', '.join(presets())}; or choose with --preset and --language."
        )
    if not imprint_url:
        note(
            "It has no imprint yet, and no post is drafted without one: give the address of its legal notice with "
            "--imprint-url when adding it, or in its settings on the desk."
        )
    if as_json:
        emit(row)
    else:
        lines(
            f"{row['name']} ({key}) works in {' '.join(row['languages'])} and has {facts} facts to be checked. "
            f"Next: litfass user add EMAIL --role admin --programme {key}"
            f"{'' if imprint_url else ', then litfass up and the imprint under Settings → Programme'}"
        )


def _contact(contacts: tuple[str, ...]) -> dict[str, str]:
    """The advice's own name, phone, mail and address, from KEY=VALUE."""
    found = {}
    for text in contacts:
        key, _, value = text.partition("=")
        if key not in CONTACT or not value:
            raise click.UsageError(f"--contact takes KEY=VALUE with one of {', '.join(CONTACT)} as KEY.")
        found[key] = value
    return found


def _adopt_library(session: Session, made: Programme, topics: tuple[str, ...], now: datetime) -> int:
    """The library's facts on these topics, as drafts that a lawyer has yet to check."""
    from campaigns.facts.actions import adopt_topic

    return sum(
        len(adopt_topic(session, programme_id=made.id or 0, topic=topic, by=None, now=now))
        for topic in topics
    )


def _programme_row(session: Session, item: Programme) -> dict[str, Any]:
    from campaigns.people.queries import optional_languages, programme_languages

    return {
        "key": item.key,
        "name": item.name,
        "organisation": item.organisation,
        "languages": programme_languages(session, item.id or 0, with_optional=False),
        "optional": optional_languages(session, item.id or 0),
        "source_language": item.source_language,
        "jurisdiction": item.jurisdiction,
        "zone": item.zone,
        "is_demo": item.is_demo,
    }
