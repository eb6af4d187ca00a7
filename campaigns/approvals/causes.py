"""Why something may not leave, as far as lawyers go: the first thing that speaks against it, for people.

`validity` says whether; this is asked only about what may not, so it may read more.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, col, select

from campaigns.approvals.grounds import FactsBehind
from campaigns.approvals.models import Approval, Proof
from campaigns.approvals.present import Loss, kept
from campaigns.approvals.testimony import Testimony
from campaigns.approvals.validity import Asked, latest_decisions, needing_two, standing_words
from campaigns.approvals.voices import Voices
from campaigns.approvals.witness import testimony
from campaigns.content.models import Rendition
from campaigns.vocabulary import Decision


class Cause(StrEnum):
    """What speaks against it, the first of all."""

    NO_PROOF = "no_proof"
    UNREADABLE = "unreadable"
    BY_HAND = "by_hand"
    WORDS = "words"
    RECALLED = "recalled"
    TARGET = "target"
    SHORT_LINK = "short_link"
    FUNDER = "funder"
    LAYOUT = "layout"
    RENDERER = "renderer"
    LOOK = "look"
    NEVER = "never"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    OTHER_PLACE = "other_place"
    ENDED = "ended"
    UNTOLD = "untold"
    ROLE_GONE = "role_gone"
    LINK_BACK = "link_back"
    FACT = "fact"
    SECOND = "second"


class Because(NamedTuple):
    """A cause, and the last day of the approval where that is one."""

    cause: Cause
    last: date | None = None


def causes(session: Session, asked: Collection[Asked]) -> dict[Asked, Because]:
    """Why each of these may not leave. What is left out has nothing of this against it."""
    digests = {one.digest for one in asked}
    held, latest = kept(session, digests), latest_decisions(session, digests)
    standing = standing_words(session, digests)
    told = testimony(session, digests)
    voices = Voices(session, [word for words in standing.values() for word in words])
    risky, facts = needing_two(session, digests, told), FactsBehind(session, told.grounds)
    found: dict[Asked, Because] = {}
    for one in asked:
        still, words = held.get(one.digest), standing.get(one.digest, [])
        if still is None:
            found[one] = Because(Cause.NO_PROOF)
        elif one.is_out and not still.leads_there:
            found[one] = Because(Cause.SHORT_LINK)
        elif not one.is_out and still.loss is not None:
            found[one] = Because(_of_loss(session, one.digest, still.loss))
        elif because := _of_words(
            one, words, latest.get(one.digest), voices, told, facts, one.digest in risky
        ):
            found[one] = because
    return found


def _of_words(
    one: Asked,
    words: Sequence[Approval],
    latest: Approval | None,
    voices: Voices,
    told: Testimony,
    facts: FactsBehind,
    needs_two: bool,
) -> Because | None:
    """What of all that an approval needs is the first that no word about it has."""
    if not words:
        said = latest.decision if latest else None
        no = {Decision.RETURN: Cause.RETURNED, Decision.WITHDRAW: Cause.WITHDRAWN}
        return Because(no.get(said, Cause.NEVER) if said else Cause.NEVER)
    if not (left := [word for word in words if (word.language, word.channel) == (one.language, one.channel)]):
        return Because(Cause.OTHER_PLACE)
    last = max((word.valid_until or date.max for word in left), default=None)
    if not (left := [word for word in left if word.valid_until is None or one.on <= word.valid_until]):
        return Because(Cause.ENDED, last)
    if not (left := [word for word in left if voices.stands(word)]):
        return Because(Cause.LINK_BACK)
    if not (left := [word for word in left if told.confirms(word) and voices.is_given_as_told(word, told)]):
        return Because(Cause.UNTOLD)
    if one.is_out:
        return None
    if not (left := [word for word in left if voices.counts(word, one.programme_id)]):
        return Because(Cause.ROLE_GONE)
    if not (left := [word for word in left if facts.bear(told.ground_of(word))]):
        return Because(Cause.FACT)
    return Because(Cause.SECOND) if needs_two and voices.number(left) < 2 else None


def _of_loss(session: Session, digest: str, loss: Loss) -> Cause:
    return _of_files(session, digest) if loss is Loss.FILES else Cause(loss.value)


def _of_files(session: Session, digest: str) -> Cause:
    """By what the pictures and films of today differ from those that were approved, as far as their rows tell."""
    row = session.exec(select(Proof.manifest, Proof.revision_id).where(Proof.digest == digest)).first()
    if row is None:
        return Cause.LOOK
    wanted = {str(file["digest"]) for file in json.loads(row[0])["media"]}
    rows = session.exec(select(Rendition).where(col(Rendition.revision_id) == row[1])).all()
    today: Mapping[tuple[str, str], Rendition] = {
        (one.format, one.media_type): one for one in rows if one.current
    }
    for old in rows:
        new = today.get((old.format, old.media_type))
        if old.digest not in wanted or new is None or new.digest == old.digest:
            continue
        if (new.layout, new.layout_version) != (old.layout, old.layout_version):
            return Cause.LAYOUT
        if new.renderer != old.renderer:
            return Cause.RENDERER
    return Cause.LOOK
