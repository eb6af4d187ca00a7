"""`litfass render --campaign ID | --spec FILE`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.drawing import draw_all
from commands.files import make_folder, write
from commands.output import emit, json_option, lines

if TYPE_CHECKING:
    from commands.drawing import Drawn

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/avif": "avif",
    "application/pdf": "pdf",
}


@click.command()
@click.option("--campaign", "campaign_id", type=int, help="Id of a campaign.")
@click.option(
    "--spec", "spec_file", type=click.Path(path_type=Path), help="JSON of one card or a list of cards."
)
@click.option("--language", "languages", multiple=True, help="Only this language; repeatable.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    help="Only this format; repeatable. Films are made when one like film/story is named.",
)
@click.option(
    "--sound",
    type=click.Choice(["none", "bed", "voice", "voice_over_bed"]),
    default="bed",
    show_default=True,
    help="What is heard in films.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the files."
)
@json_option
def render(
    campaign_id: int | None,
    spec_file: Path | None,
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    sound: str,
    out: Path,
    as_json: bool,
) -> None:
    """Makes the pictures and films of a campaign, and keeps them with it; or the pictures of cards in a file."""
    if (campaign_id is None) == (spec_file is None):
        raise click.UsageError("Give either --campaign or --spec.")
    films = tuple(key for key in formats if key.startswith("film/"))
    pictures = tuple(key for key in formats if key not in films)
    if spec_file is not None and films:
        raise click.UsageError(
            "Films are made of a campaign; give --campaign, or leave out the film formats."
        )
    _check_choices(languages, pictures)
    begun = time.monotonic()
    if campaign_id is not None:
        _check_campaign(campaign_id)
    make_folder(out)
    if spec_file is not None:
        rows = _render_specs(spec_file, languages, pictures, out)
    else:
        assert campaign_id is not None
        rows = _render_campaign(campaign_id, languages, pictures, out) if pictures or not films else []
        if films:
            from commands.filming import film_campaign

            rows += film_campaign(campaign_id, languages, films, sound, out)
    _tell(rows, time.monotonic() - begun, as_json)


def _tell(rows: Sequence[dict[str, Any]], seconds: float, as_json: bool) -> None:
    from campaigns.errors import NotReady

    files = [row for row in rows if "path" in row]
    refused = [row for row in rows if "path" not in row]
    if as_json:
        emit({"files": files, "refused": refused, "seconds": round(seconds, 3)})
    else:
        lines(*map(_line, files), f"{len(files)} files in {seconds:.1f} s")
    if refused:
        first = refused[0]
        raise NotReady(
            "{count} of {all} files cannot be made. The first, post {post} in {language} as {format}: {reason}",
            count=len(refused),
            all=len(rows),
            **{name: first[name] for name in ("post", "language", "format", "reason")},
        )
    if not files:
        raise NotReady(
            "There is nothing to render: no words are written yet for what was chosen. Write them on the desk, or "
            "look at what the warnings of litfass plan say is missing (an imprint, checked facts) and plan again."
        )


def _line(row: dict[str, Any]) -> str:
    """The file, and what is not on it because everything would not have fitted."""
    lacking = [name for name, why in row["fit"].get("left_out", {}).items() if why == "room"]
    return str(row["path"]) + (f"  (left out for want of room: {', '.join(lacking)})" if lacking else "")


def _check_campaign(campaign_id: int) -> None:
    """Refuses one that does not exist before a folder is made."""
    from campaigns.content.queries import get_campaign
    from commands.composition import instance

    with instance() as here, here.reading() as session:
        get_campaign(session, campaign_id)


def _render_campaign(
    campaign_id: int, languages: tuple[str, ...], formats: tuple[str, ...], out: Path
) -> list[dict[str, Any]]:
    from campaigns.content.rendering.orders import render_orders
    from campaigns.content.rendering.recording import record_renditions
    from campaigns.links.paper import links_on_paper
    from campaigns.placements.queries import channels_of_campaign
    from commands.composition import instance

    with instance() as here:
        with here.transaction() as session:
            addresses = links_on_paper(
                session, campaign_id=campaign_id, base_url=here.settings.base_url, now=here.now
            )
        with here.reading() as session:
            orders = render_orders(
                session,
                campaign_id=campaign_id,
                store=here.store,
                languages=languages or None,
                formats=formats or None,
                today=here.now.date(),
                channels=channels_of_campaign(session, campaign_id),
                addresses=addresses,
            )
        drawn = list(draw_all(orders, here.settings.files_url))
        with here.transaction() as session:
            record_renditions(session, made=[one.made for one in drawn if one.made], now=here.now)
    return [_written(one, out) for one in drawn]


def _render_specs(
    file: Path, languages: tuple[str, ...], formats: tuple[str, ...], out: Path
) -> list[dict[str, Any]]:
    from campaigns.content.rendering.orders import RenderOrder
    from commands.cards import read_cards

    orders = [
        RenderOrder(variant_id=0, revision_id=0, post=number, spec=spec, media_type="image/png")
        for number, card in enumerate(read_cards(file), start=1)
        for spec in card.specs(formats)
        if not languages or spec.language in languages
    ]
    return [_written(one, out) for one in draw_all(orders, "memory://")]


def _written(one: Drawn, out: Path) -> dict[str, Any]:
    """Writes a picture and says what it is, or says why there is none."""
    spec, made = one.order.spec, one.made
    what = {"post": one.order.post, "language": spec.language, "format": one.order.format}
    if made is None:
        return {**what, "reason": one.reason}
    ending = ENDINGS[one.order.media_type]
    name = one.order.format.replace("/", "-")
    path = out / f"{one.order.post:02d}-{spec.language}-{name}.{ending}"
    write(path, one.data)
    return {
        "path": str(path),
        "kind": "picture",
        **what,
        "layout": spec.layout,
        "media_type": one.order.media_type,
        "width": made.width,
        "height": made.height,
        "duration": None,
        "digest": made.digest,
        "fit": made.fit,
    }


def _check_choices(languages: Sequence[str], formats: Sequence[str]) -> None:
    from assets.formats import format_for
    from campaigns.languages import language

    for code in languages:
        language(code)
    for key in formats:
        format_for(key)
