"""Plans that are changed, repeated next year, and kept as a practice for others."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from campaigns.approvals.models import Proof
from campaigns.content.actions import move_post
from campaigns.content.draft_inputs import Event
from campaigns.content.models import Campaign, Post, PostFact, Rendition, Revision, Variant
from campaigns.content.queries import posts_of_campaign, variants_of_posts
from campaigns.errors import BadInput, Conflict, NotAllowed
from campaigns.facts.actions import adopt_topic, check_fact
from campaigns.facts.models import Fact
from campaigns.migrations import migrate
from campaigns.people.actions import change_programme
from campaigns.people.actions.programmes import set_programme_languages
from campaigns.placements.actions import add_account
from campaigns.placements.actions.place import schedule
from campaigns.placements.models import Placement
from campaigns.placements.plans.storing import plan_topic, save_plan
from campaigns.placements.replanning import (
    add_kind,
    add_language,
    move_in_series,
    plan_from_practice,
    remove_language,
    remove_post,
    repeat_campaign,
)
from campaigns.planning.practices.actions import save_practice
from campaigns.planning.practices.models import Practice
from campaigns.vocabulary import FactStatus, VariantStatus
from tests.builders import Cast, approve, first_variant, give_pictures, make_campaign, make_cast, submit

START = date(2026, 12, 7)


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    cast = make_cast(session, now=now)
    adopt_topic(session, programme_id=cast.programme.id or 0, topic="minimum_wage", by=None, now=now)
    add_account(session, programme_id=cast.programme.id or 0, channel="feed", name="Feed", by=None, now=now)
    return cast


@pytest.fixture
def campaign(session: Session, cast: Cast, now: datetime) -> Campaign:
    kinds = ("explainer", "what_changes", "steps")
    plan = plan_topic(
        session, programme=cast.programme, topic="minimum_wage", start=START, kinds=kinds, now=now
    )
    return save_plan(session, programme=cast.programme, plan=plan, by=cast.staff, now=now)


def _days(campaign: Campaign) -> list[str]:
    return [told["day"] for told in campaign.plan["posts"]]


def _moments(session: Session, campaign: Campaign) -> list[list[tuple[str, datetime]]]:
    """By place in the order, in which language something stands when."""
    query = select(Post.position, Variant.language, Placement.wall).where(
        Variant.post_id == Post.id, Placement.variant_id == Variant.id, Post.campaign_id == campaign.id
    )
    rows = list(session.exec(query))
    return [
        sorted((language, wall) for place, language, wall in rows if place == post.position)
        for post in _posts(session, campaign)
    ]


def kinds(session: Session, campaign: Campaign) -> list[str]:
    return [post.kind for post in posts_of_campaign(session, campaign.id or 0)]


def test_post_moves_and_takes_what_the_plan_says_of_it_along(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    told = {post.kind: campaign.plan["posts"][post.position - 1] for post in _posts(session, campaign)}
    last = _posts(session, campaign)[-1]
    move_post(session, campaign=campaign, post=last, position=1, by=cast.staff, now=now)
    assert kinds(session, campaign) == ["steps", "explainer", "what_changes"]
    assert [post.position for post in _posts(session, campaign)] == [1, 2, 3]
    assert {
        post.kind: campaign.plan["posts"][post.position - 1] for post in _posts(session, campaign)
    } == told
    with pytest.raises(BadInput):
        move_post(session, campaign=campaign, post=last, position=4, by=cast.staff, now=now)
    with pytest.raises(NotAllowed):
        move_post(session, campaign=campaign, post=last, position=1, by=cast.translator, now=now)


def test_post_that_moves_takes_the_day_and_the_moments_of_its_place(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    days, moments = _days(campaign), _moments(session, campaign)
    last = _posts(session, campaign)[-1]
    moved = move_in_series(session, campaign=campaign, post=last, position=1, by=cast.staff, now=now)
    assert kinds(session, campaign) == ["steps", "explainer", "what_changes"]
    assert _days(campaign) == days == sorted(set(days))
    assert _moments(session, campaign) == moments
    assert moved == (sum(map(len, moments)), 0)
    assert "by hand" in campaign.plan["posts"][0]["reasons"][0]["text"]


def test_post_that_is_scheduled_keeps_its_day_when_it_moves(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    give_pictures(session, campaign, now=now)
    first = _posts(session, campaign)[0]
    variant = variants_of_posts(session, [first.id or 0])[first.id or 0]["de"]
    approve(session, cast, submit(session, cast, variant, now=now), now=now)
    proof = session.exec(select(Proof)).one()
    placement = session.exec(select(Placement).where(Placement.variant_id == variant.id)).one()
    schedule(session, placement_id=placement.id or 0, proof=proof, by=cast.staff, now=now)
    moments, days = _moments(session, campaign), _days(campaign)
    moved = move_in_series(session, campaign=campaign, post=first, position=3, by=cast.staff, now=now)
    assert moved.stayed == 1
    assert kinds(session, campaign) == ["what_changes", "steps", "explainer"]
    assert _days(campaign) == [days[1], days[2], days[0]]
    assert _moments(session, campaign) == [moments[1], moments[2], moments[0]]


def test_reminder_of_a_deadline_keeps_its_day(session: Session, cast: Cast, now: datetime) -> None:
    adopt_topic(session, programme_id=cast.programme.id or 0, topic="termination", by=None, now=now)
    event = Event(
        {"de": "Sprechstunde", "ar": "استشارة"}, date(2027, 1, 15), time(17), "Haus", date(2027, 1, 10)
    )
    plan = plan_topic(
        session,
        programme=cast.programme,
        topic="termination",
        start=START,
        kinds=("explainer", "event"),
        event=event,
        now=now,
    )
    campaign = save_plan(session, programme=cast.programme, plan=plan, by=cast.staff, now=now)
    days = {post.id: day for post, day in zip(_posts(session, campaign), _days(campaign), strict=True)}
    last = _posts(session, campaign)[-1]
    move_in_series(session, campaign=campaign, post=last, position=1, by=cast.staff, now=now)
    assert {
        post.id: day for post, day in zip(_posts(session, campaign), _days(campaign), strict=True)
    } == days


def test_post_leaves_with_everything_that_was_made_for_it(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    give_pictures(session, campaign, now=now)
    gone = _posts(session, campaign)[0]
    remove_post(session, campaign=campaign, post=gone, by=cast.staff, now=now)
    assert kinds(session, campaign) == ["what_changes", "steps"]
    assert len(campaign.plan["posts"]) == 2
    kept = {post.id for post in _posts(session, campaign)}
    assert set(session.exec(select(Variant.post_id))) == kept
    assert set(session.exec(select(PostFact.post_id))) == kept
    variants = set(session.exec(select(Variant.id)))
    assert set(session.exec(select(Revision.variant_id))) <= variants
    assert set(session.exec(select(Placement.variant_id))) <= variants
    revisions = set(session.exec(select(Revision.id)))
    assert set(session.exec(select(Rendition.revision_id))) <= revisions


def test_post_that_a_lawyer_has_seen_stays(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    give_pictures(session, campaign, now=now)
    post = _posts(session, campaign)[0]
    variant = variants_of_posts(session, [post.id or 0])[post.id or 0]["de"]
    submit(session, cast, variant, now=now)
    with pytest.raises(Conflict, match="stays on record"):
        remove_post(session, campaign=campaign, post=post, by=cast.staff, now=now)


def test_last_post_is_not_taken_away(session: Session, cast: Cast, campaign: Campaign, now: datetime) -> None:
    for post in _posts(session, campaign)[:2]:
        remove_post(session, campaign=campaign, post=post, by=cast.staff, now=now)
    with pytest.raises(Conflict, match="only post"):
        remove_post(session, campaign=campaign, post=_posts(session, campaign)[0], by=cast.staff, now=now)


def test_post_of_another_kind_comes_with_drafts_in_every_language(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    post = add_kind(session, campaign=campaign, kind="referral", day=START, by=cast.staff, now=now)
    assert kinds(session, campaign)[-1] == "referral"
    variants = variants_of_posts(session, [post.id or 0])[post.id or 0]
    assert {code: variant.status for code, variant in variants.items()} == {
        "de": VariantStatus.DRAFT,
        "ar": VariantStatus.DRAFT,
    }
    assert len(campaign.plan["posts"]) == 4
    with pytest.raises(BadInput):
        add_kind(session, campaign=campaign, kind="deadline", day=START, by=cast.staff, now=now)


def test_language_comes_with_drafts_for_every_post(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    with pytest.raises(BadInput):
        add_language(session, campaign=campaign, language="fr", by=cast.staff, now=now)
    set_programme_languages(
        session,
        programme=cast.programme,
        languages=["de", "ar", "fr"],
        optional=[],
        by=cast.admin,
        now=now,
    )
    add_language(session, campaign=campaign, language="fr", by=cast.staff, now=now)
    found = session.exec(select(Variant).where(Variant.language == "fr")).all()
    assert len(found) == 3
    assert {variant.status for variant in found} == {VariantStatus.DRAFT}
    assert campaign.languages == ["de", "ar", "fr"]
    with pytest.raises(Conflict):
        add_language(session, campaign=campaign, language="fr", by=cast.staff, now=now)


def test_language_leaves_with_its_drafts_and_the_others_stay(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    remove_language(session, campaign=campaign, language="ar", by=cast.staff, now=now)
    assert campaign.languages == ["de"]
    assert set(session.exec(select(Variant.language)).all()) == {"de"}
    left = set(session.exec(select(Revision.variant_id)).all())
    assert left <= set(session.exec(select(Variant.id)).all())


def test_source_and_languages_that_a_lawyer_has_seen_stay(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    with pytest.raises(Conflict, match="made from this one"):
        remove_language(session, campaign=campaign, language="de", by=cast.staff, now=now)
    give_pictures(session, campaign, now=now)
    arabic = next(
        each
        for each in session.exec(select(Variant).where(Variant.language == "ar"))
        if each.revision and not each.missing
    )
    submit(session, cast, arabic, now=now)
    with pytest.raises(Conflict, match="on record"):
        remove_language(session, campaign=campaign, language="ar", by=cast.staff, now=now)


def test_drafts_may_leave_the_database_of_an_installation_but_nothing_that_was_submitted(
    empty_engine: Engine, now: datetime
) -> None:
    migrate(empty_engine)
    with Session(empty_engine) as session, session.begin():
        cast = make_cast(session, now=now)
        campaign = make_campaign(session, cast, now=now)
        remove_language(session, campaign=campaign, language="ar", by=cast.staff, now=now)
        give_pictures(session, campaign, now=now)
        german = first_variant(session, campaign)
        submit(session, cast, german, now=now)
    with pytest.raises(DBAPIError, match="append-only"), empty_engine.begin() as connection:
        connection.execute(text("DELETE FROM revision"))


def test_next_year_uses_the_facts_that_hold_then_and_has_them_all_checked_again(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    for fact in session.exec(select(Fact)).all():
        check_fact(session, fact=fact, review_on=None, by=cast.lawyer, now=now)
    again, _plan = repeat_campaign(
        session, campaign=campaign, start=date(2027, 12, 6), by=cast.staff, now=now
    )
    facts = session.exec(
        select(Fact)
        .join(PostFact, PostFact.fact_id == Fact.id)  # type: ignore[arg-type]
        .join(Post, Post.id == PostFact.post_id)  # type: ignore[arg-type]
        .where(Post.campaign_id == again.id)
    ).all()
    keys = {fact.key for fact in facts}
    assert "minimum_wage.rate_2027" in keys
    assert "minimum_wage.rate_2026" not in keys
    assert {fact.status for fact in facts} == {FactStatus.DRAFT}
    assert {fact.review_on for fact in facts} == {date(2026, 11, 23)}
    assert again.title == campaign.title
    with pytest.raises(BadInput):
        repeat_campaign(session, campaign=campaign, start=START, by=cast.staff, now=now)


def test_practice_holds_no_day_and_another_programme_plans_from_its_own_facts(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    practice = save_practice(
        session, campaign=campaign, title="Wage in three posts", note="", by=cast.staff, now=now
    )
    assert practice.kinds == ["explainer", "what_changes", "steps"]
    assert "2026" not in repr(practice.model_dump(exclude={"created_at"}))
    partner = make_cast(session, now=now, key="partner")
    made = plan_from_practice(
        session, programme=partner.programme, practice=practice, start=START, by=partner.staff, now=now
    )
    assert made.programme_id == partner.programme.id
    used = session.exec(
        select(Fact.programme_id)
        .join(PostFact, PostFact.fact_id == Fact.id)  # type: ignore[arg-type]
        .join(Post, Post.id == PostFact.post_id)  # type: ignore[arg-type]
        .where(Post.campaign_id == made.id)
    )
    assert set(used) == {partner.programme.id}


def test_practice_never_carries_the_law_of_one_country_into_another(
    session: Session, cast: Cast, campaign: Campaign, now: datetime
) -> None:
    practice = save_practice(session, campaign=campaign, title="Wage", note="", by=cast.staff, now=now)
    finnish = make_cast(session, now=now, key="finnish")
    finnish.programme.jurisdiction = "fi"
    with pytest.raises(BadInput, match="no fact"):
        plan_from_practice(
            session, programme=finnish.programme, practice=practice, start=START, by=finnish.staff, now=now
        )


def test_practice_needs_a_title(session: Session, cast: Cast, campaign: Campaign, now: datetime) -> None:
    with pytest.raises(BadInput):
        save_practice(session, campaign=campaign, title=" ", note="", by=cast.staff, now=now)
    assert session.exec(select(Practice)).all() == []


def _posts(session: Session, campaign: Campaign) -> list[Post]:
    return posts_of_campaign(session, campaign.id or 0)


def test_plan_keeps_the_holidays_of_the_programmes_land(session: Session, cast: Cast, now: datetime) -> None:
    corpus_christi = date(2027, 5, 27)
    days = {}
    for land in ("", "NW"):
        change_programme(session, programme=cast.programme, land=land, by=None, now=now)
        plan = plan_topic(
            session, programme=cast.programme, topic="minimum_wage", start=corpus_christi, now=now
        )
        days[land] = {placed.local.date() for post in plan.posts for placed in post.placements}
    assert corpus_christi in days[""]
    assert corpus_christi not in days["NW"]


def test_land_of_another_country_is_refused(session: Session, cast: Cast, now: datetime) -> None:
    cast.programme.jurisdiction = "fi"
    with pytest.raises(BadInput, match="Only a German programme"):
        change_programme(session, programme=cast.programme, land="NW", by=None, now=now)
