"""Changes something after the approval, lets the worker run at the post's moment, and looks whether anything left.

`python -m tests.rules.tampering 500` makes that many changes of rows, files, layouts, fonts, links, facts, moments and
publications, each on a fresh copy of an approved and scheduled post whose pictures are really drawn. Every one must be
refused with a reason; before the first a post leaves that nobody touched, else the refusals would prove nothing.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from campaigns.placements.reasons import ALL_PAUSED
from campaigns.vocabulary import PlacementStatus
from scheduler.rounds import run_once
from tests.rules.tampering import calendar, feed, files, grounds, rows, trail
from tests.rules.tampering.house import MINUTE, START, House, Houses
from tests.scheduler.stage import FakeChannel, Server
from tests.temporary import roomy_memory

SEED = 20261123

#: What holds a post that is due.
HOLDING: dict[str, Callable[[House], None]] = {
    f"{where.__name__.rpartition('.')[2]}: {change.__name__}": change
    for where, changes in (
        (rows, (
            rows.row_manifest_letter, rows.row_manifest_field, rows.row_alt_text, rows.row_media_digest,
            rows.row_other_proof, rows.row_other_digest, rows.row_language, rows.row_channel, rows.row_withdrawn,
            rows.row_expired, rows.row_prolonged, rows.row_other_lawyer, rows.row_forged,
            rows.row_forged_lately, rows.row_withdrawal_gone,
        )),
        (trail, (trail.trail_without_approval, trail.trail_changed, trail.trail_forged)),
        (files, (
            files.file_bit, files.file_cut, files.file_grown, files.file_gone, files.file_exchanged, files.layout,
            files.font, files.colour, files.rendition_not_current,
        )),
        (grounds, (
            grounds.words, grounds.link_row, grounds.link_of_campaign, grounds.link_gone, grounds.funder,
            grounds.fact_changed, grounds.fact_ended, grounds.fact_not_yet, grounds.fact_retired,
            grounds.fact_prolonged, grounds.role_put_back,
        )),
        (calendar, (
            calendar.moment_brought_forward, calendar.look_brought_forward, calendar.other_account,
            calendar.cancelled_put_back, calendar.held_put_back, calendar.placed_by_nobody,
        )),
    )
    for change in changes
}  # fmt: skip

#: What shows nothing in a public feed.
SHOWING: dict[str, Callable[[House], int]] = {
    f"feed: {change.__name__}": change
    for change in (
        feed.publication_of_what_waits, feed.publication_taken_down, feed.publication_elsewhere,
        feed.imprint_by_hand,
    )
}  # fmt: skip
KINDS = (*HOLDING, *SHOWING)


@dataclass
class Verdict:
    """How many changes of each kind there were, and those after which something left or no reason was given."""

    changes: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)


def run(count: int, *, seed: int = SEED) -> Verdict:
    """Makes `count` changes, every kind in turn."""
    dice, verdict = random.Random(seed), Verdict()
    with tempfile.TemporaryDirectory(prefix="litfass-tampering-", dir=roomy_memory()) as folder:
        houses = Houses(Path(folder))
        _check_untouched(houses.copy(dice), Path(folder))
        for number in range(count):
            kind = KINDS[number % len(KINDS)]
            house = houses.copy(dice)
            problem = _problem(house, kind, Path(folder) / f"network-{number}")
            verdict.changes[kind] += 1
            house.stage.engine.dispose()
            if problem:
                verdict.left.append(f"{number}: {kind}: {problem}")
    return verdict


def _check_untouched(house: House, folder: Path) -> None:
    server = Server(folder / "network-untouched")
    feed.publish(house)
    assert feed.shows(house, house.stage.cast.programme.id or 0)
    _work(house, server)
    row = house.stage.row(house.placement_id)
    assert row.status is PlacementStatus.PUBLISHED, (row.status, row.reason, row.reason_values)
    assert server.posts(row.key) == 1
    house.stage.engine.dispose()


def _problem(house: House, kind: str, network: Path) -> str:
    """Makes a change of this kind; what is wrong afterwards, or nothing."""
    if kind in SHOWING:
        return "it stands in the feed" if feed.shows(house, SHOWING[kind](house)) else ""
    HOLDING[kind](house)
    server = Server(network)
    _work(house, server)
    row = house.stage.row(house.placement_id)
    if server.calls(row.key) or server.posts(row.key):
        return "it left"
    is_held = row.status is PlacementStatus.HELD and row.reason
    # A trail that does not hold pauses all sending, and what is not due yet waits; the rest is held.
    waits = row.status is PlacementStatus.SCHEDULED and (
        row.reason == ALL_PAUSED or row.next_at == row.due_at > house.stage.clock()
    )
    return "" if is_held or waits else f"it is {row.status} with the reason “{row.reason}”"


def _work(house: House, server: Server) -> None:
    house.stage.clock.moment = START + 2 * MINUTE
    run_once(house.stage.deps(FakeChannel(server)))
