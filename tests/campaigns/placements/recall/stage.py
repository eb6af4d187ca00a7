"""The minimum wage as the calendar meets it: a programme, its facts, one post in German and Arabic, approved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, select

from campaigns.approvals.models import Proof
from campaigns.approvals.queries import proofs_of_review
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.queries import latest_revision, posts_of_campaign, variants_of_posts
from campaigns.facts.actions import adopt_topic
from campaigns.facts.models import Fact
from campaigns.facts.queries import fact_by_key
from campaigns.facts.state import FactState
from campaigns.facts.versions import present_state
from campaigns.placements.actions import add_account, mark_posted, place
from campaigns.placements.models import Account, Placement
from campaigns.placements.plans.storing import plan_topic, save_plan
from campaigns.placements.spaces.register import Entry, add_space
from tests.builders import Cast, approve, give_pictures, make_cast, submit
from tests.replaying import step

START = date(2026, 12, 7)
POSTED = datetime(2026, 11, 23, 12)
LINK = "https://groups.example/post/7"


@dataclass
class Scene:
    """One explainer on the rate of 2026, approved in both languages, and a feed."""

    cast: Cast
    campaign: Campaign
    post: Post
    variants: dict[str, Variant]
    proofs: dict[str, Proof]
    account: Account
    rate: Fact
    next_rate: Fact

    def place(self, session: Session, language: str, wall: datetime, now: datetime) -> Placement:
        return place(
            session,
            variant_id=self.variants[language].id or 0,
            proof=self.proofs[language],
            account=self.account,
            wall=wall,
            zone="Europe/Berlin",
            by=self.cast.staff,
            now=now,
        )

    def post_by_hand(self, session: Session, language: str, now: datetime) -> Placement:
        """The text as it stands, posted in a group by an advisor on 23 November."""
        group = add_space(
            session,
            programme_id=self.cast.programme.id or 0,
            entry=Entry(
                name="Group",
                platform="facebook",
                language=language,
            ),
            by=None,
            now=now,
        )
        placed = place(
            session,
            variant_id=self.variants[language].id or 0,
            proof=self.proofs[language],
            space=group,
            wall=POSTED,
            zone="Europe/Berlin",
            by=self.cast.staff,
            now=now,
        )
        mark_posted(session, placement_id=placed.id or 0, url=LINK, by=self.cast.advisor, now=now)
        return placed


def minimum_wage(session: Session, *, now: datetime, key: str = "wage") -> Scene:
    return rate_of_the_year(session, topic="minimum_wage", fact="minimum_wage.rate", now=now, key=key)


@step
def rate_of_the_year(session: Session, *, topic: str, fact: str, now: datetime, key: str = "wage") -> Scene:
    """The first post that rests on the rate of 2026, which another follows on 1 January 2027."""
    cast = make_cast(session, now=now, key=key)
    programme_id = cast.programme.id or 0
    adopt_topic(session, programme_id=programme_id, topic=topic, by=None, now=now)
    account = add_account(session, programme_id=programme_id, channel="feed", name="Feed", by=None, now=now)
    plan = plan_topic(
        session,
        programme=cast.programme,
        topic=topic,
        start=START,
        now=now,
        kinds=("explainer",),
    )
    plan = replace(plan, posts=tuple(replace(post, placements=()) for post in plan.posts[:1]))
    campaign = save_plan(session, programme=cast.programme, plan=plan, by=cast.staff, now=now)
    give_pictures(session, campaign, now=now)
    post = posts_of_campaign(session, campaign.id or 0)[0]
    variants = variants_of_posts(session, [post.id or 0])[post.id or 0]
    scene = Scene(
        cast=cast,
        campaign=campaign,
        post=post,
        variants=variants,
        proofs={},
        account=account,
        rate=fact_by_key(session, programme_id=programme_id, key=f"{fact}_2026"),
        next_rate=fact_by_key(session, programme_id=programme_id, key=f"{fact}_2027"),
    )
    for code in variants:
        approve_anew(session, scene, code, now=now)
    return scene


def approve_anew(session: Session, scene: Scene, language: str, *, now: datetime) -> None:
    """Submitted by the staff, approved by the lawyer who changes no fact, as the words stand."""
    give_pictures(session, scene.campaign, now=now)
    variant = scene.variants[language]
    request = submit(session, scene.cast, variant, now=now)
    approve(session, scene.cast, request, now=now, by=scene.cast.second_lawyer)
    scene.proofs[language] = proofs_of_review(session, request)[0]


def with_wage(session: Session, fact: Fact, amount: str) -> FactState:
    """What the fact says, with another amount."""
    state = present_state(session, fact)
    return replace(state, values={**state.values, "wage": {"kind": "amount", "value": amount, "unit": "EUR"}})


def words_of(session: Session, variant: Variant) -> dict[str, object]:
    revision = latest_revision(session, variant)
    assert revision is not None
    return revision.words


def all_placements(session: Session) -> list[Placement]:
    return list(session.exec(select(Placement)))
