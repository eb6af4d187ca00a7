"""Filling an empty home with the demo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, func, select

from campaigns.clock import wall_time
from campaigns.db import session_scope
from campaigns.demo.advice_log import LogSpec, Rise, advice_log
from campaigns.demo.exports import take_exports
from campaigns.demo.figures import click, read_off
from campaigns.demo.listening import Listening, heard, listen
from campaigns.demo.marks import put_marks, put_photo
from campaigns.demo.people import add_demo_programme
from campaigns.demo.scenario import ProgrammeScene, scenes
from campaigns.demo.stage import Stage, somebody
from campaigns.demo.walk import walk
from campaigns.errors import Conflict
from campaigns.facts.actions import adopt_topic
from campaigns.mail.server import OUR_FOLDER
from campaigns.needs.counts.disclosure import ANCHOR
from campaigns.needs.radar.looks import looks
from campaigns.people.models import Programme
from campaigns.people.presets import Preset, preset
from campaigns.placements.actions.accounts import add_account
from campaigns.placements.models import Account
from campaigns.placements.plans.proposing import propose_topic
from campaigns.placements.spaces.register import Entry, add_space
from campaigns.reach.actions.owing import owe_report
from campaigns.reach.report.asked import Period
from campaigns.reach.report.windows import HALF_A_YEAR
from campaigns.vocabulary import Role

Progress = Callable[[str], None]
#: (session, newsletter, address, languages, moment)
Subscribe = Callable[[Session, Account, str, Sequence[str], datetime], None]


@dataclass(frozen=True)
class DemoReport:
    """What was made."""

    programmes: int
    needs: int
    campaigns: int


def fill_demo(
    stage: Stage,
    *,
    password: str,
    import_log: Callable[[Session, Programme, bytes, datetime], int],
    now: datetime,
    subscribe: Subscribe,
    tell: Progress = lambda _sentence: None,
) -> DemoReport:
    """The five programmes with people, questions, facts, accounts, groups and campaigns.

    Refuses a home that already has a programme. `import_log` takes a file of questions in, as the import of
    the desk does, and says how many were new; `subscribe` brings a reader onto a list.
    Interrupted, it leaves whole programmes or none of the one at hand; start with an empty home again.
    """
    with session_scope(stage.engine) as session:
        if session.exec(select(func.count()).select_from(Programme)).one():
            raise Conflict(
                "This home already holds programmes. The demo fills only an empty home: set LITFASS_HOME."
            )
    needs = campaigns = 0
    for seed, scene in enumerate(scenes(), start=1):
        chosen = preset(scene.key)
        tell(f"{chosen.name}: people, facts, questions")
        with session_scope(stage.engine) as session:
            programme = _begin(session, stage, scene, chosen, password, now)
            _open_newsletter(session, programme, scene, subscribe, now)
            log = advice_log(_log_spec(scene, chosen, seed), today=wall_time(now, chosen.zone).date())
            needs += import_log(session, programme, log, now)
            listen(session, programme=programme, now=now)
            _owe(session, programme, now)
        for campaign in scene.campaigns:
            tell(f"{chosen.name}: {campaign.topic} ({campaign.reach})")
            campaign_id = walk(stage, programme=programme, scene=campaign, now=now)
            campaigns += 1
            if campaign.reach in ("running", "finished"):
                with session_scope(stage.engine) as session:
                    click(session, campaign_id, seed=seed, now=now)
                    figures = take_exports if campaign.exported else read_off
                    figures(session, programme, campaign_id, seed=seed, now=now)
        with session_scope(stage.engine) as session:
            _propose(session, programme, scene, now)
    return DemoReport(programmes=len(scenes()), needs=needs, campaigns=campaigns)


def _begin(
    session: Session, stage: Stage, scene: ProgrammeScene, chosen: Preset, password: str, now: datetime
) -> Programme:
    """The programme with people, marks, facts, two accounts and its groups, as they stood a year ago."""
    since = now - timedelta(days=370)
    programme = add_demo_programme(session, preset=chosen, password=password, now=since)
    programme.keeps_free_text = scene.keeps_free_text
    lead = somebody(session, programme, Role.LEAD)
    put_marks(session, programme=programme, scene=scene.marks, store=stage.store, by=lead, now=since)
    if scene.photo:
        put_photo(session, programme=programme, scene=scene.photo, store=stage.store, by=lead, now=now)
    programme_id = programme.id or 0
    for topic in chosen.topics:
        adopt_topic(session, programme_id=programme_id, topic=topic, by=None, now=since)
    for channel, name in (("feed", "Feed"), ("folder", "Folder")):
        add_account(
            session, programme_id=programme_id, channel=channel, name=name, zone=chosen.zone,
            slots=("12:30", "18:00"), by=None, now=since,
        )  # fmt: skip
    advisor, staff = (somebody(session, programme, role) for role in (Role.ADVISOR, Role.STAFF))
    for number, code in enumerate(scene.spaces, start=1):
        add_space(
            session,
            programme_id=programme_id,
            entry=Entry(
                name=f"Demo-Gruppe {code.upper()} {number}",
                platform="facebook_group",
                language=code,
                url=f"https://groups.example/{scene.key}-{number}",
                rules="Erfundene Gruppe. Ein Infobeitrag pro Woche, keine Werbung, Antworten in den Kommentaren.",
                size_band="20k-100k" if number % 2 else "5k-20k",
                permission="Mit der Gruppenleitung abgesprochen (fiktiv).",
                interval_days=7,
                days=(0, 1, 2, 3, 4) if number % 3 == 0 else (),
                keeper_id=advisor.person_id,
                deputy_id=staff.person_id,
            ),
            by=None,
            now=since,
        )
    return programme


def _propose(session: Session, programme: Programme, scene: ProgrammeScene, now: datetime) -> None:
    """What rises and no campaign answers yet stands as a proposal that waits for somebody."""
    if scene.rise_topic in {campaign.topic for campaign in scene.campaigns}:
        return
    propose_topic(
        session,
        programme=programme,
        topic=scene.rise_topic,
        as_of=looks(session, programme=programme, today=wall_time(now, programme.zone).date())[0],
        weeks=ANCHOR,
        by=somebody(session, programme, Role.STAFF),
        now=now,
    )


def _open_newsletter(
    session: Session, programme: Programme, scene: ProgrammeScene, subscribe: Subscribe, now: datetime
) -> None:
    """A newsletter that writes its mails into the outbox of this machine, and readers who do not exist."""
    if not scene.readers:
        return
    since = now - timedelta(days=200)
    account = add_account(
        session, programme_id=programme.id or 0, channel="newsletter", name="Newsletter", zone=programme.zone,
        slots=("10:00",), options={"server": OUR_FOLDER, "sender": f"newsletter@{scene.key}.example"}, by=None,
        now=since,
    )  # fmt: skip
    for number, languages in enumerate(scene.readers, start=1):
        moment = since + timedelta(days=number)
        subscribe(session, account, f"reader.{number}@example.org", languages, moment)


def _owe(session: Session, programme: Programme, now: datetime) -> None:
    """The lead owes the board the report of the last half-year, soon."""
    days = last_half_year(programme, now)
    owe_report(
        session,
        programme_id=programme.id or 0,
        starts_on=days.start,
        ends_on=days.end,
        due_on=days.end + timedelta(days=10),
        recipients=[f"board@{programme.key}.example"],
        language="de",
        every_months=6,
        by=somebody(session, programme, Role.LEAD),
        now=now,
    )


def last_half_year(programme: Programme, now: datetime) -> Period:
    """The days of the demo's reports, all the same: reports whose days overlap hold numbers back for one another."""
    today = wall_time(now, programme.zone).date()
    return Period(today - HALF_A_YEAR, today)


def _log_spec(scene: ProgrammeScene, chosen: Preset, seed: int) -> LogSpec:
    return LogSpec(
        languages=scene.log_languages,
        topics=chosen.topics,
        a_week=scene.a_week,
        rise=Rise(scene.rise_topic, scene.rise_languages),
        seed=seed,
        new_words=heard().get(scene.key, Listening()).new_words,
    )
