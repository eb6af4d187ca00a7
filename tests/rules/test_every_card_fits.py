"""Every topic of every preset gives posts whose words are complete or named as missing, and whose cards fit, with the
marks of the demo and the zone of its funder on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlmodel import Session

from assets.geometry.plan import plan_card
from assets.spec import CardSpec
from assets.store import Store
from campaigns.content.rendering.orders import brand_of
from campaigns.content.rendering.words import card_words
from campaigns.demo.marks import put_marks
from campaigns.demo.people import add_demo_programme
from campaigns.demo.scenario import scenes
from campaigns.demo.stage import somebody
from campaigns.facts.actions import adopt_topic
from campaigns.languages import language
from campaigns.people.models import Programme
from campaigns.people.presets import preset, presets
from campaigns.placements.plans.storing import plan_topic
from campaigns.planning.planned import PlannedPost
from campaigns.vocabulary import Role

pytestmark = pytest.mark.any_database

START = date(2027, 1, 11)


@pytest.fixture
def store() -> Store:
    return Store("memory://cards-that-fit")


@pytest.fixture(params=sorted(presets()))
def programme(request: pytest.FixtureRequest, session: Session, store: Store, now: datetime) -> Programme:
    """A programme of each preset, with the library's facts and the marks of the demo."""
    chosen = preset(request.param)
    made = add_demo_programme(session, preset=chosen, password=None, now=now)
    marks = next(scene.marks for scene in scenes() if scene.key == chosen.key)
    lead = somebody(session, made, Role.LEAD)
    put_marks(session, programme=made, scene=marks, store=store, by=lead, now=now)
    for topic in chosen.topics:
        assert adopt_topic(session, programme_id=made.id or 0, topic=topic, by=None, now=now), topic
    return made


def _posts(session: Session, programme: Programme, now: datetime) -> Iterator[tuple[str, PlannedPost]]:
    for topic in preset(programme.key).topics:
        plan = plan_topic(session, programme=programme, topic=topic, start=START, now=now)
        assert plan.posts, topic
        for post in plan.posts:
            yield topic, post


def test_every_draft_says_what_is_missing_or_fits_every_format(
    session: Session, programme: Programme, store: Store, now: datetime
) -> None:
    brand = brand_of(programme, store)
    assert brand.logos and brand.funder
    for topic, post in _posts(session, programme, now):
        for code, draft in post.drafts.items():
            assert (draft.copy is None) == bool(draft.missing), (topic, post.kind, code)
            if draft.copy is None:
                continue
            written = " ".join(draft.copy.texts().values())
            assert "{" not in written and "}" not in written, (topic, post.kind, code, written)
            words = card_words(draft.copy.to_dict())
            for format_key in post.formats:
                plan_card(CardSpec(post.layout, format_key, code, language(code).direction, words, brand))
