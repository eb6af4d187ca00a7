"""What a programme's funder asks of its pictures: statement, emblem, and how large the emblem has to be.

The rules are data of the programme. The layouts keep them: the zone is white, nothing else stands in it, the statement
is set in a face the funder allows, and the emblem is never lower than its share of the highest other mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from campaigns.content.media.photos import Kept
from campaigns.errors import BadInput
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.people.rules import check_holds
from campaigns.vocabulary import Role

#: Regulation (EU) 2021/1060, Annex IX: at least as high as the largest of the other marks.
LEAST_PERCENT: Final = 100
MOST_PERCENT: Final = 300
#: What the leaflets of the European funds ask of printed matter, in millimetres; a zone of more fills an A6 sheet.
USUAL_MM: Final = 10
MOST_MM: Final = 30


@dataclass(frozen=True)
class FunderRules:
    """`statement` stands word for word beside the emblem; empty: the programme has no funder to name. The emblem is
    `emblem_percent` of the highest other mark or more, and on paper `emblem_mm` high or more."""

    statement: str
    emblem_percent: int = LEAST_PERCENT
    emblem_mm: int = USUAL_MM


def check_can_set_funder(actor: Actor) -> None:
    """Those who answer for a programme to its funder."""
    check_holds(actor, Role.ADMIN, Role.LEAD)


def can_set_funder(actor: Actor) -> bool:
    return actor.holds(Role.ADMIN, Role.LEAD)


def rules_of(programme: Programme) -> FunderRules:
    """The rules as they stand; what the programme does not say is as the European funds ask."""
    said = programme.funder
    return FunderRules(
        statement=str(said.get("statement", "")),
        emblem_percent=int(said.get("emblem_percent", LEAST_PERCENT)),
        emblem_mm=int(said.get("emblem_mm", USUAL_MM)),
    )


def set_funder(
    session: Session,
    *,
    programme: Programme,
    rules: FunderRules,
    emblem: Kept | None,
    drops_emblem: bool = False,
    by: Actor,
    now: datetime,
) -> Programme:
    """Other rules for the pictures made from now on; pictures that exist keep theirs, but with another statement what
    was approved does not hold any more. Without a new `emblem` the present one stays, unless it is dropped.

    Refuses an emblem smaller than other marks may be, and one without the statement that belongs to it.
    """
    check_can_set_funder(by)
    _check(rules)
    digest = emblem.digest if emblem else "" if drops_emblem else str(programme.funder.get("digest", ""))
    if digest and not rules.statement:
        raise BadInput(
            "An emblem never stands without its statement. Write the statement, or take the emblem away too.",
            field="statement",
        )
    programme.funder = {
        "statement": rules.statement,
        **({"digest": digest} if digest else {}),
        "emblem_percent": rules.emblem_percent,
        "emblem_mm": rules.emblem_mm,
    }
    session.add(programme)
    session.flush()
    record(
        session,
        action="set_funder",
        subject="programme",
        subject_id=programme.id,
        by=by,
        programme_id=programme.id,
        now=now,
        statement=rules.statement,
        emblem=digest,
        emblem_percent=rules.emblem_percent,
        emblem_mm=rules.emblem_mm,
    )
    return programme


def _check(rules: FunderRules) -> None:
    if not LEAST_PERCENT <= rules.emblem_percent <= MOST_PERCENT:
        raise BadInput(
            "The emblem is {least} to {most} percent as high as the highest other mark: the European Union’s is never "
            "smaller than one of them (Regulation (EU) 2021/1060, Annex IX).",
            field="emblem_percent",
            least=LEAST_PERCENT,
            most=MOST_PERCENT,
        )
    if not 0 <= rules.emblem_mm <= MOST_MM:
        raise BadInput("Write 0 to {most} millimetres.", field="emblem_mm", most=MOST_MM)
