"""The scene further along the road: submitted, approved, placed, published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from campaigns.approvals.models import Proof, ReviewRequest
from campaigns.approvals.queries import proofs_of_review
from campaigns.clock import wall_time
from campaigns.content.models import Variant
from campaigns.db import session_scope
from campaigns.placements.actions import place
from campaigns.placements.models import Account, Placement, Space
from campaigns.placements.sending.claim import Wanted, claim_placements
from campaigns.placements.spaces.register import Entry, add_space
from tests.builders import Cast, approve, submit
from tests.settling import note_published
from tests.web.stage import Scene

ZONE = "Europe/Berlin"
SEEN = re.compile(r'name="(seen\.[a-z]+)" value="([0-9a-f]{64})"')


def submitted(
    engine: Engine, scene: Scene, variant: Variant, *, now: datetime, channels: Sequence[str] = ("feed",)
) -> ReviewRequest:
    with session_scope(engine) as session:
        row = session.get_one(Variant, variant.id)
        return submit(session, scene.cast, row, now=now, channels=channels)


def approved(
    engine: Engine, scene: Scene, variant: Variant, *, now: datetime, channels: Sequence[str] = ("feed",)
) -> dict[str, Proof]:
    """The variant approved by the cast's own lawyer, with its proofs by channel."""
    with session_scope(engine) as session:
        row = session.get_one(Variant, variant.id)
        request = submit(session, scene.cast, row, now=now, channels=channels)
        approve(session, scene.cast, request, now=now)
        return {proof.channel: proof for proof in proofs_of_review(session, request)}


def feed_account(session: Session, cast: Cast) -> Account:
    return session.exec(
        select(Account).where(Account.programme_id == cast.programme.id, Account.channel == "feed")
    ).one()


def placed(
    engine: Engine, scene: Scene, variant: Variant, proof: Proof, *, now: datetime, later: timedelta
) -> Placement:
    """The proof on the feed, `later` from now."""
    with session_scope(engine) as session:
        return place(
            session,
            variant_id=variant.id or 0,
            proof=proof,
            account=feed_account(session, scene.cast),
            wall=wall_time(now + later, ZONE),
            zone=ZONE,
            by=scene.cast.staff,
            now=now,
        )


def published(engine: Engine, placement: Placement, *, now: datetime) -> None:
    """What the worker does with a placement that is due."""
    with session_scope(engine) as session:
        connection = session.connection()
        wanted = Wanted(placement.id or 0, placement.digest or "")
        taken, left = claim_placements(connection, wanted=[wanted], token="t.1", now=now)
        assert len(taken) == 1, left
        remote_id, url = f"urn:uuid:{placement.key}", "https://x.example/1"
        note_published(connection, placement, token="t.1", remote_id=remote_id, url=url, now=now)


def published_on_feed(engine: Engine, scene: Scene, variant: Variant, *, now: datetime) -> Placement:
    """Approved, placed for this minute and published."""
    proof = approved(engine, scene, variant, now=now)["feed"]
    placement = placed(engine, scene, variant, proof, now=now, later=timedelta())
    published(engine, placement, now=now)
    return placement


def group(
    engine: Engine, scene: Scene, *, now: datetime, language: str = "ar", number: int = 1, **more: object
) -> Space:
    with session_scope(engine) as session:
        return add_space(
            session,
            programme_id=scene.cast.programme.id or 0,
            entry=Entry(
                name="Mothers of the town" if number == 1 else f"Mothers of town {number}",
                platform="facebook",
                language=language,
                url=f"https://groups.example/{number}",
                rules="One post a week.",
                interval_days=7,
                **more,  # type: ignore[arg-type]
            ),
            by=scene.cast.advisor,
            now=now,
        )


def in_group(
    engine: Engine, scene: Scene, variant: Variant, proof: Proof, space: Space, *, now: datetime
) -> Placement:
    """The proof for the group, for this very minute."""
    with session_scope(engine) as session:
        return place(
            session,
            variant_id=variant.id or 0,
            proof=proof,
            space=session.get_one(Space, space.id),
            wall=wall_time(now, ZONE),
            zone=ZONE,
            by=scene.cast.staff,
            now=now,
        )


def seen_on(page: TestResponse) -> dict[str, str]:
    """The digests that a review page carries in its form."""
    return dict(SEEN.findall(page.get_data(as_text=True)))


def placement_row(engine: Engine, placement: Placement) -> Placement:
    with session_scope(engine) as session:
        return session.exec(select(Placement).where(col(Placement.id) == placement.id)).one()
