"""An account of ours as a place where a person posts by hand, while its channel is down or its token dead."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from sqlmodel import Session, col, select

from campaigns.people.actor import Actor
from campaigns.people.queries import leads_of
from campaigns.placements.models import Account, Space
from campaigns.placements.spaces.register import note_added


def own_place(session: Session, account: Account, language: str, *, by: Actor | None, now: datetime) -> Space:
    """The place of this account for posts in this language; made when it is needed first.

    A task that is anybody's is nobody's: whoever converts looks after it, and a lead is the deputy, until the register
    names others.
    """
    query = select(Space).where(
        Space.account_id == account.id, Space.language == language, col(Space.closed_at).is_(None)
    )
    space = session.exec(query).first()
    if space is None:
        space = Space(
            programme_id=account.programme_id,
            account_id=account.id,
            name=account.name,
            platform=account.channel,
            language=language,
            url=page_of(account),
            interval_days=0,
            created_at=now,
        )
        _name_people(session, space, by)
        session.add(space)
        session.flush()
        note_added(session, space, by=by, now=now)
    elif space.keeper_id is None:
        _name_people(session, space, by)
        session.add(space)
    return space


def page_of(account: Account) -> str:
    """Where a person posts for this account; "" where its channel has no such address or it was never connected."""
    said, name = account.options, account.identity.removeprefix("@")
    is_name = bool(name) and account.identity.startswith("@")
    chat = str(said.get("chat", ""))
    page = {
        "mastodon": f"{str(said.get('instance', '')).rstrip('/')}/@{quote(name)}" if is_name else "",
        "bluesky": f"https://bsky.app/profile/{quote(str(said.get('handle', '')))}",
        "telegram": f"https://t.me/{quote(chat[1:])}" if chat.startswith("@") else "",
        "facebook": f"https://www.facebook.com/{quote(str(said.get('page', '')))}",
        "instagram": f"https://www.instagram.com/{quote(name)}/" if is_name else "https://www.instagram.com/",
        "threads": f"https://www.threads.net/@{quote(name)}" if is_name else "https://www.threads.net/",
        "x": f"https://x.com/{quote(name)}" if is_name else "https://x.com/",
        "linkedin": f"https://www.linkedin.com/company/{quote(str(said.get('organisation', '')))}/",
        "youtube": "https://studio.youtube.com/",
        "matrix": f"https://matrix.to/#/{quote(str(said.get('room', '')), safe='!:#')}",
    }.get(account.channel, "")
    return page if len(page) <= 300 else ""


def _name_people(session: Session, space: Space, by: Actor | None) -> None:
    space.keeper_id = by.person_id if by is not None else None
    leads = (person.id for person in leads_of(session, space.programme_id))
    space.deputy_id = next((one for one in leads if one is not None and one != space.keeper_id), None)
