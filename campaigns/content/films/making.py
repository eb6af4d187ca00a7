"""Making films from orders. No database here: orders go in, bytes land in the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assets.errors import AssetError
from assets.films.pieces import film_version
from assets.films.render import MEDIA_TYPE, RenderedFilm, render_films
from assets.films.spec import FilmSpec
from assets.films.storyboard import in_step, storyboard
from assets.films.voice import heard_in
from assets.layouts import layout_for
from assets.store import Store
from campaigns.content.films.orders import FilmOrder
from campaigns.errors import Refusal

SRT, VTT = "application/x-subrip", "text/vtt"


@dataclass(frozen=True)
class MadeFilm:
    """A film that was made: where its bytes and those of what belongs to it lie."""

    order: FilmOrder
    digest: str
    width: int
    height: int
    size: int
    seconds: float
    beside: list[dict[str, str]]
    layout_version: str
    renderer: str
    fit: dict[str, Any]


@dataclass(frozen=True)
class FilmNotMade:
    """A film that cannot be made, and the sentence that says why and what to do."""

    order: FilmOrder
    problem: AssetError | Refusal


def planned(orders: Sequence[FilmOrder]) -> tuple[list[FilmOrder], list[FilmNotMade], int]:
    """Those of one post and format that can be made, in step with one another where no voice sets their length; those
    that cannot; and how many frames the first have together. Costs no pixels."""
    good: list[FilmOrder] = []
    bad: list[FilmNotMade] = []
    for order in orders:
        fault = order.problem if order.spec is None else _fault(order.spec)
        if fault is not None:
            bad.append(FilmNotMade(order, fault))
        else:
            good.append(order)
    good = _together(good)
    frames = sum(storyboard(o.spec, _voice_seconds(o.spec)).frames for o in good if o.spec is not None)
    return good, bad, frames


def make_films(
    orders: Sequence[FilmOrder],
    store: Store,
    *,
    work: Path,
    progress: Callable[[int, int], None] | None = None,
    workers: int | None = None,
) -> list[MadeFilm]:
    """Films of planned orders, side by side. `work` keeps finished pieces across a crash; a film leaves it only whole,
    by the store's own write, fsync and rename."""
    work.mkdir(parents=True, exist_ok=True)
    paths = [
        work / f"{order.post:03d}-{order.language}-{order.format.replace('/', '-')}.mp4" for order in orders
    ]
    wanted = [(order.spec, path) for order, path in zip(orders, paths, strict=True) if order.spec is not None]
    made = []
    try:
        for order, film in zip(
            orders, render_films(wanted, work=work, progress=progress, workers=workers), strict=True
        ):
            made.append(_kept(order, film, store))
    finally:
        for path in paths:
            path.unlink(missing_ok=True)
    return made


def _kept(order: FilmOrder, film: RenderedFilm, store: Store) -> MadeFilm:
    beside = [
        {"kind": kind, "media_type": media_type, "digest": store.put(data, media_type)}
        for kind, media_type, data in (
            ("captions", VTT, film.vtt.encode()),
            ("captions", SRT, film.srt.encode()),
            ("poster", "image/jpeg", film.poster),
        )
        if data
    ]
    return MadeFilm(
        order=order,
        digest=store.put(film.path.read_bytes(), MEDIA_TYPE),
        width=film.width,
        height=film.height,
        size=film.size,
        seconds=round(film.seconds, 3),
        beside=beside,
        layout_version=str(layout_for(order.layout).version),
        renderer=film_version()[:80],
        fit={**_sizes(order), "overflow": False, "loudness": film.loudness},
    )


def _sizes(order: FilmOrder) -> dict[str, int | None]:
    """The smallest letters of headlines and of captions, in pixels."""
    assert order.spec is not None
    board = storyboard(order.spec, _voice_seconds(order.spec))
    headlines = [shot.plan.layers["headline"].px for shot in board.shots if "headline" in shot.plan.layers]
    return {"headline_px": min(headlines, default=None), "body_px": board.band.px}


def _together(orders: Sequence[FilmOrder]) -> list[FilmOrder]:
    """Scenes of the same length in every language; where the longest language would make all too long, or the scenes
    differ in number, each keeps its own time."""
    specs = [order.spec for order in orders if order.spec is not None]
    if len(specs) < 2 or any(spec.sound.kind == "voice" for spec in specs):
        return list(orders)
    if len({len(spec.scenes) for spec in specs}) > 1:
        return list(orders)
    try:
        stepped = in_step(specs)
        for spec in stepped:
            storyboard(spec)
    except AssetError:
        return list(orders)
    return [replace(order, spec=spec) for order, spec in zip(orders, stepped, strict=True)]


def _fault(spec: FilmSpec) -> AssetError | None:
    try:
        storyboard(spec, _voice_seconds(spec))
    except AssetError as fault:
        return fault
    return None


def _voice_seconds(spec: FilmSpec) -> float | None:
    heard = heard_in(spec.sound)
    return None if heard is None else heard.seconds
