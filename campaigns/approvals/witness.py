"""The trail as witness of approvals: a yes counts only if the trail tells of the very same yes, and of no later no.

A row of the table of approvals can be forged by whoever writes into the database, together with the proof it names,
and a withdrawal can be taken away there. The trail tells of both: each word is a row of the chain, signed with the key
of the home, and is looked at here with its two neighbours. As a whole the chain is held against the heads outside the
database (`people.verifying`, which says what neither shows: rows cut off behind the last head).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlmodel import Session

from campaigns.approvals.grounds import Ground
from campaigns.approvals.models import Proof
from campaigns.approvals.testimony import Given, Testimony, Told
from campaigns.people.audit import FIRST, is_genuine
from campaigns.people.models import AuditEntry
from campaigns.people.signing import Signer, signer_of
from campaigns.vocabulary import DeciderKind, Decision

#: The subject under which the words about a text stand in the trail.
SUBJECT = "variant"
#: What each action of the trail says about the digests it names.
SAYS: Mapping[str, Decision] = {
    "approve_variant": Decision.APPROVE,
    "approve_by_link": Decision.APPROVE,
    "return_variant": Decision.RETURN,
    "return_by_link": Decision.RETURN,
    "withdraw_approval": Decision.WITHDRAW,
}
#: Taking a one-time link back takes back what was said through it, and nothing else.
LINK_BACK = "revoke_review_link"
#: A lawyer said of a recalled text that it stays true.
KEPT = "keep_text"
#: A one-time link was given out, for one digest, by a person.
LINK_GIVEN = "issue_review_link"


def testimony(session: Session, digests: Collection[str]) -> Testimony:
    """Reads what the trail says about these digests, in one query.

    A row that does not fit to its neighbours opens nothing; a no in it is heard all the same.
    """
    wanted = frozenset(digests)
    session.flush()
    standing: dict[str, dict[Told, Ground]] = defaultdict(dict)
    kept: dict[int | None, set[int]] = defaultdict(set)
    ever: set[tuple[Decision, Told]] = set()
    partners: set[int | None] = set()
    links: dict[int | None, Given] = {}
    about: dict[str, int | None] = {}
    connection = session.connection()
    signer = signer_of(connection)
    rows = connection.execute(
        _WORDS, {"digests": list(wanted), "actions": [*SAYS, LINK_BACK, LINK_GIVEN, KEPT]}
    )
    for row in rows:
        is_intact = _is_intact(row, signer)
        if row.action == KEPT:
            if is_intact:
                kept[row.subject_id].add(json.loads(row.detail)["recall"])
            continue
        said = _said(row, wanted)
        if row.action == LINK_GIVEN:
            for given, kind in said or () if is_intact else ():
                links[given.link] = Given(given.by, str(json.loads(row.detail).get("secret", "")))
                partners |= {given.link} if kind == DeciderKind.PARTNER else set()
            continue
        if said is None:
            # Somebody wrote into the row. What it said against a text of this variant is heard as said.
            if row.action == LINK_BACK or SAYS[row.action] is not Decision.APPROVE:
                for digest in [one for one, variant in about.items() if variant == row.subject_id]:
                    standing[digest].clear()
            continue
        for yes, kind in said:
            about[yes.digest] = row.subject_id
            if kind == DeciderKind.PARTNER:
                partners.add(yes.link)
            if is_intact and row.action in SAYS:
                ever.add((SAYS[row.action], yes))
            if row.action == LINK_BACK:
                standing[yes.digest] = {
                    one: ground for one, ground in standing[yes.digest].items() if one.link != yes.link
                }
            elif SAYS[row.action] is not Decision.APPROVE:
                standing[yes.digest].clear()
            elif is_intact:
                standing[yes.digest][yes] = _ground(row, kept[row.subject_id])
    return Testimony(
        {yes: ground for words in standing.values() for yes, ground in words.items()}, ever, partners, links
    )


def ever_approved(session: Session, digests: Collection[str]) -> set[str]:
    """Those of these digests of which the trail tells a yes, whatever was said about them since."""
    wanted = frozenset(digests)
    connection = session.connection()
    signer = signer_of(connection)
    rows = connection.execute(_WORDS, {"digests": list(wanted), "actions": list(SAYS)})
    return {
        yes.digest
        for row in rows
        if SAYS[row.action] is Decision.APPROVE and _is_intact(row, signer)
        for yes, _kind in _said(row, wanted) or ()
    }


def _said(row: Any, wanted: Collection[str]) -> list[tuple[Told, str]] | None:
    """What the row says about digests that are wanted, each with the kind of its link; None if it cannot be read."""
    try:
        detail = json.loads(row.detail)
        until = detail.get("valid_until")
        digests = [detail["digest"]] if "digest" in detail else list(detail["digests"].values())
        about = (row.by, detail.get("link"), row.at, date.fromisoformat(until) if until else None)
        language, kind = detail["language"], str(detail.get("link_kind", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return [(Told(digest, language, *about), kind) for digest in digests if digest in wanted]


def _ground(row: Any, kept: Collection[int]) -> Ground:
    """What a row that can be believed says that its yes rests on. `kept` grows with the rows behind it."""
    said = json.loads(row.detail)
    facts = {int(number): str(seal) for number, seal in said.get("facts", {}).items()}
    return Ground(row.id, said["language"], facts, kept, bool(said.get("second_needed")))


def _is_intact(row: Any, signer: Signer) -> bool:
    """Whether the row is genuine, follows the row before it, and is followed by the next."""
    before = row.before_digest if row.id > 1 else FIRST
    return is_genuine(row, signer) and row.previous == before and row.after_previous in (None, row.digest)


_ENTRY: Table = AuditEntry.__table__  # type: ignore[attr-defined]
_PROOF: Table = Proof.__table__  # type: ignore[attr-defined]
_BEFORE, _AFTER = _ENTRY.alias("before"), _ENTRY.alias("after")
_WORDS = (
    select(
        _ENTRY,
        _BEFORE.c.digest.label("before_digest"),
        _AFTER.c.previous.label("after_previous"),
    )
    .join(_BEFORE, _BEFORE.c.id == _ENTRY.c.id - 1, isouter=True)
    .join(_AFTER, _AFTER.c.id == _ENTRY.c.id + 1, isouter=True)
    .where(
        _ENTRY.c.subject == SUBJECT,
        _ENTRY.c.action.in_(bindparam("actions", expanding=True)),
        _ENTRY.c.subject_id.in_(
            select(_PROOF.c.variant_id).where(_PROOF.c.digest.in_(bindparam("digests", expanding=True)))
        ),
    )
    .order_by(_ENTRY.c.id)
)
