"""The house that is tampered with (the package): an approved post, scheduled, with pictures really drawn."""

from __future__ import annotations

import hashlib
import random
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from assets.image import render_card
from assets.spec import CardSpec
from campaigns.approvals.models import Proof
from campaigns.approvals.queries import proofs_of_review
from campaigns.approvals.validity import latest_decisions
from campaigns.canonical import canonical_json, digest_of
from campaigns.content.models import Campaign, Rendition, Variant
from campaigns.content.rendering.making import Made
from campaigns.content.rendering.orders import RenderOrder, render_orders
from campaigns.content.rendering.recording import record_renditions
from campaigns.db import make_engine, session_scope
from campaigns.people.audit import record
from campaigns.people.heads import FILE as HEADS
from campaigns.placements.models import Placement
from campaigns.tables import metadata
from tests import builders
from tests.compiling import compiled_once
from tests.scheduler.stage import Hand, Stage, build_stage
from tests.shared import TRAIL_KEY

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
#: Puts placements back into the calendar, as far as their table says.
BACK = "UPDATE placement SET status = 'scheduled', reason = '', next_at = due_at, settled_at = NULL"


@dataclass
class House:
    """One copy of the stage: its database, its files, its post."""

    stage: Stage
    files: dict[str, bytes]
    placement_id: int
    others: dict[str, bytes]
    order: RenderOrder
    dice: random.Random

    @property
    def digest(self) -> str:
        """The one picture of the post."""
        (only,) = self.files
        return only

    def run(self, statement: str, **values: Any) -> None:
        """Past every action: what somebody does who has the database in their hands."""
        with self.stage.engine.begin() as connection:
            assert connection.execute(text(statement), values).rowcount > 0, statement


class Houses:
    """Builds the stage once, with pictures really drawn, and hands out copies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        engine = make_engine(f"sqlite:///{folder}/litfass.sqlite", trail_key=TRAIL_KEY)
        metadata.create_all(engine)
        self._stage = build_stage(engine, folder / "home", START)
        self._order, self._others, self._files = self._draw()
        self._placement = self._stage.place("folder", at=START + MINUTE)
        engine.dispose()
        self._compiled = compiled_once(engine)

    def copy(self, dice: random.Random) -> House:
        path = self.folder / "copy.sqlite"
        for old in self.folder.glob("copy.sqlite*"):
            old.unlink()
        (self._stage.settings.home / HEADS).unlink(missing_ok=True)
        shutil.copyfile(self.folder / "litfass.sqlite", path)
        files = dict(self._files)
        engine = self._compiled(make_engine(f"sqlite:///{path}", trail_key=TRAIL_KEY))
        stage = replace(self._stage, engine=engine, files=files, clock=Hand(START))
        return House(stage, files, self._placement, self._others, self._order, dice)

    def _draw(self) -> tuple[RenderOrder, dict[str, bytes], dict[str, bytes]]:
        """The approved picture, and how it would look with another layout, font, colour and in another size."""

        class NoFiles:
            def get(self, digest: str) -> bytes:
                raise AssertionError(digest)

        with session_scope(self._stage.engine) as session:
            variant = session.get_one(Variant, self._stage.variant_id)
            campaign = session.exec(select(Campaign)).first()
            assert campaign is not None
            fact = builders.make_fact(session, self._stage.cast.programme, now=START)
            session.exec(  # type: ignore[call-overload]
                text(
                    "INSERT INTO post_fact (post_id, fact_id, fact_revision, position) VALUES (:p, :f, :r, 0)"
                ),
                params={"p": variant.post_id, "f": fact.id, "r": fact.revision},
            )
            orders = [
                order
                for order in render_orders(session, campaign_id=campaign.id or 0, store=NoFiles())  # type: ignore[arg-type]
                if order.variant_id == variant.id
            ]
            (order,) = orders
            picture = _drawn(order.spec)
            others = {kind: _drawn(spec) for kind, spec in _other_specs(order.spec).items()}
            assert len({picture, *others.values()}) == len(others) + 1
            digest = hashlib.sha256(picture).hexdigest()
            record_renditions(session, made=[made(order, picture)], now=START)
            request = builders.submit(
                session, self._stage.cast, variant, now=START, channels=("feed", "folder")
            )
            builders.approve(session, self._stage.cast, request, now=START)
            proofs = {proof.channel: proof for proof in proofs_of_review(session, request)}
        self._stage = replace(self._stage, proofs=proofs)
        return order, others, {digest: picture}


def _other_specs(spec: CardSpec) -> dict[str, CardSpec]:
    return {
        "layout": replace(spec, layout="what_changes"),
        "font": replace(spec, language="fa"),
        "colour": replace(spec, brand=replace(spec.brand, accent="#1f4fc8")),
        "size": replace(spec, format="portrait"),
    }


def _drawn(spec: CardSpec) -> bytes:
    return render_card(spec, media_type="image/jpeg").data


def made(order: RenderOrder, data: bytes) -> Made:
    return Made(order, hashlib.sha256(data).hexdigest(), 1080, 1080, len(data), "2", "other", {})


def manifest(house: House) -> str:
    with Session(house.stage.engine) as session:
        query = select(Proof).where(Proof.channel == "folder").order_by(col(Proof.id).desc())
        proof = session.exec(query).first()
        assert proof is not None and latest_decisions(session, [proof.digest])
        return proof.manifest


def exchange(house: House, said: dict[str, Any]) -> None:
    house.run(
        "UPDATE proof SET manifest = :m, digest = :d WHERE id = (SELECT proof_id FROM placement)",
        m=canonical_json(said),
        d=digest_of(said),
    )
    house.run("UPDATE placement SET digest = :d", d=digest_of(said))
    tell_as_it_stands(house)


def put_back(house: House) -> None:
    """What was held for it is in the calendar again, as far as the table of placements says."""
    house.run(BACK)
    tell_as_it_stands(house)


def tell_as_it_stands(house: House) -> None:
    """The trail tells that people scheduled the placement as it stands now: then only the approval is in the way."""
    with session_scope(house.stage.engine) as session:
        row = session.exec(select(Placement)).one()
        record(
            session,
            action="schedule_placement",
            subject="placement",
            subject_id=row.id,
            by=house.stage.cast.staff,
            programme_id=row.programme_id,
            now=START,
            digest=row.digest,
            due_at=row.due_at.isoformat() if row.due_at else None,
            account=row.account_id,
            space=row.space_id,
        )


def redraw(house: House, kind: str) -> None:
    data = house.others[kind]
    drawn = made(house.order, data)
    house.files[drawn.digest] = data
    with session_scope(house.stage.engine) as session:
        record_renditions(session, made=[drawn], now=START)
        assert session.exec(select(Rendition).where(Rendition.digest == drawn.digest)).first()
