"""`litfass demo`: an empty home filled with five programmes and a campaign at every stage of the road."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.output import emit, json_option, lines, note

if TYPE_CHECKING:
    from sqlmodel import Session

    from campaigns.settings import Settings


@click.command()
@click.option(
    "--if-empty", is_flag=True, help="Do nothing, without complaint, when the home already holds programmes."
)
@json_option
def demo(if_empty: bool, as_json: bool) -> None:
    """Fills an empty home. Everybody and every question in it is made up."""
    from campaigns.demo.fill import fill_demo
    from campaigns.errors import Conflict
    from campaigns.people.queries import list_programmes
    from commands.composition import instance

    with instance() as here:
        with here.reading() as session:
            is_empty = not list_programmes(session)
        if not is_empty and not if_empty:
            raise Conflict(
                "The home {home} already holds programmes; the demo only fills an empty one. "
                "Set LITFASS_HOME to a new folder.",
                home=str(here.settings.home),
            )
        if is_empty:
            note("Filling the demo …")
            fill_demo(here.engine, here.store, here.settings, here.now)
        with here.reading() as session:
            keys = [item.key for item in list_programmes(session)]
            logins = login_lines(session, here.settings)
    if as_json:
        emit({"programmes": keys, "filled": is_empty})
    elif is_empty:
        lines(*logins)


def login_lines(session: Session, settings: Settings) -> list[str]:
    """Whom one can be in the demo, and the password; nothing in a home that is not a demo."""
    from campaigns.demo.people import demo_logins, demo_password
    from campaigns.people.presets import presets
    from campaigns.people.queries import list_programmes

    shown = [item.key for item in list_programmes(session) if item.is_demo and item.key in presets()]
    if not shown:
        return []
    first = next((key for key in presets() if key in shown), shown[0])
    people = list(demo_logins(presets()[first]))
    return [
        f"Demo logins of the programme {first}; the password of all is {demo_password(settings)}",
        *(f"  {login.email}" for login in people if not login.email.startswith("translator.")),
        "  translator.LANGUAGE@… for each language, for instance "
        + next(login.email for login in people if login.email.startswith("translator.ar")),
    ]
