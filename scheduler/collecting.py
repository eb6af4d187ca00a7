"""Asking channels for counters and followers: claim, commit, ask while no transaction is open, write down."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from campaigns.db import read_scope, session_scope
from campaigns.people.queries import list_programmes
from campaigns.placements.sending.wire import Sender
from campaigns.reach.actions.following import accounts_to_count, keep_followers
from campaigns.reach.insights.collecting import Asking, claim_looks, plan_looks, settle_look
from campaigns.reach.insights.kept import keep_missing
from campaigns.reach.insights.readings import Reading
from scheduler.contract import Adapter, Counters, NotYet, Published, Unknown
from scheduler.deps import Deps
from scheduler.examining import sender_of
from scheduler.traces import place_of

log = logging.getLogger("litfass.worker")


def telling(adapters: Mapping[str, Adapter]) -> list[str]:
    """Channels whose adapter reads counters."""
    return [name for name, each in adapters.items() if type(each).read_insights is not Adapter.read_insights]


def collect_insights(deps: Deps) -> int:
    """Asks for all counters that are due; says how many readings were new."""
    _keep_rows(deps)
    channels = telling(deps.adapters)
    if not channels:
        return 0
    with session_scope(deps.engine) as session:
        plan_looks(session, channels=channels, now=deps.clock())
    with session_scope(deps.engine) as session:
        due = claim_looks(session, now=deps.clock())
    return sum(_ask(deps, asking) for asking in due if not deps.stop.is_set())


def count_followers(deps: Deps) -> int:
    """Asks for the followers of every account that has not told them today; of how many they are known now.

    An account that gives no answer is asked again with the next look.
    """
    channels = [
        name
        for name, each in deps.adapters.items()
        if type(each).read_followers is not Adapter.read_followers
    ]
    with read_scope(deps.engine) as session:
        due = accounts_to_count(session, channels=channels, now=deps.clock())
    told = 0
    for account_id in due:
        if deps.stop.is_set():
            break
        channel, sender = sender_of(deps.engine, account_id)
        reading = _followers(deps.adapters[channel], sender)
        if reading is not None:
            with session_scope(deps.engine) as session:
                keep_followers(session, account_id=account_id, reading=reading, now=deps.clock())
            told += 1
    return told


def _ask(deps: Deps, asking: Asking) -> int:
    adapter = deps.adapters.get(asking.publication.channel)
    told = _counters(adapter, asking) if adapter else Unknown("This channel has no adapter any more.")
    failed = isinstance(told, NotYet | Unknown)
    with session_scope(deps.engine) as session:
        return settle_look(
            session,
            asking=asking,
            readings=None if isinstance(told, NotYet | Unknown) else told,
            retry_at=told.retry_at if failed and isinstance(told, NotYet) else None,
            now=deps.clock(),
        )


def _counters(adapter: Adapter, asking: Asking) -> Counters:
    """What the adapter says; one that breaks must not keep the others from being asked."""
    post = Published(asking.publication.remote_id, asking.publication.url)
    try:
        return adapter.read_insights(post, asking.sender)
    except Exception as problem:
        log.error("counters of publication %s: %s", asking.publication.id, place_of(problem))
        return Unknown("The counters could not be read.")


def _followers(adapter: Adapter, sender: Sender) -> Reading | None:
    try:
        return adapter.read_followers(sender)
    except Exception as problem:
        log.error("followers of account %s: %s", sender.account_id, place_of(problem))
        return None


def _keep_rows(deps: Deps) -> None:
    """Reports know each publication soon after it is out, whether or not its channel counts anything."""
    with read_scope(deps.engine) as session:
        programmes = [programme.id or 0 for programme in list_programmes(session)]
    for programme_id in programmes:
        with session_scope(deps.engine) as session:
            keep_missing(session, programme_id=programme_id)
