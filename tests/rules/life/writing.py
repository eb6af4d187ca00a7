"""Writers, pictures, and what an approval rests on changing under it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as some
from hypothesis.stateful import rule
from sqlalchemy import Table, update
from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.content.actions import write_revision
from campaigns.content.queries import latest_revision
from campaigns.content.rendering.making import Made
from campaigns.content.rendering.orders import render_orders
from campaigns.content.rendering.recording import record_renditions
from campaigns.facts.models import Fact
from campaigns.people.models import Programme
from campaigns.placements.models import Placement
from campaigns.placements.recall.actions import check_and_release, doubt_and_recall
from campaigns.vocabulary import PlacementStatus
from tests import builders
from tests.rules.life.oracle import LANGUAGES
from tests.rules.life.played import Played
from tests.rules.life.theatre import digest, picture

LINKS = ("https://advice.example/child-benefit", "https://advice.example/other")
WELL_AGAIN = "all is well again"
DISTURBANCES = ("link", "funder", "fact", "file", "proof")

PROOF: Table = Proof.__table__  # type: ignore[attr-defined]


class Writing(Played):
    """What is said changes, and what stands behind it."""

    @rule(
        language=some.sampled_from(LANGUAGES),
        who=some.sampled_from(["staff", "translator", "both", "lawyer"]),
    )
    def write(self, language: str, who: str) -> None:
        by = self._person(who)

        def act(session: Session) -> None:
            variant = self._variant(session, language)
            before = latest_revision(session, variant)
            assert before is not None
            words = {**before.words, "body": f"{builders.WORDS[language].body}{'!' * before.number}"}
            write_revision(
                session, variant=variant, words=words, based_on=before.number, by=by, now=self.stage.clock()
            )

        if self._does(act):
            self.known.revision[language] += 1
            self.known.authors[language].add(by.person_id)

    @rule(language=some.sampled_from(LANGUAGES), tag=some.sampled_from("ab"))
    def draw(self, language: str, tag: str) -> None:
        def act(session: Session) -> None:
            orders = render_orders(
                session,
                campaign_id=self._campaign(session).id or 0,
                store=None,
                languages=[language],  # type: ignore[arg-type]
            )
            made = [
                Made(
                    order,
                    digest(picture(order.variant_id, order.revision_id, tag)),
                    9,
                    9,
                    9,
                    "1",
                    "test",
                    {},
                )
                for order in orders
            ]
            for order in orders:
                data = picture(order.variant_id, order.revision_id, tag)
                self.files[digest(data)] = data
            record_renditions(session, made=made, now=self.stage.clock())

        if self._does(act):
            self.known.tag[language, self.known.revision[language]] = tag

    @rule(what=some.sampled_from([*DISTURBANCES, WELL_AGAIN, WELL_AGAIN]), at=some.integers(0, 10_000))
    def disturb(self, what: str, at: int) -> None:
        """Something that an approval rests on changes, or changes back."""
        if what == "link":
            self.lead_to(LINKS[at % 2])
        elif what == "funder":
            self.change_funder(("", "Paid by the fund.")[at % 2])
        elif what == "fact":
            self.doubt_the_fact(settle=bool(at % 3))
        elif what == "file":
            self.damage_a_file(at)
        elif what == "proof":
            self.spoil_a_proof(at)
        else:
            self.lead_to(LINKS[0])
            self.change_funder("")
            self.doubt_the_fact(settle=True)
            self.mend_the_files()
            self.mend_the_proofs()

    def lead_to(self, to: str) -> None:
        def act(session: Session) -> None:
            campaign = self._campaign(session)
            campaign.link = to
            session.add(campaign)

        self._does(act)
        self.known.link = to

    def change_funder(self, statement: str) -> None:
        def act(session: Session) -> None:
            programme = session.get_one(Programme, self.stage.cast.programme.id)
            programme.funder = {"statement": statement} if statement else {}
            session.add(programme)

        self._does(act)
        self.known.funder = statement

    def doubt_the_fact(self, settle: bool) -> None:
        def act(session: Session) -> None:
            fact = session.get_one(Fact, self.theatre.fact_id)
            values: dict[str, Any] = {"fact": fact, "by": self.stage.cast.lawyer, "now": self.stage.clock()}
            if settle:
                check_and_release(session, review_on=None, **values)
            else:
                doubt_and_recall(session, **values)

        if self._does(act):
            self.known.doubted = {} if settle else dict(self.known.revision)

    def damage_a_file(self, at: int) -> None:
        """Somebody puts other bytes under the name of a file, if there is one of a post that is to leave."""
        wanted = "".join(proof.manifest for proof in self._proofs_that_wait())
        names = [name for name in sorted(self.files) if name in wanted] or sorted(self.files)
        name = names[at % len(names)]
        self.files[name] = self.files[name] + b"!"

    def mend_the_files(self) -> None:
        self.files.update({name: data.rstrip(b"!") for name, data in self.files.items()})

    def spoil_a_proof(self, at: int) -> None:
        """Somebody writes other words into the stored proof of a post that is to leave."""
        proofs = self._proofs_that_wait()
        if proofs:
            proof = proofs[at % len(proofs)]
            self.known.spoiled.setdefault(proof.id or 0, proof.manifest)
            self._write_manifest(proof.id or 0, proof.manifest.replace("259", "269"))

    def mend_the_proofs(self) -> None:
        for number, manifest in self.known.spoiled.items():
            self._write_manifest(number, manifest)
        self.known.spoiled.clear()

    def _write_manifest(self, proof_id: int, manifest: str) -> None:
        with self.stage.engine.begin() as connection:
            connection.execute(update(PROOF).where(PROOF.c.id == proof_id).values(manifest=manifest))

    def _proofs_that_wait(self) -> list[Proof]:
        query = (
            select(Proof)
            .join(Placement, col(Placement.proof_id) == Proof.id)
            .where(Placement.status == PlacementStatus.SCHEDULED)
            .order_by(col(Placement.due_at), col(Proof.id))
        )
        with Session(self.stage.engine) as session:
            return list(session.exec(query))
