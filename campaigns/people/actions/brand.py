"""The colours a programme's pictures are made in."""

from __future__ import annotations

from datetime import datetime
from math import floor

from sqlmodel import Session

from assets.colour import TEXT_CONTRAST, contrast, parse
from assets.errors import AssetError
from campaigns.errors import BadInput
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.people.rules import check_holds
from campaigns.vocabulary import Role

#: A programme's colours, and what each is when the programme says nothing.
COLOURS = {"ink": "#16181d", "paper": "#f6f3ec", "accent": "#c8321f", "accent_ink": "#ffffff"}
#: What stands on what: (text, ground).
PAIRS = (("ink", "paper"), ("accent_ink", "accent"))
_TOO_WEAK = {
    (
        "ink",
        "paper",
    ): "Ink on paper has a contrast of {found} to 1. Most people can read it from {least} to 1 on: make "
    "one of the two darker or lighter.",
    (
        "accent_ink",
        "accent",
    ): "Ink on the accent has a contrast of {found} to 1. Most people can read it from {least} "
    "to 1 on: make one of the two darker or lighter.",
}


def check_can_set_colours(actor: Actor) -> None:
    """Those who make campaigns, and admins."""
    check_holds(actor, Role.ADMIN, Role.LEAD, Role.STAFF)


def colours_of(programme: Programme) -> dict[str, str]:
    """The programme's colours, with the house's own where it has none."""
    return {name: str(programme.brand.get(name, house)) for name, house in COLOURS.items()}


def contrasts_of(colours: dict[str, str]) -> dict[tuple[str, str], float | None]:
    """The contrast ratio of each pair (WCAG 2.2), None where a colour cannot be read."""
    found: dict[tuple[str, str], float | None] = {}
    for text, ground in PAIRS:
        try:
            found[text, ground] = contrast(parse(colours[text], text), parse(colours[ground], ground))
        except AssetError:
            found[text, ground] = None
    return found


def set_colours(
    session: Session, *, programme: Programme, colours: dict[str, str], by: Actor | None, now: datetime
) -> Programme:
    """New colours for the pictures made from now on; pictures that exist stay as they are.

    Refuses what is no colour, and pairs that many people could not read.
    """
    if by is not None:
        check_can_set_colours(by)
    _check_colours(colours)
    programme.brand = {**programme.brand, **{name: colours[name].lower() for name in COLOURS}}
    session.add(programme)
    session.flush()
    record(
        session,
        action="set_colours",
        subject="programme",
        subject_id=programme.id,
        by=by,
        programme_id=programme.id,
        now=now,
        colours={name: programme.brand[name] for name in COLOURS},
    )
    return programme


def _check_colours(colours: dict[str, str]) -> None:
    field = ""
    try:
        for field in COLOURS:
            parse(colours[field], field)
    except AssetError as problem:
        raise BadInput(problem.sentence, field=field, **problem.values) from None
    for (text, ground), found in contrasts_of(colours).items():
        if found is not None and found < TEXT_CONTRAST:
            # Rounded down: what is too weak is never told as what would do.
            tenths = floor(found * 10) / 10
            raise BadInput(_TOO_WEAK[text, ground], field=text, found=tenths, least=TEXT_CONTRAST)
