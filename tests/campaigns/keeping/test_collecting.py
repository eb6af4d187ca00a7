"""Files are cleared away only when nothing refers to them, whatever happened before."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from assets.store import Store
from campaigns.approvals.models import Approval, Proof
from campaigns.clock import system_clock
from campaigns.content.models import Campaign, Rendition, Variant
from campaigns.content.rendering.making import Made
from campaigns.content.rendering.orders import RenderOrder, render_orders
from campaigns.content.rendering.recording import record_renditions
from campaigns.db import session_scope
from campaigns.errors import Refusal
from campaigns.keeping.collecting import collect_files
from campaigns.keeping.references import LOOKED_AT
from campaigns.people.models import Programme
from campaigns.placements.models import Placement
from campaigns.vocabulary import WorkKind
from campaigns.work.actions import claim_work, finish_work, request_work
from campaigns.work.models import Work
from tests import builders
from tests.scheduler.stage import Stage, build_stage

NOW = system_clock().replace(microsecond=0)
#: When replaced pictures are no longer looked at.
LATER = NOW + LOOKED_AT + timedelta(days=1)


def needed(engine: Engine) -> set[str]:
    """What must be there, said the plain way: by what each table means."""
    with Session(engine) as session:
        named = col(Proof.id).in_(select(Approval.proof_id)) | col(Proof.id).in_(select(Placement.proof_id))
        found = {
            str(file["digest"])
            for proof in session.exec(select(Proof).where(named))
            for file in json.loads(proof.manifest)["media"]
        }
        found |= set(session.exec(select(Rendition.digest).where(col(Rendition.current).is_(True))))
        for programme in session.exec(select(Programme)):
            found |= {logo["digest"] for logo in programme.brand.get("logos", [])}
        return found | {
            work.result["digest"] for work in session.exec(select(Work)) if work.result.get("digest")
        }


class House:
    """A programme in which things happen, with its files really in a folder."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.store = stage, Store(stage.settings.files_url)
        self._tags, self._orphans = count(), set[str]()
        for content in stage.files.values():
            self.store.put(content, "image/jpeg")

    def do(self, deed: str) -> None:
        try:
            with session_scope(self.stage.engine) as session:
                getattr(self, deed)(session, f"tag{next(self._tags)}")
        except Refusal:
            pass  # not possible as things stand; the next deed may be

    def render(self, session: Session, tag: str) -> None:
        for campaign in session.exec(select(Campaign)).all():
            orders = render_orders(session, campaign_id=campaign.id or 0, store=self.store)
            record_renditions(session, made=[self._made(order, tag) for order in orders], now=NOW)

    def _made(self, order: RenderOrder, tag: str) -> Made:
        content = f"{tag}{order.variant_id}{order.spec.format}".encode()
        return Made(
            order=order,
            digest=self.store.put(content, order.media_type),
            width=1080,
            height=1080,
            size=len(content),
            layout_version="1",
            renderer="test",
            fit={},
        )

    def approve(self, session: Session, tag: str) -> None:
        for variant in session.exec(select(Variant)).all():
            request = builders.submit(session, self.stage.cast, variant, now=NOW, channels=("feed", "folder"))
            builders.approve(session, self.stage.cast, request, now=NOW)

    def logo(self, session: Session, tag: str) -> None:
        programme = session.get_one(Programme, self.stage.cast.programme.id)
        digest = self.store.put(tag.encode(), "image/png")
        programme.brand = {**programme.brand, "logos": [{"name": "x", "digest": digest}]}
        session.add(programme)

    def report(self, session: Session, tag: str) -> None:
        who = self.stage.cast
        work = request_work(
            session, kind=WorkKind.REPORT, programme_id=who.programme.id, by=who.staff, now=NOW
        )
        claim_work(session, worker="w", now=NOW)
        result = {"digest": self.store.put(tag.encode(), "text/csv")}
        finish_work(session, work_id=work.id or 0, worker="w", result=result, now=NOW)

    def forget_reports(self, session: Session, tag: str) -> None:
        for work in session.exec(select(Work)).all():
            session.delete(work)

    def orphan(self, session: Session, tag: str) -> None:
        self._orphans.add(self.store.put(tag.encode(), "image/png"))

    def collect(self, session: Session | None = None, tag: str = "") -> None:
        self.age()
        before = needed(self.stage.engine) & set(self.store.digests())
        collect_files(self.stage.engine, self.store, now=LATER)
        left = set(self.store.digests())
        assert before <= left
        assert not self._orphans & left
        assert left <= needed(self.stage.engine), "what nothing refers to is gone"

    def age(self) -> None:
        for path in self.files():
            os.utime(path, (NOW.timestamp(), NOW.timestamp()))

    def files(self) -> Iterator[Path]:
        return (path for path in Path(self.stage.settings.files_url).rglob("*") if path.is_file())


DEEDS = ("render", "approve", "logo", "report", "forget_reports", "orphan", "collect")


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> House:
    return House(build_stage(engine, tmp_path / "home", NOW))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.sampled_from(DEEDS), max_size=8))
def test_nothing_that_is_needed_goes_and_nothing_else_stays(house: House, deeds: list[str]) -> None:
    for deed in deeds:
        if deed == "collect":
            house.collect()
        else:
            house.do(deed)
    house.collect()


def test_a_file_put_again_is_young_and_stays(house: House) -> None:
    digest = house.store.put(b"lonely", "image/png")
    house.age()
    assert house.store.put(b"lonely", "image/png") == digest
    assert digest not in collect_files(house.stage.engine, house.store, now=system_clock())
    house.age()
    assert digest in collect_files(house.stage.engine, house.store, now=LATER)


def test_what_was_left_half_written_goes_after_a_day(house: House) -> None:
    part = Path(house.stage.settings.files_url) / "aa" / ".something.part"
    part.parent.mkdir(exist_ok=True)
    part.write_bytes(b"half")
    collect_files(house.stage.engine, house.store, now=system_clock())
    assert part.exists()
    collect_files(house.stage.engine, house.store, now=LATER)
    assert not part.exists()
