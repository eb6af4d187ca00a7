"""Builders that reach a state by walking the real actions, so that no test stands on an impossible row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from assets.store import Store
from campaigns.approvals.actions import approve_review, submit_variant
from campaigns.approvals.models import Approval, Proof, ReviewRequest
from campaigns.approvals.preparing import Desk, prepare_parts
from campaigns.approvals.queries import proofs_of_review
from campaigns.content.actions import NewPost, create_campaign
from campaigns.content.copy import Copy
from campaigns.content.media.models import Photo
from campaigns.content.models import Campaign, Rendition, Variant
from campaigns.content.queries import (
    campaign_of_variant,
    latest_revision,
    posts_of_campaign,
    variant_of,
)
from campaigns.content.rendering.making import Made
from campaigns.content.rendering.orders import render_orders
from campaigns.content.rendering.recording import record_renditions
from campaigns.facts.models import Fact
from campaigns.people.actions.people import add_person, grant_role
from campaigns.people.actions.programmes import add_programme
from campaigns.people.actor import Actor
from campaigns.people.models import Person, Programme
from campaigns.people.queries import load_actor
from campaigns.vocabulary import FactKind, Role
from tests.replaying import step

DESK = Desk(base_url="https://litfass.example")

WORDS = {
    "de": Copy(
        headline="259 € Kindergeld im Monat",
        body="Für jedes Kind gibt es 259 € im Monat.",
        call_to_action="Mehr dazu:",
        hashtags=("#Kindergeld",),
        alt_text="Text auf dem Bild: 259 € Kindergeld im Monat.",
        source="Quelle: Einkommensteuergesetz",
        notice="Allgemeine Information, keine Rechtsberatung im Einzelfall.",
        imprint="Beispielträger, https://litfass.example/imprint",
    ),
    "ar": Copy(
        headline="إعانة الأطفال: \u2066259 €\u2069 شهريًا",
        body="لكل طفل \u2066259 €\u2069 في الشهر.",
        call_to_action="المزيد:",
        alt_text="النص على الصورة: إعانة الأطفال.",
        notice="معلومات عامة وليست استشارة قانونية.",
        imprint="جهة تجريبية",
    ),
}


class NoFiles(Store):
    """A store that nobody should ask."""

    def __init__(self) -> None:
        """It has no folder."""

    def get(self, digest: str) -> bytes:
        raise AssertionError(digest)


NO_FILES = NoFiles()


#: The bytes of a picture, by the id of its variant, its format and its media type.
Draw = Callable[[int, str, str], bytes]


@dataclass(frozen=True)
class Cast:
    """A programme and its people."""

    programme: Programme
    staff: Actor
    lawyer: Actor
    second_lawyer: Actor
    translator: Actor
    admin: Actor
    advisor: Actor
    lead: Actor


@step
def make_cast(
    session: Session, *, now: datetime, key: str = "test", languages: Sequence[str] = ("de", "ar")
) -> Cast:
    """A programme with one person of each role; lawyers and the translator hold all its languages."""
    programme = add_programme(
        session,
        key=key,
        name=f"Programme {key}",
        organisation="Example Association",
        languages=languages,
        by=None,
        now=now,
        imprint="Example Association",
        imprint_url="https://advice.example/imprint",
    )

    def actor(name: str, role: Role, codes: Sequence[str] = ("",)) -> Actor:
        person = make_person(session, f"{name}@{key}.example", now=now)
        for code in codes:
            grant_role(
                session,
                person=person,
                programme_id=programme.id or 0,
                role=role,
                language=code,
                by=None,
                now=now,
            )
        return load_actor(session, person, programme.id)

    return Cast(
        programme=programme,
        staff=actor("staff", Role.STAFF),
        lawyer=actor("lawyer1", Role.LAWYER, languages),
        second_lawyer=actor("lawyer2", Role.LAWYER, languages),
        translator=actor("translator", Role.TRANSLATOR, languages),
        admin=actor("admin", Role.ADMIN),
        advisor=actor("advisor", Role.ADVISOR),
        lead=actor("lead", Role.LEAD),
    )


@step
def make_person(session: Session, email: str, *, now: datetime, password: str | None = None) -> Person:
    """A person with a login."""
    return add_person(session, email=email, name=email.split("@")[0], password=password, by=None, now=now)


@step
def make_fact(session: Session, programme: Programme, *, now: datetime, **more: object) -> Fact:
    """A fact of the programme."""
    values = {
        "key": "child_benefit.amount",
        "topic": "child_benefit",
        "kind": FactKind.AMOUNT,
        "jurisdiction": "de",
    }
    fact = Fact(programme_id=programme.id or 0, created_at=now, changed_at=now, **{**values, **more})
    session.add(fact)
    session.flush()
    return fact


@step
def make_campaign(
    session: Session,
    cast: Cast,
    *,
    now: datetime,
    languages: Sequence[str] = ("de", "ar"),
    facts: Sequence[Fact] = (),
    formats: Sequence[str] = ("square",),
    link: str = "https://advice.example/child-benefit",
) -> Campaign:
    """A campaign of one explainer whose words stand in every language."""
    post = NewPost(
        kind="explainer",
        aim="Make one fact known.",
        layout="explainer",
        formats=formats,
        facts=facts,
        drafts={code: WORDS[code].to_dict() for code in languages},
        missing={},
    )
    return create_campaign(
        session,
        programme_id=cast.programme.id or 0,
        topic="child_benefit",
        title="Kindergeld",
        starts_on=date(2026, 11, 23),
        languages=languages,
        link=link,
        plan={},
        posts=[post],
        by=cast.staff,
        now=now,
    )


def first_variant(session: Session, campaign: Campaign, language: str = "de") -> Variant:
    """The variant of the campaign's first post in a language."""
    post = posts_of_campaign(session, campaign.id or 0)[0]
    return variant_of(session, post_id=post.id or 0, language=language)


def made_up(variant_id: int, shape: str, kind: str, tag: str = "a") -> bytes:
    """What stands for a picture that nobody looks at."""
    return f"{tag}{variant_id}{shape}{kind}".encode()


def keep_photo(
    session: Session, programme_id: int, *, now: datetime, usable_until: date | None = None
) -> Photo:
    """A photo of people with their consent, without a file behind it."""
    photo = Photo(
        programme_id=programme_id,
        digest="a" * 64,
        media_type="image/jpeg",
        width=800,
        height=800,
        size=1000,
        credit="Photographer 1",
        licence="CC BY 4.0",
        shows_people=True,
        consent="In writing, 1 Nov 2026, folder 7",
        usable_until=usable_until,
        added_at=now,
    )
    session.add(photo)
    session.flush()
    return photo


@step
def give_pictures(
    session: Session, campaign: Campaign, *, now: datetime, tag: str = "a", draw: Draw | None = None
) -> None:
    """Renditions for every order, with made-up bytes where nothing draws: for tests that are not about pixels."""
    draw = draw or partial(made_up, tag=tag)
    made = [
        Made(
            order=order,
            digest=hashlib.sha256(draw(order.variant_id, order.format, order.media_type)).hexdigest(),
            width=1080,
            height=1080,
            size=1000,
            layout_version="1",
            renderer="test",
            fit={},
        )
        for order in render_orders(session, campaign_id=campaign.id or 0, store=NO_FILES)
    ]
    record_renditions(session, made=made, now=now)


@step
def give_film(session: Session, variant: Variant, *, now: datetime, tag: str = "a") -> None:
    """A film with made-up bytes."""
    revision = latest_revision(session, variant)
    assert revision is not None
    session.add(
        Rendition(
            revision_id=revision.id or 0,
            format="story",
            media_type="video/mp4",
            digest=hashlib.sha256(f"{tag}{variant.id}film".encode()).hexdigest(),
            width=1080,
            height=1920,
            size=1000,
            layout="explainer",
            layout_version="1",
            renderer="test",
            created_at=now,
        )
    )
    session.flush()


@step
def submit(
    session: Session,
    cast: Cast,
    variant: Variant,
    *,
    now: datetime,
    channels: Sequence[str] = ("feed",),
    by: Actor | None = None,
) -> ReviewRequest:
    """The variant submitted for these channels by the campaign staff."""
    campaign, _ = campaign_of_variant(session, variant)
    parts = prepare_parts(session, variant=variant, channels=channels, desk=DESK, now=now)
    return submit_variant(
        session, variant=variant, campaign=campaign, parts=parts, due_at=None, by=by or cast.staff, now=now
    )


def seen(session: Session, request: ReviewRequest) -> dict[str, str]:
    """The digests that the review page shows."""
    return {proof.channel: proof.digest for proof in proofs_of_review(session, request)}


@step
def approve(
    session: Session, cast: Cast, request: ReviewRequest, *, now: datetime, by: Actor | None = None
) -> list[Approval]:
    """A lawyer's yes to what the page shows; the first lawyer's, unless another is named."""
    return approve_review(
        session, request_id=request.id or 0, seen=seen(session, request), by=by or cast.lawyer, now=now
    )


@step
def approved_variant(
    session: Session,
    cast: Cast,
    *,
    now: datetime,
    language: str = "de",
    channels: Sequence[str] = ("feed", "folder"),
    film: bool = False,
    draw: Draw | None = None,
) -> tuple[Variant, dict[str, Proof]]:
    """A variant approved for these channels, with its proofs by channel; `film`: it has one beside its pictures."""
    campaign = make_campaign(session, cast, now=now)
    give_pictures(session, campaign, now=now, draw=draw)
    variant = first_variant(session, campaign, language)
    if film:
        give_film(session, variant, now=now)
    request = submit(session, cast, variant, now=now, channels=channels)
    approve(session, cast, request, now=now)
    return variant, {proof.channel: proof for proof in proofs_of_review(session, request)}


def select_last(table: type[SQLModel]) -> SelectOfScalar[SQLModel]:
    """The rows of a table, the newest first."""
    return select(table).order_by(col(table.id).desc())  # type: ignore[attr-defined]
