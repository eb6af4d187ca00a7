"""The films of a campaign for `litfass render`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.files import write
from commands.output import note

if TYPE_CHECKING:
    from assets.store import Store
    from campaigns.content.films.making import FilmNotMade, MadeFilm

ENDINGS = {"text/vtt": "vtt", "application/x-subrip": "srt", "image/jpeg": "jpg"}


def film_campaign(
    campaign_id: int, languages: Sequence[str], formats: Sequence[str], sound: str, out: Path
) -> list[dict[str, Any]]:
    """Makes films with captions and posters, keeps them with the campaign, and writes them below `out`."""
    from assets.films.pieces import forget_pieces
    from assets.films.turn import turn
    from campaigns.clock import wall_time
    from campaigns.content.films.choice import Choice
    from campaigns.content.films.making import make_films, planned
    from campaigns.content.films.orders import film_orders, side_by_side
    from campaigns.content.films.recording import record_films
    from campaigns.content.queries import get_campaign
    from campaigns.people.models import Programme
    from campaigns.placements.queries import channels_of_campaign
    from commands.composition import instance

    rows: list[dict[str, Any]] = []
    with instance() as here:
        with here.reading() as session:
            campaign = get_campaign(session, campaign_id)
            zone = session.get_one(Programme, campaign.programme_id).zone
            orders = film_orders(
                session,
                campaign_id=campaign_id,
                store=here.store,
                choice=Choice(tuple(formats), sound),  # type: ignore[arg-type]
                today=wall_time(here.now, zone).date(),
                languages=languages or None,
                channels=channels_of_campaign(session, campaign_id),
            )
        work = here.settings.film_dir
        with turn(work / "turn"):
            forget_pieces(work)
            for row in side_by_side(orders):
                good, bad, _ = planned(row)
                rows += [_refused(item) for item in bad]
                if not good:
                    continue
                note(f"post {good[0].post}, {good[0].format}: {len(good)} films")
                made = make_films(good, here.store, work=work)
                with here.transaction() as session:
                    record_films(session, made=made, now=here.now)
                rows += [file for film in made for file in _written(film, here.store, out)]
    return rows


def _refused(item: FilmNotMade) -> dict[str, Any]:
    order = item.order
    return {
        "post": order.post,
        "language": order.language,
        "format": order.format,
        "reason": str(item.problem),
    }


def _written(film: MadeFilm, store: Store, out: Path) -> list[dict[str, Any]]:
    """The film, then what belongs to it, each as a file of the answer."""
    order = film.order
    base = f"{order.post:02d}-{order.language}-{order.format.replace('/', '-')}"
    parts = [("film", "video/mp4", film.digest, "mp4")]
    parts += [
        (one["kind"], one["media_type"], one["digest"], ENDINGS[one["media_type"]]) for one in film.beside
    ]
    rows = []
    for kind, media_type, digest, ending in parts:
        path = out / f"{base}.{ending}"
        write(path, store.get(digest))
        rows.append(
            {
                "path": str(path),
                "kind": kind,
                "post": order.post,
                "language": order.language,
                "format": order.format,
                "layout": order.layout,
                "media_type": media_type,
                "width": None if kind == "captions" else film.width,
                "height": None if kind == "captions" else film.height,
                "duration": None if kind == "poster" else film.seconds,
                "digest": digest,
                "fit": film.fit,
            }
        )
    return rows
