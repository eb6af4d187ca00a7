"""Writing a fact down that the library does not have."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, select

from campaigns.errors import BadInput, Conflict
from campaigns.facts.actions.changing import record_fact, set_state
from campaigns.facts.judging import check_state
from campaigns.facts.models import Fact
from campaigns.facts.rules import check_can_change_facts
from campaigns.facts.state import FactState
from campaigns.facts.versions import keep_version
from campaigns.people.actor import Actor
from campaigns.vocabulary import FactKind, Risk

#: How many facts of its own a programme may have on one topic; more are a mistake of a program.
MOST_OWN = 500


def write_fact(
    session: Session,
    *,
    programme_id: int,
    topic: str,
    kind: FactKind,
    risk: Risk,
    state: FactState,
    by: Actor,
    now: datetime,
) -> Fact:
    """A fact of the programme's own, behind the others of its topic, as a draft: a lawyer has to check it.

    Refuses one without words that posts need: a headline beside each sentence, for a myth the claim too.
    """
    check_can_change_facts(by)
    if not topic:
        raise BadInput("Choose the topic.", field="topic")
    check_state(state, kind=kind)
    for code, texts in state.texts.items():
        for part in ("headline", "sentence", *(("claim",) if kind is FactKind.MYTH else ())):
            if not texts.get(part, "").strip():
                raise BadInput("Fill this in.", field=f"{part}.{code}")
    last = session.exec(
        select(func.max(Fact.position)).where(Fact.programme_id == programme_id, Fact.topic == topic)
    ).one()
    new = add_fact(
        session,
        programme_id=programme_id,
        key=_free_key(session, programme_id, topic),
        topic=topic,
        kind=kind,
        position=0 if last is None else last + 1,
        risk=risk,
        state=state,
        now=now,
    )
    keep_version(session, fact=new, by=by, now=now)
    record_fact(session, "write_fact", new, by, now, topic=topic)
    return new


def add_fact(
    session: Session,
    *,
    programme_id: int,
    key: str,
    topic: str,
    kind: FactKind,
    position: int,
    risk: Risk,
    state: FactState,
    now: datetime,
) -> Fact:
    """A new row with its words, a draft; whoever adds it keeps its first version and records it."""
    new = Fact(
        programme_id=programme_id,
        key=key,
        topic=topic,
        kind=kind,
        position=position,
        jurisdiction=state.jurisdiction,
        risk=risk,
        created_at=now,
        changed_at=now,
    )
    session.add(new)
    session.flush()
    set_state(session, new, state, now)
    session.add(new)
    session.flush()
    return new


def _free_key(session: Session, programme_id: int, topic: str) -> str:
    """`wage.own_3`: numbers are not given twice, whatever became of the facts that had them."""
    prefix = f"{topic}.own_"
    taken = set(
        session.exec(
            select(Fact.key).where(
                Fact.programme_id == programme_id, col(Fact.key).startswith(prefix, autoescape=True)
            )
        )
    )
    for number in range(1, MOST_OWN + 1):
        if f"{prefix}{number}" not in taken:
            return f"{prefix}{number}"
    raise Conflict("There are too many own facts on this topic. Withdraw some, or choose another topic.")
