"""Whose words a command brings: `--by EMAIL`. Without it they are of nobody known, and the review treats them so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlmodel import Session

    from campaigns.people.actor import Actor

by_option = click.option(
    "--by",
    "email",
    default="",
    metavar="EMAIL",
    help="Whose words they are: somebody with a login. Without it whoever submits them answers as their author.",
)


def author_of(session: Session, *, email: str, programme_id: int | None) -> Actor | None:
    """The person with this address as the programme sees them; None where none is named."""
    from campaigns.errors import NotFound
    from campaigns.people.queries import find_person, load_actor

    if not email:
        return None
    person = find_person(session, email)
    author = load_actor(session, person, programme_id) if person and person.disabled_at is None else None
    if author is None or not author.roles:
        raise NotFound(
            "Nobody with this address works in the programme. Settings, People shows who does; --by names the author."
        )
    return author
