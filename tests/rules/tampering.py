"""Changes something after the approval, lets the worker run at the post's moment, and looks whether anything left.

`python -m tests.rules.tampering 500` makes that many changes of rows, files, layouts, fonts, links and facts, each on
a fresh copy of an approved and scheduled post whose pictures are really drawn. Every one must be refused with a reason.
"""

from __future__ import annotations

import hashlib
import json
import logging
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
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
from campaigns.content.actions import write_revision
from campaigns.content.models import Campaign, Rendition, Variant
from campaigns.content.queries import latest_revision
from campaigns.content.rendering.making import Made
from campaigns.content.rendering.orders import RenderOrder, render_orders
from campaigns.content.rendering.recording import record_renditions
from campaigns.db import make_engine, session_scope
from campaigns.facts.models import Fact
from campaigns.links.models import ShortLink
from campaigns.people.actions.people import revoke_role
from campaigns.people.actions.programmes import change_programme
from campaigns.people.audit import entry_digest
from campaigns.people.heads import FILE as HEADS
from campaigns.people.models import AuditEntry, Person, Programme
from campaigns.placements.models import Placement
from campaigns.placements.reasons import ALL_PAUSED
from campaigns.placements.withdrawing import withdraw_and_hold
from campaigns.tables import metadata
from campaigns.vocabulary import FactStatus, PlacementStatus, Role
from scheduler.rounds import run_once
from tests import builders
from tests.compiling import compiled_once
from tests.scheduler.stage import FakeChannel, Hand, Server, Stage, build_stage
from tests.shared import TRAIL_KEY
from tests.temporary import roomy_memory

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SEED = 20261123
MINUTE = timedelta(minutes=1)
FACT_BY_HAND = (
    "UPDATE fact SET valid_to = '2099-01-01'",
    "UPDATE fact SET risk = 'low'",
    "UPDATE fact SET source_url = 'https://x.example'",
)


@dataclass
class Verdict:
    """How many changes of each kind there were, and those after which something left or no reason was given."""

    changes: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)


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
            record_renditions(session, made=[_made(order, picture)], now=START)
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


def _made(order: RenderOrder, data: bytes) -> Made:
    return Made(order, hashlib.sha256(data).hexdigest(), 1080, 1080, len(data), "2", "other", {})


# What is changed. Each function takes a house and changes one thing in it.


def file_bit(house: House) -> None:
    data = bytearray(house.files[house.digest])
    data[house.dice.randrange(len(data))] ^= 1 << house.dice.randrange(8)
    house.files[house.digest] = bytes(data)


def file_cut(house: House) -> None:
    data = house.files[house.digest]
    house.files[house.digest] = data[: house.dice.randrange(len(data))]


def file_grown(house: House) -> None:
    house.files[house.digest] += house.dice.randbytes(house.dice.randrange(1, 40))


def file_gone(house: House) -> None:
    del house.files[house.digest]


def file_exchanged(house: House) -> None:
    house.files[house.digest] = house.others[house.dice.choice(sorted(house.others))]


def row_manifest_letter(house: House) -> None:
    manifest = _manifest(house)
    place = house.dice.randrange(len(manifest))
    other = "x" if manifest[place] != "x" else "y"
    changed = manifest[:place] + other + manifest[place + 1 :]
    house.run("UPDATE proof SET manifest = :m WHERE channel = 'folder'", m=changed)


def row_manifest_field(house: House) -> None:
    """A field of the stored proof says something else, and its digest is computed anew in every row."""
    said = json.loads(_manifest(house))
    name = house.dice.choice(["title", "text", "target", "link", "notice", "funder", "direction"])
    said[name] = f"{said[name]}{house.dice.randrange(10**6)}"
    _exchange(house, said)


def row_alt_text(house: House) -> None:
    said = json.loads(_manifest(house))
    said["media"][0]["alt"] += f" {house.dice.randrange(10**6)}"
    _exchange(house, said)


def row_media_digest(house: House) -> None:
    """The proof names another file, which is there."""
    said, data = json.loads(_manifest(house)), house.others[house.dice.choice(sorted(house.others))]
    digest = hashlib.sha256(data).hexdigest()
    said["media"][0]["digest"] = digest
    house.files[digest] = data
    _exchange(house, said)


def row_other_proof(house: House) -> None:
    """The placement points to what was approved for another channel."""
    house.run("UPDATE placement SET proof_id = (SELECT id FROM proof WHERE channel = 'feed' LIMIT 1)")


def row_other_digest(house: House) -> None:
    house.run("UPDATE placement SET digest = :d", d=hashlib.sha256(house.dice.randbytes(8)).hexdigest())


def row_language(house: House) -> None:
    house.run("UPDATE approval SET language = 'ar'")


def row_channel(house: House) -> None:
    house.run("UPDATE approval SET channel = 'feed'")


def row_withdrawn(house: House) -> None:
    with session_scope(house.stage.engine) as session:
        withdraw_and_hold(
            session,
            variant_ids={house.stage.variant_id},
            reason="A doubt.",
            programme_id=house.stage.cast.programme.id or 0,
            by=house.stage.cast.lawyer,
            now=START,
        )


def row_expired(house: House) -> None:
    day = START.date() - timedelta(days=house.dice.randrange(1, 400))
    house.run("UPDATE approval SET valid_until = :d", d=day)


def row_prolonged(house: House) -> None:
    """The approval lasts longer than the lawyer said; the trail still says what they said."""
    day = START.date() + timedelta(days=house.dice.randrange(1, 400))
    house.run("UPDATE approval SET valid_until = :d", d=day)


def row_other_lawyer(house: House) -> None:
    """Somebody puts another lawyer's name under the approval."""
    house.run("UPDATE approval SET by = :p", p=house.stage.cast.second_lawyer.person_id)


def row_forged(house: House) -> None:
    """A proof with other words and an approval of it, every digest in the database computed anew."""
    said = json.loads(_manifest(house))
    said["text"] += f" {house.dice.randrange(10**6)}"
    _exchange(house, said)
    house.run("UPDATE approval SET digest = :d WHERE channel = 'folder'", d=digest_of(said))


def row_forged_lately(house: House) -> None:
    """What was withdrawn is approved again by a row that no lawyer wrote."""
    row_withdrawn(house)
    house.run(
        "INSERT INTO approval (proof_id, digest, language, channel, decision, reason, place, by, at) "
        "SELECT proof_id, digest, language, channel, decision, reason, place, by, at FROM approval "
        "WHERE decision = 'approve'"
    )
    _put_back(house)


def row_withdrawal_gone(house: House) -> None:
    """The lawyer's withdrawal is taken out of the table, and the post is put back into the calendar."""
    row_withdrawn(house)
    house.run("DELETE FROM approval WHERE decision = 'withdraw'")
    _put_back(house)


def trail_without_approval(house: House) -> None:
    house.run("DELETE FROM audit_entry WHERE action = 'approve_variant'")


def trail_changed(house: House) -> None:
    """The trail says that somebody else approved."""
    person = house.stage.cast.second_lawyer.person_id
    house.run("UPDATE audit_entry SET by = :p WHERE action = 'approve_variant'", p=person)
    house.run("UPDATE approval SET by = :p", p=person)


def trail_forged(house: House) -> None:
    """A forged approval, and the trail's own row rewritten to tell of it with a digest computed anew."""
    row_forged(house)
    with Session(house.stage.engine) as session:
        proof = session.exec(select(Proof).join(Placement, col(Placement.proof_id) == Proof.id)).one()
        entry = session.exec(
            select(AuditEntry)
            .where(AuditEntry.action == "approve_variant")
            .order_by(col(AuditEntry.id).desc())
        ).first()
        assert entry is not None
        said = json.loads(entry.detail)
        entry.detail = canonical_json({**said, "digests": {**said["digests"], "folder": proof.digest}})
        values = {"i": entry.id, "e": entry.detail, "d": entry_digest(entry)}
        session.rollback()
    house.run("UPDATE audit_entry SET detail = :e, digest = :d WHERE id = :i", **values)


def words(house: House) -> None:
    with session_scope(house.stage.engine) as session:
        variant = session.get_one(Variant, house.stage.variant_id)
        found = latest_revision(session, variant)
        assert found is not None
        name = house.dice.choice(["headline", "body", "call_to_action", "alt_text", "notice"])
        changed = {**found.words, name: f"{found.words[name]} {house.dice.randrange(10**6)}"}
        write_revision(
            session,
            variant=variant,
            words=changed,
            based_on=found.number,
            by=house.stage.cast.staff,
            now=START,
        )


def layout(house: House) -> None:
    _redraw(house, "layout")


def font(house: House) -> None:
    _redraw(house, "font")


def colour(house: House) -> None:
    _redraw(house, "colour")


def rendition_not_current(house: House) -> None:
    house.run("UPDATE rendition SET current = 0")


def link_row(house: House) -> None:
    house.run(
        "UPDATE short_link SET target = :t", t=f"https://elsewhere.example/{house.dice.randrange(10**6)}"
    )


def link_of_campaign(house: House) -> None:
    with session_scope(house.stage.engine) as session:
        for campaign in session.exec(select(Campaign)):
            campaign.link = f"https://elsewhere.example/{house.dice.randrange(10**6)}"
            session.add(campaign)


def link_gone(house: House) -> None:
    with session_scope(house.stage.engine) as session:
        for link in session.exec(select(ShortLink)):
            session.delete(link)


def funder(house: House) -> None:
    with session_scope(house.stage.engine) as session:
        programme = session.get_one(Programme, house.stage.cast.programme.id)
        programme.funder = {"statement": f"Paid by fund {house.dice.randrange(10**6)}"}
        session.add(programme)
        change_programme(session, programme=programme, by=house.stage.cast.admin, now=START)


def fact_changed(house: House) -> None:
    house.run("UPDATE fact SET revision = revision + :n", n=house.dice.randrange(1, 5))


def fact_ended(house: House) -> None:
    _fact(house, valid_to=START.date() - timedelta(days=house.dice.randrange(1, 300)))


def fact_not_yet(house: House) -> None:
    _fact(house, valid_from=START.date() + timedelta(days=house.dice.randrange(1, 300)))


def fact_retired(house: House) -> None:
    _fact(house, status=FactStatus.RETIRED)


def fact_prolonged(house: House) -> None:
    """Somebody writes into the table that the fact holds longer, or is of less risk."""
    house.run(house.dice.choice(FACT_BY_HAND))


def role_put_back(house: House) -> None:
    """The lawyer's role is taken in the desk, and written into the table again as if it had been there from ever."""
    lawyer = house.stage.cast.lawyer.person_id
    with session_scope(house.stage.engine) as session:
        revoke_role(
            session,
            person=session.get_one(Person, lawyer),
            programme_id=house.stage.cast.programme.id or 0,
            role=Role.LAWYER,
            language="de",
            by=house.stage.cast.admin,
            now=START,
        )
    house.run(
        "INSERT INTO membership (person_id, programme_id, role, language, created_at) "
        "VALUES (:p, :g, 'lawyer', 'de', '2026-01-01 00:00:00.000000')",
        p=lawyer,
        g=house.stage.cast.programme.id,
    )
    _put_back(house)


CHANGES: dict[str, Callable[[House], None]] = {
    "row": row_manifest_letter,
    "row: field": row_manifest_field,
    "row: alt text": row_alt_text,
    "row: media digest": row_media_digest,
    "row: other proof": row_other_proof,
    "row: other digest": row_other_digest,
    "row: language": row_language,
    "row: channel": row_channel,
    "row: withdrawn": row_withdrawn,
    "row: expired": row_expired,
    "row: prolonged": row_prolonged,
    "row: other lawyer": row_other_lawyer,
    "row: forged": row_forged,
    "row: forged after a withdrawal": row_forged_lately,
    "row: withdrawal gone": row_withdrawal_gone,
    "trail: without the approval": trail_without_approval,
    "trail: changed": trail_changed,
    "trail: forged": trail_forged,
    "words": words,
    "file: bit": file_bit,
    "file: cut": file_cut,
    "file: grown": file_grown,
    "file: gone": file_gone,
    "file: exchanged": file_exchanged,
    "layout": layout,
    "font": font,
    "brand": colour,
    "rendition": rendition_not_current,
    "link: row": link_row,
    "link: campaign": link_of_campaign,
    "link: gone": link_gone,
    "funder": funder,
    "fact: changed": fact_changed,
    "fact: ended": fact_ended,
    "fact: not yet": fact_not_yet,
    "fact: retired": fact_retired,
    "fact: by hand": fact_prolonged,
    "role: put back by hand": role_put_back,
}


def run(count: int, *, seed: int = SEED) -> Verdict:
    """Makes `count` changes, every kind in turn."""
    dice, verdict = random.Random(seed), Verdict()
    kinds = list(CHANGES)
    with tempfile.TemporaryDirectory(prefix="litfass-tampering-", dir=roomy_memory()) as folder:
        houses = Houses(Path(folder))
        _check_untouched(houses.copy(dice), Path(folder))
        for number in range(count):
            kind = kinds[number % len(kinds)]
            house = houses.copy(dice)
            CHANGES[kind](house)
            verdict.changes[kind] += 1
            problem = _problem(house, Path(folder) / f"network-{number}")
            house.stage.engine.dispose()
            if problem:
                verdict.left.append(f"{number}: {kind}: {problem}")
    return verdict


def _check_untouched(house: House, folder: Path) -> None:
    """Without a change the post leaves: else the refusals would prove nothing."""
    server = Server(folder / "network-untouched")
    _work(house, server)
    row = house.stage.row(house.placement_id)
    assert row.status is PlacementStatus.PUBLISHED, (row.status, row.reason, row.reason_values)
    assert server.posts(row.key) == 1
    house.stage.engine.dispose()


def _problem(house: House, network: Path) -> str:
    server = Server(network)
    _work(house, server)
    row = house.stage.row(house.placement_id)
    if server.calls(row.key) or server.posts(row.key):
        return "it left"
    # A trail that does not hold pauses all sending; whatever else was changed holds the post.
    is_paused = row.status is PlacementStatus.SCHEDULED and row.reason == ALL_PAUSED
    if not is_paused and (row.status is not PlacementStatus.HELD or not row.reason):
        return f"it is {row.status} with the reason “{row.reason}”"
    return ""


def _work(house: House, server: Server) -> None:
    house.stage.clock.moment = START + 2 * MINUTE
    run_once(house.stage.deps(FakeChannel(server)))


def _manifest(house: House) -> str:
    with Session(house.stage.engine) as session:
        query = select(Proof).where(Proof.channel == "folder").order_by(col(Proof.id).desc())
        proof = session.exec(query).first()
        assert proof is not None and latest_decisions(session, [proof.digest])
        return proof.manifest


def _exchange(house: House, said: dict[str, Any]) -> None:
    house.run(
        "UPDATE proof SET manifest = :m, digest = :d WHERE id = (SELECT proof_id FROM placement)",
        m=canonical_json(said),
        d=digest_of(said),
    )
    house.run("UPDATE placement SET digest = :d", d=digest_of(said))


def _put_back(house: House) -> None:
    """What was held for it is in the calendar again, as far as the table of placements says."""
    house.run("UPDATE placement SET status = 'scheduled', reason = '', next_at = due_at, settled_at = NULL")


def _redraw(house: House, kind: str) -> None:
    data = house.others[kind]
    made = _made(house.order, data)
    house.files[made.digest] = data
    with session_scope(house.stage.engine) as session:
        record_renditions(session, made=[made], now=START)
        assert session.exec(select(Rendition).where(Rendition.digest == made.digest)).first()


def _fact(house: House, **values: date | FactStatus) -> None:
    with session_scope(house.stage.engine) as session:
        for fact in session.exec(select(Fact)):
            for name, value in values.items():
                setattr(fact, name, value)
            session.add(fact)


def main() -> int:
    logging.disable(logging.CRITICAL)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    verdict = run(count)
    for kind, number in sorted(verdict.changes.items()):
        sys.stdout.write(f"{number:6} {kind}\n")
    sys.stdout.write(f"{count} changes, {count - len(verdict.left)} refused\n")
    sys.stdout.writelines(f"{one}\n" for one in verdict.left[:20])
    return 1 if verdict.left else 0


if __name__ == "__main__":
    sys.exit(main())
