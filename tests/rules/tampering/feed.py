"""The public feed: what nobody published there, and what is told to be there no more.

Each takes a house whose post is in no feed, and says in which programme's feed nothing may stand afterwards.
"""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.db import session_scope
from campaigns.errors import Refusal
from campaigns.people.actions.programmes import change_programme
from campaigns.people.models import Programme
from campaigns.placements.actions.taking_down import note_taken_down
from campaigns.placements.public.feed import feed_entries
from scheduler.channels.feed import Feed
from scheduler.rounds import run_once
from tests.rules.tampering.house import START, House
from tests.scheduler.stage import ZONE


def publication_of_what_waits(house: House) -> int:
    """An approved post waits for its day, or for its second lawyer; a row says that it is out."""
    programme = house.stage.cast.programme.id or 0
    placement = house.stage.place("feed", at=START + timedelta(days=house.dice.randrange(1, 60)))
    if house.dice.random() < 0.5:
        with session_scope(house.stage.engine) as session:
            change_programme(
                session,
                programme=session.get_one(Programme, programme),
                second_lawyer=True,
                by=house.stage.cast.admin,
                now=START,
            )
    house.run(
        "INSERT INTO publication (placement_id, programme_id, channel, language, proof_id, remote_id, url, "
        "published_at, unproven, against, against_values) SELECT id, programme_id, channel, 'de', proof_id, "
        ":r, '', created_at, '', '', '{}' FROM placement WHERE id = :p",
        r=f"urn:{house.dice.randbytes(8).hex()}",
        p=placement,
    )
    return programme


def publication_taken_down(house: House) -> int:
    """It was taken down; the row says again that it stands."""
    placement = publish(house)
    with session_scope(house.stage.engine) as session:
        note_taken_down(session, placement_id=placement, now=START)
    house.run("UPDATE publication SET withdrawn_at = NULL WHERE placement_id = :p", p=placement)
    return house.stage.cast.programme.id or 0


def publication_elsewhere(house: House) -> int:
    """It was published for one programme; the row says that it was for another."""
    placement = publish(house)
    with session_scope(house.stage.engine) as session:
        other = Programme(key="other", name="Other", organisation="Other", created_at=START)
        session.add(other)
        session.flush()
        number = other.id or 0
    house.run("UPDATE publication SET programme_id = :n WHERE placement_id = :p", n=number, p=placement)
    return number


def imprint_by_hand(house: House) -> int:
    """It was published under one name; the programme's row says another name, organisation or imprint."""
    publish(house)
    column = house.dice.choice(["name", "organisation", "imprint", "imprint_url"])
    house.run(f"UPDATE programme SET {column} = :v", v=f"https://{house.dice.randbytes(4).hex()}.example")  # noqa: S608
    return house.stage.cast.programme.id or 0


def publish(house: House) -> int:
    """The worker brings the post to the feed, a minute before the other one is due."""
    placement = house.stage.place("feed", at=START)
    run_once(house.stage.deps(Feed(house.stage.settings.base_url)))
    return placement


def shows(house: House, programme_id: int) -> bool:
    """Whether anything stands in this programme's German feed."""
    with Session(house.stage.engine) as session:
        programme = session.get_one(Programme, programme_id)
        today = wall_time(house.stage.clock(), ZONE).date()
        try:
            return bool(feed_entries(session, programme=programme, language="de", today=today))
        except Refusal:
            return False
