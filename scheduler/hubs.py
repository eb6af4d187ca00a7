"""Telling WebSub hubs that a feed changed."""

from __future__ import annotations

import logging

from campaigns.db import read_scope, session_scope
from campaigns.placements.public.hubs import note_told, untold_topics
from scheduler.channels.feed import Feed
from scheduler.deps import Deps

log = logging.getLogger("litfass.worker")


def tell_hubs(deps: Deps) -> int:
    """Tells every hub what it does not know yet; how many took it."""
    adapter = deps.adapters.get(Feed.channel)
    if not isinstance(adapter, Feed):
        return 0
    with read_scope(deps.engine) as session:
        topics = untold_topics(session, now=deps.clock())
    told = 0
    for topic in topics:
        if deps.stop.is_set():
            break
        problem = adapter.tell_hub(topic.hub, topic.programme, topic.language)
        with session_scope(deps.engine) as session:
            note_told(session, topic, problem=problem, now=deps.clock())
        told += not problem
        if problem:
            log.warning("a hub of account %s was not told: %s", topic.account_id, problem)
    return told
