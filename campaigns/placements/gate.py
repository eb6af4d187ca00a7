"""The one gate: whoever puts an approved post before readers asks here, and gets the words only from here.

The worker's claim, the feed and its pictures, hand-offs, texts to copy, kits, newsletters and exports all use it.
It asks what can speak against a departure: facts on its day, the lawyer's approval, and whether the stored
proof is letter for letter what was approved. Files are checked where their bytes are read: the store
refuses bytes that are not what their name says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Container, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from sqlmodel import Session

from campaigns.approvals.models import Proof
from campaigns.approvals.validity import Asked, valid_approvals
from campaigns.canonical import canonical_json
from campaigns.people.told_imprint import untold_imprints
from campaigns.placements.approval_ends.reasons import reasons_against
from campaigns.placements.photos.ends import photos_over
from campaigns.placements.reasons import IMPRINT_BY_HAND
from campaigns.placements.truth import Leaving, photo_over, untrue
from campaigns.reasons import Reason

Manifest = dict[str, Any]

#: Channels on which the programme's name and imprint leave around the words. (A feed shows them whenever it is
#: fetched, and looks at them then.)
SIGNED = frozenset({"newsletter"})


class ApprovalCheck(Protocol):
    """`campaigns.approvals.validity.valid_approvals`, or a test's own."""

    def __call__(self, session: Session, asked: Collection[Asked]) -> Container[Asked]: ...


class Departure(NamedTuple):
    """What is about to leave, or (`is_out`) stays before readers: a text's bytes, where to and on which day.

    `channel` is the kind of channel the proof was approved for.
    """

    variant_id: int
    digest: str
    language: str
    channel: str
    on: date
    programme_id: int
    is_out: bool = False


class Changed(Exception):
    """A stored proof is not what was approved. `what` is a part of a sentence, never contents."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def closed_for(
    session: Session, departures: Collection[Departure], *, approved: ApprovalCheck = valid_approvals
) -> dict[Departure, Reason]:
    """Why each of these may not leave now; what is not in the answer may, as far as people and facts go.

    About what is out already, people decide in a recall; here its approval and its link are asked about, and whether
    its photo may still be shown.
    """
    if not departures:
        return {}
    asked = {one: Asked(*one[1:]) for one in departures}
    good = approved(session, set(asked.values()))
    leaving = {one: Leaving(one.variant_id, one.on, one.digest) for one in departures if not one.is_out}
    not_so = untrue(session, set(leaving.values()))
    old = {one: not_so[leaving[one]] for one in departures if one in leaving and leaving[one] in not_so}
    staying = photos_over(session, [one for one in departures if one.is_out])
    against = reasons_against(session, {asked[one] for one in departures if asked[one] not in good})
    signed = [one for one in departures if one.channel in SIGNED]
    wrong = untold_imprints(session, {one.programme_id for one in signed})
    return (
        {one: Reason(IMPRINT_BY_HAND) for one in signed if one.programme_id in wrong}
        | {one: against[asked[one]] for one in departures if asked[one] not in good}
        | {one: photo_over(last) for one, last in staying.items()}
        | old
    )


def let_through(session: Session, wanted: Sequence[tuple[Proof, Departure]]) -> list[Manifest | None]:
    """For each of these the words and files that may be shown, or None where the gate is closed."""
    closed = closed_for(session, {departure for _proof, departure in wanted})
    return [None if departure in closed else _intact(proof, departure) for proof, departure in wanted]


def read_manifest(text: str, *, digest: str, channel: str, language: str) -> Manifest:
    """A stored proof's manifest, checked letter for letter against the digest that was approved."""
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        raise Changed("the stored proof was changed")
    try:
        manifest = json.loads(text)
    except ValueError:
        raise Changed("the stored proof cannot be read") from None
    if not isinstance(manifest, dict) or canonical_json(manifest) != text:
        raise Changed("the stored proof is not written in its one way")
    if manifest.get("channel") != channel or manifest.get("language") != language:
        raise Changed("the proof is for another channel or language")
    return manifest


def _intact(proof: Proof, departure: Departure) -> Manifest | None:
    try:
        return read_manifest(
            proof.manifest, digest=departure.digest, channel=departure.channel, language=departure.language
        )
    except Changed:
        return None
