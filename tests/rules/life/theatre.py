"""The stage of every life, built once a process: a post in two languages, and somebody who holds two roles."""

from __future__ import annotations

import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import select

from campaigns.approvals.models import Proof
from campaigns.content.models import Variant
from campaigns.content.queries import variants_of_posts
from campaigns.db import make_engine, session_scope
from campaigns.people.actions.people import grant_role
from campaigns.people.actor import Actor
from campaigns.people.models import Person
from campaigns.people.queries import load_actor
from campaigns.tables import metadata
from campaigns.vocabulary import Role
from tests import builders
from tests.compiling import compiled_once
from tests.rules.crash import START
from tests.rules.life.oracle import LANGUAGES, Known
from tests.scheduler.stage import Stage, build_stage
from tests.shared import TRAIL_KEY
from tests.temporary import roomy_memory

#: In memory where there is room: a commit then costs what it costs, and no disk.
FAST = roomy_memory()


@dataclass(frozen=True)
class Theatre:
    """The stage built once, with both languages and somebody who holds two roles."""

    stage: Stage
    folder: Path
    variants: dict[str, int]
    both: Actor
    fact_id: int
    known: Known
    compiled: Callable[[Engine], Engine]


@cache
def theatre() -> Theatre:
    """Built once a process; every life gets a copy of its database."""
    folder = Path(tempfile.mkdtemp(prefix="litfass-life-", dir=FAST))
    engine = make_engine(f"sqlite:///{folder}/litfass.sqlite", trail_key=TRAIL_KEY)
    metadata.create_all(engine)
    stage = build_stage(engine, folder / "home", START)
    known = Known(link="https://advice.example/child-benefit")
    with session_scope(engine) as session:
        german = session.get_one(Variant, stage.variant_id)
        variants = variants_of_posts(session, [german.post_id])[german.post_id]
        person = builders.make_person(session, "both@test.example", now=START)
        programme = stage.cast.programme.id or 0
        for role, language in ((Role.STAFF, ""), (Role.LAWYER, "de"), (Role.LAWYER, "ar")):
            grant_role(
                session,
                person=person,
                programme_id=programme,
                role=role,
                language=language,
                by=None,
                now=START,
            )
        both = load_actor(session, session.get_one(Person, person.id), programme)
        fact = builders.make_fact(session, stage.cast.programme, now=START)
        session.connection().exec_driver_sql(
            f"INSERT INTO post_fact VALUES ({german.post_id}, {fact.id}, {fact.revision}, 0)"  # noqa: S608
        )
        known.authors = defaultdict(set, {code: {stage.cast.staff.person_id} for code in LANGUAGES})
        known.tag = {(code, 1): "a" for code in LANGUAGES}
        snapshot = known.snapshot("de")
        for proof in session.exec(select(Proof)):
            known.approved["de", proof.channel][snapshot] = proof.digest
        found = Theatre(
            replace(stage, files=every_file(variants)),
            folder,
            {code: variants[code].id or 0 for code in LANGUAGES},
            both,
            fact.id or 0,
            known,
            compiled_once(make_engine(f"sqlite:///{folder}/litfass.sqlite", trail_key=TRAIL_KEY)),
        )
    engine.dispose()
    return found


def every_file(variants: dict[str, Variant]) -> dict[str, bytes]:
    """What `builders.give_pictures` says it made."""
    every = [f"a{variant.id}squareimage/jpeg".encode() for variant in variants.values()]
    return {digest(data): data for data in every}


def picture(variant_id: int, revision_id: int, tag: str) -> bytes:
    """Bytes as a renderer would make them: the same for the same words and layout. The first are the builders'."""
    return (
        f"{tag}{variant_id}squareimage/jpeg".encode()
        if revision_id <= 2 and tag == "a"
        else (f"{tag}{variant_id}.{revision_id}square".encode())
    )


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
