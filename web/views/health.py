"""For the machine that watches us: is the database there, and does a worker live?"""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, jsonify
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import func, select
from werkzeug.wrappers import Response

from campaigns.work.models import Heartbeat
from web import database
from web.identity import page

health_pages = Blueprint("health", __name__)

#: A worker that has been silent for longer is taken for dead.
SILENCE = timedelta(minutes=2)


@health_pages.get("/health")
@page(public=True)
def health() -> Response:
    """200 while the database answers; `worker` is `ok`, `silent` or `none`."""
    try:
        beat = database.session().exec(select(func.max(Heartbeat.beat_at))).one()
    except SQLAlchemyError:
        return _told(503, database_state="unreachable", worker="unknown")
    worker = "none" if beat is None else "ok" if database.now() - beat < SILENCE else "silent"
    return _told(200, database_state="ok", worker=worker)


def _told(status: int, *, database_state: str, worker: str) -> Response:
    response = jsonify(database=database_state, worker=worker)
    response.status_code = status
    return response
