"""Taking translations in from a file, and deciding about those that something stood against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from campaigns.content.actions import write_revision
from campaigns.content.copy import Copy, with_text, without_empty
from campaigns.content.exchange.files import Incoming
from campaigns.content.exchange.matching import Base, base_of, texts_of
from campaigns.content.exchange.models import WaitingText
from campaigns.content.exchange.package import Received, Row
from campaigns.content.exchange.queries import get_waiting
from campaigns.content.models import Revision
from campaigns.content.queries import campaign_of_variant, get_variant, latest_revision
from campaigns.content.rules import check_can_write
from campaigns.content.writing import source_digest_of
from campaigns.errors import BadInput, Conflict, NotFound, Refusal
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.vocabulary import Origin, WaitingReason

#: As in the form of the desk.
LONGEST: Final = 4000
Key = tuple[int, int, int]


@dataclass(frozen=True)
class Rejected:
    """A place that could not be taken in at all, and why."""

    variant_id: int
    language: str
    place: str
    refusal: Refusal


@dataclass
class Outcome:
    """What became of a file: counted in places. `written` are the revisions made, `waiting` the conflicts."""

    read: int = 0
    changed: int = 0
    unchanged: int = 0
    untranslated: int = 0
    written: list[Revision] = field(default_factory=list)
    waiting: list[WaitingText] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def import_copy(
    session: Session,
    *,
    incoming: Incoming,
    by: Actor | None,
    now: datetime,
    origin: Origin = Origin.HUMAN,
    programme_id: int | None = None,
) -> Outcome:
    """Writes what came back where nothing stands against it, one revision a text.

    Where the source or the translation changed since the file left, nothing is written: both versions wait
    for a person. `programme_id` refuses texts of other programmes; `by` is None for the operator.
    """
    outcome = Outcome()
    bases = _bases(session, incoming, outcome, by=by, programme_id=programme_id)
    texts: dict[Key, list[Received]] = defaultdict(list)
    for each in texts_of(incoming, bases):
        outcome.read += 1
        if _key(each) in bases:
            texts[_key(each)].append(each)
    for key, received in texts.items():
        _take_in(session, bases[key], received, outcome, by=by, now=now, origin=origin)
    record(
        session,
        action="import_copy",
        subject="programme",
        subject_id=programme_id,
        by=by,
        programme_id=programme_id,
        now=now,
        read=outcome.read,
        changed=outcome.changed,
        waiting=len(outcome.waiting),
        rejected=len(outcome.rejected),
    )
    return outcome


def decide_text(session: Session, *, waiting_id: int, take: bool, by: Actor, now: datetime) -> WaitingText:
    """Writes the words from the file, or leaves those that stand; both stay readable in the history."""
    waiting = get_waiting(session, waiting_id)
    variant = get_variant(session, waiting.variant_id)
    check_can_write(by, language=variant.language)
    if waiting.decided_at is not None:
        raise Conflict("Somebody has decided about this text already.")
    campaign, _post = campaign_of_variant(session, variant)
    if take:
        present = latest_revision(session, variant)
        words = without_empty(with_text(present.words if present else {}, waiting.place, waiting.text))
        programme = session.get_one(Programme, campaign.programme_id)
        write_revision(
            session,
            variant=variant,
            words=words,
            based_on=variant.revision,
            by=by,
            now=now,
            source_digest=source_digest_of(session, variant, programme.source_language),
        )
    waiting.is_taken, waiting.decided_by, waiting.decided_at = take, person_id(by), now
    session.add(waiting)
    record(
        session,
        action="decide_text",
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=campaign.programme_id,
        now=now,
        place=waiting.place,
        taken=take,
    )
    return waiting


def _key(each: Received | Row) -> Key:
    return (each.variant_id, each.revision, each.source_revision)


def _bases(
    session: Session, incoming: Incoming, outcome: Outcome, *, by: Actor | None, programme_id: int | None
) -> dict[Key, Base]:
    """What left, by its numbers; what is not here or not this person's is rejected."""
    found: dict[Key, Base] = {}
    seen: set[Key] = set()
    every: list[Received | Row] = [*incoming.received, *incoming.rows]
    for each in every:
        if _key(each) in seen:
            continue
        seen.add(_key(each))
        try:
            base = base_of(
                session,
                variant_id=each.variant_id,
                revision=each.revision,
                source_revision=each.source_revision,
                language=each.language,
            )
            if programme_id is not None and base.campaign.programme_id != programme_id:
                raise NotFound("Text {variant} belongs to another programme.", variant=each.variant_id)
            if by is not None:
                check_can_write(by, language=base.variant.language)
            found[_key(each)] = base
        except Refusal as refusal:
            outcome.rejected.append(Rejected(each.variant_id, each.language[:8], "", refusal))
    return found


def _take_in(
    session: Session,
    base: Base,
    received: Sequence[Received],
    outcome: Outcome,
    *,
    by: Actor | None,
    now: datetime,
    origin: Origin,
) -> None:
    """The places of one text: written together, or waiting one by one."""
    words: Mapping[str, Any] = base.present.words if base.present else Copy().to_dict()
    changed = 0
    for each in received:
        try:
            fate = _fate(base, each)
        except Refusal as refusal:
            outcome.rejected.append(Rejected(each.variant_id, each.language, each.place, refusal))
            continue
        if isinstance(fate, WaitingReason):
            outcome.waiting.append(_wait(session, base, each, fate, by=by, now=now))
        elif fate is None:
            outcome.untranslated += each.target is None
            outcome.unchanged += each.target is not None
        else:
            words = with_text(words, each.place, fate)
            changed += 1
    if not changed:
        return
    try:
        if not words["headline"]:
            raise BadInput("Every post needs a headline.", field="headline")
        revision = write_revision(
            session,
            variant=base.variant,
            words=without_empty(words),
            based_on=base.variant.revision,
            by=by,
            now=now,
            origin=origin,
            source_digest=base.source_digest,
        )
    except Refusal as refusal:
        outcome.rejected.append(
            Rejected(base.variant.id or 0, base.variant.language, refusal.field or "", refusal)
        )
        return
    outcome.changed += changed
    outcome.written.append(revision)


def _fate(base: Base, each: Received) -> str | WaitingReason | None:
    """The text to write; None where there is nothing to do; or the reason why a person has to look."""
    if each.refusal is not None:
        raise each.refusal
    source, target = base.known(each.place)
    if not source:
        raise BadInput("The source has no place “{place}”.", place=each.place)
    if each.target is None or each.target == target:
        return None
    text = each.target.strip()
    if len(text) > LONGEST:
        raise BadInput("This is longer than {longest} characters. Shorten it.", longest=LONGEST)
    source_now, target_now = base.now(each.place)
    if text == target_now:
        return None
    if source_now != source:
        return WaitingReason.BOTH_CHANGED if target_now != target else WaitingReason.SOURCE_CHANGED
    return WaitingReason.TARGET_CHANGED if target_now != target else text


def _wait(
    session: Session, base: Base, each: Received, reason: WaitingReason, *, by: Actor | None, now: datetime
) -> WaitingText:
    source, target = base.known(each.place)
    waiting = WaitingText(
        variant_id=base.variant.id or 0,
        place=each.place,
        text=(each.target or "").strip(),
        known_source=source,
        known_target=target,
        source_digest=base.exported_source.digest,
        reason=reason,
        received_by=person_id(by),
        received_at=now,
    )
    session.add(waiting)
    session.flush()
    return waiting
