"""`litfass render --campaign ID | --spec FILE`."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.output import emit, json_option, lines

if TYPE_CHECKING:
    from assets.errors import AssetError
    from assets.image import RenderedImage
    from campaigns.content.rendering.orders import RenderOrder

#: Below this many pictures, starting other processes costs more than it saves.
WORTH_A_POOL = 6


@click.command()
@click.option("--campaign", "campaign_id", type=int, help="Id of a campaign.")
@click.option(
    "--spec", "spec_file", type=click.Path(path_type=Path), help="JSON of one card or a list of cards."
)
@click.option("--language", "languages", multiple=True, help="Only this language; repeatable.")
@click.option("--format", "formats", multiple=True, help="Only this format; repeatable.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the files."
)
@json_option
def render(
    campaign_id: int | None,
    spec_file: Path | None,
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path,
    as_json: bool,
) -> None:
    """Makes the pictures of a campaign, and keeps them with it; or those of cards in a file."""
    if (campaign_id is None) == (spec_file is None):
        raise click.UsageError("Give either --campaign or --spec.")
    _check_choices(languages, formats)
    begun = time.monotonic()
    _make_folder(out)
    if spec_file is not None:
        rows = _render_specs(spec_file, languages, formats, out)
    else:
        assert campaign_id is not None
        rows = _render_campaign(campaign_id, languages, formats, out)
    _tell(rows, time.monotonic() - begun, as_json)


def _tell(rows: Sequence[dict[str, Any]], seconds: float, as_json: bool) -> None:
    from campaigns.errors import NotReady

    files = [row for row in rows if "path" in row]
    refused = [row for row in rows if "path" not in row]
    if as_json:
        emit({"files": files, "refused": refused, "seconds": round(seconds, 3)})
    else:
        lines(*(row["path"] for row in files), f"{len(files)} files in {seconds:.1f} s")
    if refused:
        first = refused[0]
        raise NotReady(
            "{count} of {all} pictures cannot be made. The first, post {post} in {language} as {format}: {reason}",
            count=len(refused),
            all=len(rows),
            **{name: first[name] for name in ("post", "language", "format", "reason")},
        )
    if not files:
        raise NotReady("There is nothing to render: no words are written yet for what was chosen.")


def _render_campaign(
    campaign_id: int, languages: tuple[str, ...], formats: tuple[str, ...], out: Path
) -> list[dict[str, Any]]:
    from campaigns.content.rendering.making import Made, keep_picture
    from campaigns.content.rendering.orders import render_orders
    from campaigns.content.rendering.recording import record_renditions
    from commands.composition import instance

    with instance() as here:
        with here.reading() as session:
            orders = render_orders(
                session,
                campaign_id=campaign_id,
                store=here.store,
                languages=languages or None,
                formats=formats or None,
            )
        rows, kept = [], []
        for order, picture in _pictures(orders):
            made = keep_picture(order, picture, here.store)
            rows.append(_written(order, picture, out))
            if isinstance(made, Made):
                kept.append(made)
        with here.transaction() as session:
            record_renditions(session, made=kept, now=here.now)
    return rows


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
    return [_written(order, picture, out) for order, picture in _pictures(orders)]


def _pictures(orders: Sequence[RenderOrder]) -> Iterator[tuple[RenderOrder, RenderedImage | AssetError]]:
    """Every order with its picture or why there is none, in order; on all cores when there are enough of them."""
    from campaigns.content.rendering.making import make_picture

    cores = os.cpu_count() or 1
    if cores == 1 or len(orders) < WORTH_A_POOL:
        for order in orders:
            yield order, make_picture(order)
        return
    with ProcessPoolExecutor(cores) as pool:
        yield from zip(orders, pool.map(make_picture, orders, chunksize=2), strict=True)


def _written(order: RenderOrder, picture: RenderedImage | AssetError, out: Path) -> dict[str, Any]:
    """Writes a picture and says what it is, or says why there is none."""
    from assets.errors import AssetError

    what = {"post": order.post, "language": order.spec.language, "format": order.spec.format}
    if isinstance(picture, AssetError):
        return {**what, "reason": str(picture)}
    ending = {"image/jpeg": "jpg", "image/webp": "webp"}.get(picture.media_type, "png")
    path = out / f"{order.post:02d}-{order.spec.language}-{order.spec.format}.{ending}"
    _write(path, picture.data)
    return {
        "path": str(path),
        "kind": "picture",
        **what,
        "layout": order.spec.layout,
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "duration": None,
        "digest": picture.digest,
        "fit": asdict(picture.fit),
    }


def _check_choices(languages: Sequence[str], formats: Sequence[str]) -> None:
    from assets.formats import format_for
    from campaigns.languages import language

    for code in languages:
        language(code)
    for key in formats:
        format_for(key)


def _make_folder(out: Path) -> None:
    from campaigns.errors import Unusable

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Unusable(
            "The folder {out} cannot be made ({problem}). Choose another one.",
            out=str(out),
            problem=problem.strerror or "unknown problem",
        ) from None


def _write(path: Path, data: bytes) -> None:
    from campaigns.errors import Unusable

    try:
        path.write_bytes(data)
    except OSError as problem:
        raise Unusable(
            "{path} cannot be written ({problem}). Choose a folder with room that may be written.",
            path=str(path),
            problem=problem.strerror or "unknown problem",
        ) from None
