"""Which publication a row of an export belongs to: by link or id, else by words and time together; never by guess."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.approvals.models import Proof
from campaigns.clock import wall_time
from campaigns.placements.models import Account, Placement, Publication
from campaigns.reach.exports.moments import near
from campaigns.reach.exports.names import post_names, same_words
from campaigns.reach.exports.rows import ExportRow

FOREIGN = "No publication of this account has this link or id, nor these words at this time."
OF_ANOTHER = (
    "The file comes from another platform than this account, and none of our posts has this link or id."
)
SEVERAL = "More than one publication fits. Paste the address of the right one."
NAMELESS = "The row has neither a link nor an id nor words with a time."
OF_TWO = "Two rows of the file fit the same publication. Both were set apart."


@dataclass(frozen=True)
class Known:
    """A publication as it can be recognised."""

    publication: Publication
    names: frozenset[str]
    manifest: str
    zone: str
    #: Of the account itself; else it is one of a group, which only its link tells.
    is_own: bool

    @property
    def text(self) -> str:
        return str(json.loads(self.manifest).get("text") or "")


@dataclass
class Matches:
    """Rows with their publication, and rows without one with the reason."""

    found: list[tuple[ExportRow, Publication]] = field(default_factory=list)
    open: list[tuple[ExportRow, str]] = field(default_factory=list)


def known_publications(session: Session, account: Account) -> list[Known]:
    """What an export of this account may speak of: its own posts, and posts in groups that a person made."""
    query = (
        select_many(Publication, Placement, Proof)
        .join(Placement, col(Placement.id) == Publication.placement_id)
        .join(Proof, col(Proof.id) == Publication.proof_id)
        .where(
            col(Publication.programme_id) == account.programme_id,
            (col(Placement.account_id) == account.id) | col(Placement.space_id).is_not(None),
        )
    )
    return [
        Known(
            publication,
            post_names(publication.url) | post_names(publication.remote_id),
            proof.manifest,
            account.zone,
            placement.account_id is not None,
        )
        for publication, placement, proof in session.execute(query)
    ]


def match_rows(rows: Sequence[ExportRow], known: Sequence[Known], *, is_foreign: bool = False) -> Matches:
    """Matches every row on its own; two rows that fit one publication are both left open.

    `is_foreign`: the file comes from another platform than the account. Then only links tell which post a row is about.
    """
    by_name: dict[str, list[Known]] = {}
    for each in known:
        for name in each.names:
            by_name.setdefault(name, []).append(each)
    result = Matches()
    claimed: dict[int, list[ExportRow]] = {}
    chosen: dict[int, Publication] = {}
    for row in rows:
        fitting = _by_name(row, by_name) or ([] if is_foreign else _by_words(row, known))
        if len(fitting) == 1:
            publication = fitting[0].publication
            claimed.setdefault(publication.id or 0, []).append(row)
            chosen[publication.id or 0] = publication
        else:
            named = row.remote_id or row.url or (row.text and row.posted)
            result.open.append(
                (row, SEVERAL if fitting else OF_ANOTHER if is_foreign else FOREIGN if named else NAMELESS)
            )
    for publication_id, several in claimed.items():
        if len(several) == 1:
            result.found.append((several[0], chosen[publication_id]))
        else:
            result.open += [(row, OF_TWO) for row in several]
    result.open.sort(key=lambda each: each[0].row)
    return result


def _by_name(row: ExportRow, by_name: dict[str, list[Known]]) -> list[Known]:
    names = post_names(row.url) | post_names(row.remote_id)
    found = {each.publication.id: each for name in names for each in by_name.get(name, ())}
    return list(found.values())


def _by_words(row: ExportRow, known: Sequence[Known]) -> list[Known]:
    """Own posts that begin with the same words and went out at about that time."""
    moment = row.posted
    if moment is None or not row.text:
        return []
    near_by = [
        each
        for each in known
        if each.is_own and near(moment, wall_time(each.publication.published_at, each.zone))
    ]
    return [each for each in near_by if same_words(each.text, row.text)]
