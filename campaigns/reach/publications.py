"""Publications as people recognise them: campaign, post, language, place, day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_
from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.content.models import Campaign, Post, Variant
from campaigns.errors import NotFound
from campaigns.placements.models import Account, Placement, Publication, Space
from campaigns.reach.models import UnmatchedRow

MOST = 60


@dataclass(frozen=True)
class Shown:
    """A publication with the names a person knows it by. `place` is the account's or the group's name."""

    publication: Publication
    campaign: Campaign
    position: int
    place: str
    space: Space | None
    digest: str

    @property
    def title(self) -> str:
        return f"{self.campaign.title} · {self.position}"


def get_shown(session: Session, publication_id: int) -> Shown:
    """One publication; refuses an unknown one."""
    found = _shown(session, col(Publication.id) == publication_id, 1)
    if not found:
        raise NotFound("There is no such publication.")
    return found[0]


def shown_of(session: Session, ids: Collection[int]) -> dict[int, Shown]:
    """These publications, by their number."""
    found = _shown(session, col(Publication.id).in_(ids), len(ids)) if ids else []
    return {each.publication.id or 0: each for each in found}


def near_publications(session: Session, rows: Sequence[UnmatchedRow]) -> dict[int, list[Shown]]:
    """The latest publications to choose from where a row was not recognised, by the row's account.

    They are those of the account's channel: its own, those of its sisters, and those in groups there.
    """
    accounts = session.exec(select(Account).where(col(Account.id).in_({row.account_id for row in rows})))
    return {
        account.id or 0: _shown(
            session,
            and_(
                col(Publication.programme_id) == account.programme_id,
                or_(
                    col(Account.channel) == account.channel,
                    col(Space.platform) == account.channel,
                    col(Space.platform).startswith(f"{account.channel}_", autoescape=True),
                ),
            ),
            MOST,
        )
        for account in accounts
    }


def _shown(session: Session, condition: object, most: int) -> list[Shown]:
    query = (
        select_many(Publication, Campaign, col(Post.position), Account, Space, col(Proof.digest))
        .join(Placement, col(Placement.id) == Publication.placement_id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(Proof, col(Proof.id) == Publication.proof_id)
        .join(Account, col(Account.id) == Placement.account_id, isouter=True)
        .join(Space, col(Space.id) == Placement.space_id, isouter=True)
        .where(condition)  # type: ignore[arg-type]
        .order_by(col(Publication.published_at).desc(), col(Publication.id).desc())
        .limit(most)
    )
    return [
        Shown(
            publication,
            campaign,
            position,
            (account or space).name if account or space else "",
            space,
            digest,
        )
        for publication, campaign, position, account, space, digest in session.execute(query)
    ]
