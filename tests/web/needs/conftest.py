"""Questions that came in, and what a proposal stands on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from campaigns.db import session_scope
from campaigns.facts.actions import adopt_topic
from campaigns.needs.actions import import_needs
from campaigns.people.actions import change_programme
from campaigns.people.models import Programme
from tests.campaigns.needs.waiting import let_in
from tests.web.conftest import Watch


@pytest.fixture
def take(engine: Engine, programme: Programme, watch: Watch) -> Callable[[bytes], Any]:
    """Takes a file in as the worker does."""

    def taken(data: bytes) -> Any:
        with session_scope(engine) as session:
            result = import_needs(
                session,
                programme=session.get_one(Programme, programme.id),
                data=data,
                name="log.csv",
                key=b"k" * 32,
                by=None,
                now=watch(),
            )
            # As if others had come since: these tests are about what is shown of all of them.
            let_in(session, programme.id or 0)
            return result.as_json()

    return taken


@pytest.fixture
def facts(engine: Engine, programme: Programme, watch: Watch) -> None:
    """The library's facts on child benefit, and an imprint, so that posts can be planned."""
    with session_scope(engine) as session:
        row = session.get_one(Programme, programme.id)
        change_programme(
            session, programme=row, imprint_url="https://advice.example/imprint", by=None, now=watch()
        )
        adopt_topic(session, programme_id=row.id or 0, topic="child_benefit", by=None, now=watch())
