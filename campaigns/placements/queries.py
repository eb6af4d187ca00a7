"""Reading accounts, spaces and the calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.channels import Profile, account_profile
from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.queries import get_campaign
from campaigns.errors import NotFound
from campaigns.people.models import Programme
from campaigns.placements.models import Account, Placement, Publication, SendingPause, Space
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus

Row = TypeVar("Row", Post, Campaign, Account, Space)
#: States in which a person has to do something.
ASKS = (
    PlacementStatus.FAILED,
    PlacementStatus.UNCONFIRMED,
    PlacementStatus.MISSED,
    PlacementStatus.EXPIRED,
    PlacementStatus.HELD,
)


class Entry(NamedTuple):
    """A placement with what stands around it. The publication is there once it is published; `against` is what keeps
    it from leaving, where that was asked (`at_risk`)."""

    placement: Placement
    variant: Variant
    post: Post
    campaign: Campaign
    account: Account | None
    space: Space | None
    publication: Publication | None
    against: Reason | None = None

    @property
    def place(self) -> str:
        """The name of the account or of the group."""
        where = self.account or self.space
        return where.name if where else ""

    @property
    def is_taken_down(self) -> bool:
        """Whether it was out and is not any more."""
        return self.publication is not None and self.publication.withdrawn_at is not None

    def is_overdue(self, now: datetime) -> bool:
        """Whether somebody should have posted it by hand: its day is over, by the clock of its place."""
        row = self.placement
        is_left = self.space is not None and row.status is PlacementStatus.SCHEDULED
        return is_left and row.wall.date() < wall_time(now, row.zone).date()


def get_placement(session: Session, placement_id: int, *, lock: bool = False) -> Placement:
    """The placement, fresh from the database; `lock` keeps others from changing it meanwhile."""
    found = session.get(Placement, placement_id, populate_existing=True, with_for_update=lock or None)
    if found is None:
        raise NotFound("There is no placement {placement_id}.", placement_id=placement_id)
    return found


def same_text_there(session: Session, row: Placement) -> Placement | None:
    """The latest other placement of the text on the same account that binds or is out."""
    query = (
        select(Placement)
        .where(
            Placement.variant_id == row.variant_id,
            Placement.account_id == row.account_id,
            Placement.id != row.id,
            col(Placement.status).not_in((PlacementStatus.PROPOSED, PlacementStatus.CANCELLED)),
        )
        .order_by(col(Placement.wall).desc())
    )
    return session.exec(query).first()


def get_account(session: Session, account_id: int) -> Account:
    """The account with this id."""
    found = session.get(Account, account_id)
    if found is None:
        raise NotFound("There is no account {account_id}.", account_id=account_id)
    return found


def account_at(session: Session, placement: Placement) -> Account | None:
    """The account of a placement; None for one in a group."""
    return get_account(session, placement.account_id) if placement.account_id is not None else None


def find_account(session: Session, named: str, *, programme_id: int | None = None) -> Account:
    """The account with this number, name or (where it is the only one) channel; refuses by naming those there are."""
    query = select(Account).order_by(col(Account.id))
    if programme_id is not None:
        query = query.where(Account.programme_id == programme_id)
    accounts = session.exec(query).all()
    wanted = named.strip().casefold()
    for names in (lambda each: str(each.id), lambda each: each.name.casefold(), lambda each: each.channel):
        fitting = [each for each in accounts if names(each) == wanted]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            break
    raise NotFound(
        "“{named}” is not one account. Give its number: {known}.",
        named=named[:60],
        known=", ".join(f"{each.id} ({each.name}, {each.channel})" for each in (fitting or accounts)[:30])
        or "–",
    )


def get_space(session: Session, space_id: int) -> Space:
    """The group with this id."""
    found = session.get(Space, space_id)
    if found is None:
        raise NotFound("There is no group {space_id} in the register.", space_id=space_id)
    return found


def accounts_of(session: Session, *, programme_id: int, language: str | None = None) -> list[Account]:
    """A programme's accounts by name, without those that were removed; with `language`, those that take it."""
    query = select(Account).where(Account.programme_id == programme_id, col(Account.closed_at).is_(None))
    if language is not None:
        query = query.where(col(Account.language).is_(None) | (col(Account.language) == language))
    return list(session.exec(query.order_by(col(Account.channel), col(Account.name))))


def removed_accounts(session: Session, *, programme_id: int) -> list[Account]:
    """A programme's accounts that were removed, the latest first."""
    query = select(Account).where(Account.programme_id == programme_id, col(Account.closed_at).is_not(None))
    return list(session.exec(query.order_by(col(Account.closed_at).desc(), col(Account.id).desc())))


def channels_of_campaign(session: Session, campaign_id: int) -> list[Profile]:
    """What the accounts of a campaign's programme take, as their servers describe themselves."""
    programme_id = get_campaign(session, campaign_id).programme_id
    return [
        account_profile(account.channel, account.capabilities)
        for account in accounts_of(session, programme_id=programme_id)
    ]


def spaces_of(
    session: Session, *, programme_id: int, language: str | None = None, with_own: bool = False
) -> list[Space]:
    """A programme's open groups by name; with `language`, those of it; `with_own` also accounts of ours that people
    post to by hand. Nothing is planned for those: what is planned for the account leaves through it."""
    query = select(Space).where(Space.programme_id == programme_id, col(Space.closed_at).is_(None))
    if not with_own:
        query = query.where(col(Space.account_id).is_(None))
    if language is not None:
        query = query.where(Space.language == language)
    return list(session.exec(query.order_by(col(Space.name))))


def places_of(session: Session, variant_id: int) -> list[Entry]:
    """Where a text is to leave or has left, by moment; without what was cancelled."""
    statuses = set(PlacementStatus) - {PlacementStatus.CANCELLED}
    return entries(session, variant_ids=[variant_id], statuses=statuses)


def entries(
    session: Session,
    *,
    programme_id: int | None = None,
    campaign_id: int | None = None,
    variant_ids: Collection[int] | None = None,
    placement_ids: Collection[int] | None = None,
    account_ids: Collection[int] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    statuses: Collection[PlacementStatus] | None = None,
) -> list[Entry]:
    """Placements by moment: of a programme, a campaign, these variants, numbers or accounts, between instants, in some
    states."""
    query = (
        select_many(Placement, Variant, Publication)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .join(Publication, col(Publication.placement_id) == Placement.id, isouter=True)
        .order_by(col(Placement.due_at), col(Placement.id))
    )
    if programme_id is not None:
        query = query.where(col(Placement.programme_id) == programme_id)
    if campaign_id is not None:
        query = query.join(Post, col(Post.id) == Variant.post_id).where(col(Post.campaign_id) == campaign_id)
    if variant_ids is not None:
        query = query.where(col(Placement.variant_id).in_(list(variant_ids)))
    if placement_ids is not None:
        query = query.where(col(Placement.id).in_(list(placement_ids)))
    if account_ids is not None:
        query = query.where(col(Placement.account_id).in_(list(account_ids)))
    if since is not None:
        query = query.where(col(Placement.due_at) >= since)
    if until is not None:
        query = query.where(col(Placement.due_at) < until)
    if statuses is not None:
        query = query.where(col(Placement.status).in_(list(statuses)))
    rows = session.execute(query).all()
    # A month has thousands of placements of a few posts in a few places: read once each, not with every row.
    posts = _by_id(session, Post, (variant.post_id for _row, variant, _publication in rows))
    campaigns = _by_id(session, Campaign, (post.campaign_id for post in posts.values()))
    accounts = _by_id(session, Account, (row.account_id for row, *_rest in rows))
    spaces = _by_id(session, Space, (row.space_id for row, *_rest in rows))
    return [
        Entry(
            row,
            variant,
            posts[variant.post_id],
            campaigns[posts[variant.post_id].campaign_id],
            accounts.get(row.account_id),
            spaces.get(row.space_id),
            publication,
        )
        for row, variant, publication in rows
    ]


def _by_id(session: Session, model: type[Row], ids: Iterable[int | None]) -> dict[int | None, Row]:
    wanted = {number for number in ids if number is not None}
    if not wanted:
        return {}
    found = session.exec(select(model).where(model.__table__.c.id.in_(wanted)))  # type: ignore[attr-defined]
    return {row.id: row for row in found}


def standing_pauses(session: Session, *, programme_id: int | None = None) -> list[SendingPause]:
    """The pauses of sending that have no end yet; with `programme_id`, those that stop this programme."""
    query = select(SendingPause).where(col(SendingPause.ended_at).is_(None))
    if programme_id is not None:
        query = query.where(
            col(SendingPause.programme_id).is_(None) | (col(SendingPause.programme_id) == programme_id)
        )
    return list(session.exec(query.order_by(col(SendingPause.since))))


def placements_listing(session: Session, *, programme_id: int | None = None) -> list[dict[str, Any]]:
    """The state of everything placed, as plain values for `litfass placements --json`."""
    keys = {row.id: row.key for row in session.exec(select(Programme))}
    return [_plain(entry, keys) for entry in entries(session, programme_id=programme_id)]


def _plain(entry: Entry, keys: dict[int | None, str]) -> dict[str, Any]:
    row, publication = entry.placement, entry.publication
    return {
        "id": row.id,
        "programme": keys.get(row.programme_id),
        "campaign": entry.campaign.id,
        "post": entry.post.position,
        "variant": row.variant_id,
        "language": entry.variant.language,
        "channel": row.channel,
        "account": entry.account.name if entry.account else None,
        "space": entry.space.name if entry.space else None,
        "status": row.status.value,
        "wall": row.wall.isoformat(timespec="minutes"),
        "zone": row.zone,
        "at": _iso(row.due_at),
        "next_at": _iso(row.next_at),
        "attempt": row.attempt,
        "digest": row.digest,
        "key": row.key,
        "reason": row.reason.format(**row.reason_values) if row.reason_values else row.reason,
        "published_at": _iso(publication.published_at) if publication else None,
        "remote_id": publication.remote_id if publication else None,
        "url": publication.url if publication else None,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
