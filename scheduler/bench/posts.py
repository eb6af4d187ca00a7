"""Approved posts for the bench: what a placement needs so that the gate lets it leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, select
from sqlmodel import Session

from campaigns.approvals.models import Approval, Proof
from campaigns.canonical import canonical_json, digest_of
from campaigns.content.compose import compose_text
from campaigns.content.copy import Copy
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.db import session_scope
from campaigns.links.models import ShortLink
from campaigns.people.actions.people import grant_role
from campaigns.people.actor import Actor
from campaigns.people.audit import append_entries, record
from campaigns.people.models import Person, Programme, ProgrammeLanguage
from campaigns.people.queries import load_actor
from campaigns.placements.models import Account, Placement
from campaigns.vocabulary import Decision, Origin, PlacementStatus, Role, VariantStatus

CHANNEL = "feed"
TARGET = "https://example.org/page"
#: Different texts in turn: every claim has its own digest to look up.
POSTS = 50


def approved_posts(engine: Engine, now: datetime) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Approved posts of one account: the columns that all placements share, and those of each post."""
    with session_scope(engine) as session:
        programme = _kept(session, Programme(key="bench", name="Bench", organisation="Bench", created_at=now))
        session.add(ProgrammeLanguage(programme_id=programme, language="de"))
        person = _kept(session, Person(email="lawyer@bench.example", name="Lawyer 1", created_at=now))
        grant_role(
            session,
            person=session.get_one(Person, person),
            programme_id=programme,
            role=Role.LAWYER,
            language="de",
            by=None,
            now=now,
        )
        lawyer = load_actor(session, session.get_one(Person, person), programme)
        campaign = _kept(
            session,
            Campaign(
                programme_id=programme,
                topic="t",
                title="t",
                starts_on=now.date(),
                link=TARGET,
                created_at=now,
            ),
        )
        proofs = [_approved_post(session, campaign, lawyer, number, now) for number in range(1, POSTS + 1)]
        account = _kept(
            session, Account(programme_id=programme, channel=CHANNEL, name="Feed", created_at=now)
        )
    shared = {
        "programme_id": programme,
        "account_id": account,
        "channel": CHANNEL,
        "status": PlacementStatus.SCHEDULED,
        "wall": now.replace(tzinfo=None),
        "zone": "Europe/Berlin",
        "tz_version": "",
        "attempt": 0,
        "reason": "",
        "reason_values": {},
        "created_at": now,
    }
    return shared, proofs


def tell_of_placing(connection: Connection, keys: Sequence[str], *, now: datetime) -> None:
    """The rows of the trail that people's placing would have written about the placements with these keys."""
    table: Table = Placement.__table__  # type: ignore[attr-defined]
    placed = connection.execute(select(table).where(table.c.key.in_(keys)).order_by(table.c.id)).all()
    details = [
        (
            row.id,
            {
                "digest": row.digest,
                "due_at": row.due_at.isoformat(),
                "account": row.account_id,
                "space": None,
            },
        )
        for row in placed
    ]
    append_entries(
        connection,
        action="place",
        subject="placement",
        by=None,
        programme_id=placed[0].programme_id,
        now=now,
        details=details,
    )


def _approved_post(
    session: Session, campaign: int, lawyer: Actor, number: int, now: datetime
) -> dict[str, Any]:
    """A post in German that may leave: its words, what leaves of them, the short link, the yes and its row of the
    trail."""
    copy = Copy(headline=f"Title {number}", body="Text " * 60)
    post = _kept(session, Post(campaign_id=campaign, position=number, kind="explainer", layout="explainer"))
    variant = _kept(
        session,
        Variant(post_id=post, language="de", status=VariantStatus.APPROVED, revision=1, changed_at=now),
    )
    code = f"x{number}"
    _kept(
        session,
        ShortLink(code=code, variant_id=variant, channel=CHANNEL, target=TARGET, created_at=now),
    )
    revision = _kept(
        session,
        Revision(
            variant_id=variant,
            number=1,
            words=copy.to_dict(),
            digest=digest_of(copy.to_dict()),
            origin=Origin.HUMAN,
            created_at=now,
        ),
    )
    link = f"https://example.org/s/{code}"
    manifest = {
        "version": 1,
        "channel": CHANNEL,
        "language": "de",
        "direction": "ltr",
        "title": copy.headline,
        "text": compose_text(copy, language="de", channel_limit=None, link=link),
        "link": link,
        "target": TARGET,
        "media": [],
        "notice": copy.notice,
        "funder": "",
    }
    digest = digest_of(manifest)
    proof = _kept(
        session,
        Proof(
            variant_id=variant,
            revision_id=revision,
            channel=CHANNEL,
            manifest=canonical_json(manifest),
            digest=digest,
            created_at=now,
        ),
    )
    _kept(
        session,
        Approval(
            proof_id=proof,
            digest=digest,
            language="de",
            channel=CHANNEL,
            decision=Decision.APPROVE,
            by=lawyer.person_id,
            at=now,
        ),
    )
    record(
        session,
        action="approve_variant",
        subject="variant",
        subject_id=variant,
        by=lawyer,
        programme_id=lawyer.programme_id,
        now=now,
        digests={CHANNEL: digest},
        language="de",
        valid_until=None,
    )
    return {"variant_id": variant, "proof_id": proof, "digest": digest}


def _kept(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row.id
