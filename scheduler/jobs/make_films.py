"""Making the films of a campaign: planned first, made outside any transaction, written down post by post.

Finished pieces lie in the home and are named by what they show, so a worker that dies loses the piece it was at and
nothing else. One machine makes the films of one order at a time: its cores are what they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from assets.films.pieces import forget_pieces
from assets.films.turn import turn
from campaigns.clock import wall_time
from campaigns.content.films.choice import Choice
from campaigns.content.films.making import FilmNotMade, make_films, planned
from campaigns.content.films.orders import film_orders, side_by_side
from campaigns.content.films.recording import record_films
from campaigns.content.queries import get_campaign
from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput, Refusal
from campaigns.people.models import Programme
from campaigns.placements.queries import channels_of_campaign
from scheduler.jobs.task import Task


def run(task: Task) -> dict[str, Any]:
    """Makes what `order` names: languages, posts (ids), formats, sound, photo."""
    if task.subject_id is None:
        raise BadInput("This work names no campaign.")
    choice = Choice(tuple(task.order["formats"]), task.order["sound"], task.order.get("photo"))
    with read_scope(task.engine) as session:
        campaign = get_campaign(session, task.subject_id)
        programme = session.get_one(Programme, campaign.programme_id)
        orders = film_orders(
            session,
            campaign_id=task.subject_id,
            store=task.store,
            choice=choice,
            today=wall_time(task.clock(), programme.zone).date(),
            languages=task.order.get("languages"),
            posts=task.order.get("posts"),
            channels=channels_of_campaign(session, task.subject_id),
        )
    rows = [planned(row) for row in side_by_side(orders)]
    whole = sum(frames for *_, frames in rows)
    before, made = 0, 0
    work = task.settings.film_dir
    with turn(work / "turn", waiting=partial(task.report, 0, whole)):
        forget_pieces(work)
        for good, _, frames in rows:
            if good:
                films = make_films(good, task.store, work=work, progress=_after(task, before, whole))
                with session_scope(task.engine) as session:
                    record_films(session, made=films, now=task.clock())
                made += len(films)
            before += frames
    return {"made": made, "not_made": [_told(item) for _, bad, _ in rows for item in bad]}


def _after(task: Task, before: int, whole: int) -> Callable[[int, int], None]:
    """Reports frames of these films on top of those made before them."""

    def tell(done: int, _of_these: int) -> None:
        task.report(before + done, whole)

    return tell


def _told(item: FilmNotMade) -> dict[str, Any]:
    problem = item.problem
    return {
        "post": item.order.post,
        "language": item.order.language,
        "format": item.order.format,
        "sentence": problem.message if isinstance(problem, Refusal) else problem.sentence,
        "values": {name: str(value) for name, value in problem.values.items()},
    }
