"""`litfass demo`: an empty home filled with five programmes and a campaign at every stage of the road."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from commands.output import emit, json_option, lines, note

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from campaigns.people.models import Programme
    from campaigns.settings import Settings
    from commands.composition import Instance

#: Stands in the home while the demo is being filled.
MARK = "demo-is-being-filled"


@click.command()
@click.option(
    "--if-empty", is_flag=True, help="Do nothing, without complaint, when the home already holds programmes."
)
@json_option
def demo(if_empty: bool, as_json: bool) -> None:
    """Fills an empty home. Everybody and every question in it is made up."""
    from campaigns.errors import Conflict
    from campaigns.people.queries import list_programmes
    from commands.composition import instance

    with instance() as here:
        with here.reading() as session:
            is_empty = not list_programmes(session)
        if (here.settings.home / MARK).exists():
            raise Conflict(
                "The demo in {home} was interrupted while it was filled, so a part of it is missing. Remove that "
                "folder (and empty the database, where LITFASS_DATABASE_URL names one), or set LITFASS_HOME to a new "
                "one; then try again.",
                home=str(here.settings.home),
            )
        if not is_empty and not if_empty:
            raise Conflict(
                "The home {home} already holds programmes; the demo only fills an empty one. "
                "Set LITFASS_HOME to a new folder.",
                home=str(here.settings.home),
            )
        if is_empty:
            note("Filling the demo: five programmes, about two minutes on a small machine …")
            with _whole(here):
                _fill(here)
        with here.reading() as session:
            keys = [item.key for item in list_programmes(session)]
            logins = login_lines(session, here.settings)
    if as_json:
        emit({"programmes": keys, "filled": is_empty})
    elif is_empty:
        lines(*logins)


@contextmanager
def _whole(here: Instance) -> Iterator[None]:
    """Leaves a mark in the home until everything in the block is done: half a demo is never taken for a whole one."""
    mark = here.settings.home / MARK
    mark.touch()
    yield
    mark.unlink()


def _fill(here: Instance) -> None:
    """The demo with the real worker behind it: it renders, takes questions in and publishes as always."""
    from campaigns.approvals.preparing import Desk
    from campaigns.content.films.making import make_films
    from campaigns.content.rendering.making import make_pictures
    from campaigns.demo.fill import fill_demo
    from campaigns.demo.people import demo_password
    from campaigns.demo.readers import readers_of
    from campaigns.demo.stage import Stage
    from campaigns.kits.desk import KitDesk
    from campaigns.mail.outbox import Outbox
    from campaigns.needs.actions.importing import import_needs
    from campaigns.settings import secret_key
    from commands.demo_troubles import work_shut_out, work_until_power_fails
    from scheduler.__main__ import work_once

    key = secret_key(here.settings, "pseudonym.key")

    def take_in(session: Session, programme: Programme, log: bytes, now: datetime) -> int:
        result = import_needs(
            session, programme=programme, data=log, name="demo.csv", key=key, by=None, now=now
        )
        return result.imported

    stage = Stage(
        engine=here.engine,
        store=here.store,
        desk=Desk(here.settings.base_url),
        make=make_pictures,
        film=lambda orders, store: make_films(orders, store, work=here.settings.film_dir),
        publish=lambda moment: work_once(here.settings, now=moment),
        shut_out=lambda moment: work_shut_out(here.settings, here.engine, now=moment),
        break_off=lambda moment: work_until_power_fails(here.settings, here.engine, now=moment),
        # Nobody fictional is written to.
        kits=KitDesk(here.settings.base_url, Outbox(secret_key(here.settings, "secrets.key"), is_open=False)),
    )
    # Some of its posts are held, fail or are lost on purpose: nobody has to be told.
    logging.getLogger("litfass.publisher").setLevel(logging.ERROR)
    fill_demo(
        stage,
        password=demo_password(here.settings),
        import_log=take_in,
        subscribe=readers_of(here.settings),
        now=here.now,
        tell=note,
    )
    _fix_a_report(here)


def _fix_a_report(here: Instance) -> None:
    """The half-year of the programme whose logins are told, as the public may see it: its pages are not empty."""
    from campaigns.demo.fill import last_half_year
    from campaigns.people.presets import presets
    from campaigns.people.queries import find_programme
    from commands.fixed_reports import Wanted, fix_programme_report

    with here.reading() as session:
        first = find_programme(session, next(iter(presets())))
        days = last_half_year(first, here.now)
        wanted = Wanted(first.id or 0, days.start, days.end, "de", public=True)
    secret = fix_programme_report(here, wanted)
    note(f"A report for the public: {here.settings.base_url}/r/{secret}")


def login_lines(session: Session, settings: Settings) -> list[str]:
    """Whom one can be in the demo, and the password; nothing in a home that is not a demo."""
    from campaigns.demo.people import demo_logins, demo_password
    from campaigns.people.presets import presets
    from campaigns.people.queries import list_programmes

    shown = [item.key for item in list_programmes(session) if item.is_demo and item.key in presets()]
    if not shown:
        return []
    first, *others = [key for key in presets() if key in shown]
    people = list(demo_logins(presets()[first]))
    lines = [
        f"Demo logins of the programme {first}; the password of all is {demo_password(settings)}",
        *(f"  {login.email}" for login in people if not login.email.startswith("translator.")),
        "  translator.LANGUAGE@… for each language, for instance "
        + next(login.email for login in people if login.email.startswith("translator.ar")),
    ]
    if others:
        lines.append(
            f"The same names @{', @'.join(f'{key}.example' for key in others)} for the other programmes"
        )
    return lines
