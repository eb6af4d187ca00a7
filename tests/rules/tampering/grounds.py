"""What an approval rests on: words, links, the funder's statement, facts, the lawyer's role."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import select

from campaigns.content.actions import write_revision
from campaigns.content.models import Campaign, Variant
from campaigns.content.queries import latest_revision
from campaigns.db import session_scope
from campaigns.facts.models import Fact
from campaigns.links.models import ShortLink
from campaigns.people.actions.people import revoke_role
from campaigns.people.actions.programmes import change_programme
from campaigns.people.models import Person, Programme
from campaigns.vocabulary import FactStatus, Role
from tests.rules.tampering.house import START, House, put_back

FACT_BY_HAND = (
    "UPDATE fact SET valid_to = '2099-01-01'",
    "UPDATE fact SET risk = 'low'",
    "UPDATE fact SET source_url = 'https://x.example'",
)


def words(house: House) -> None:
    with session_scope(house.stage.engine) as session:
        variant = session.get_one(Variant, house.stage.variant_id)
        found = latest_revision(session, variant)
        assert found is not None
        name = house.dice.choice(["headline", "body", "call_to_action", "alt_text", "notice"])
        changed = {**found.words, name: f"{found.words[name]} {house.dice.randrange(10**6)}"}
        write_revision(
            session,
            variant=variant,
            words=changed,
            based_on=found.number,
            by=house.stage.cast.staff,
            now=START,
        )


def link_row(house: House) -> None:
    house.run(
        "UPDATE short_link SET target = :t", t=f"https://elsewhere.example/{house.dice.randrange(10**6)}"
    )


def link_of_campaign(house: House) -> None:
    with session_scope(house.stage.engine) as session:
        for campaign in session.exec(select(Campaign)):
            campaign.link = f"https://elsewhere.example/{house.dice.randrange(10**6)}"
            session.add(campaign)


def link_gone(house: House) -> None:
    with session_scope(house.stage.engine) as session:
        for link in session.exec(select(ShortLink)):
            session.delete(link)


def funder(house: House) -> None:
    with session_scope(house.stage.engine) as session:
        programme = session.get_one(Programme, house.stage.cast.programme.id)
        programme.funder = {"statement": f"Paid by fund {house.dice.randrange(10**6)}"}
        session.add(programme)
        change_programme(session, programme=programme, by=house.stage.cast.admin, now=START)


def fact_changed(house: House) -> None:
    house.run("UPDATE fact SET revision = revision + :n", n=house.dice.randrange(1, 5))


def fact_ended(house: House) -> None:
    _fact(house, valid_to=START.date() - timedelta(days=house.dice.randrange(1, 300)))


def fact_not_yet(house: House) -> None:
    _fact(house, valid_from=START.date() + timedelta(days=house.dice.randrange(1, 300)))


def fact_retired(house: House) -> None:
    _fact(house, status=FactStatus.RETIRED)


def fact_prolonged(house: House) -> None:
    """Somebody writes into the table that the fact holds longer, or is of less risk."""
    house.run(house.dice.choice(FACT_BY_HAND))


def role_put_back(house: House) -> None:
    """The lawyer's role is taken in the desk, and written into the table again as if it had been there from ever."""
    lawyer = house.stage.cast.lawyer.person_id
    with session_scope(house.stage.engine) as session:
        revoke_role(
            session,
            person=session.get_one(Person, lawyer),
            programme_id=house.stage.cast.programme.id or 0,
            role=Role.LAWYER,
            language="de",
            by=house.stage.cast.admin,
            now=START,
        )
    house.run(
        "INSERT INTO membership (person_id, programme_id, role, language, created_at) "
        "VALUES (:p, :g, 'lawyer', 'de', '2026-01-01 00:00:00.000000')",
        p=lawyer,
        g=house.stage.cast.programme.id,
    )
    put_back(house)


def _fact(house: House, **values: date | FactStatus) -> None:
    with session_scope(house.stage.engine) as session:
        for fact in session.exec(select(Fact)):
            for name, value in values.items():
                setattr(fact, name, value)
            session.add(fact)
