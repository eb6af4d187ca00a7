"""A photo that may no longer be used leaves in no file, whatever the post has been given since."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from campaigns.content.media.models import Photo
from campaigns.content.models import Post, Rendition
from campaigns.content.rendering.making import Made, NotMade, make_pictures
from campaigns.content.rendering.orders import RenderOrder, render_orders
from campaigns.content.rendering.recording import record_renditions
from campaigns.errors import Conflict
from campaigns.people.models import AuditEntry, Programme
from campaigns.placements import reasons
from campaigns.placements.actions import mark_posted
from campaigns.placements.models import Placement
from campaigns.placements.photos.use import end_use, out_with_old_photos, use_of
from campaigns.placements.recall.daily import look_at_facts, something_to_look_at
from campaigns.placements.truth import Leaving, untrue
from campaigns.vocabulary import PlacementStatus
from tests import builders
from tests.campaigns.placements.test_gate import OUTLETS, World

TODAY = date(2026, 11, 23)


@pytest.fixture
def world(session: Session, now: datetime) -> World:
    """A post that is out on the feed and waits on the feed and in a group; no file of it shows a photo yet."""
    return World(session, now)


def photo_in(world: World, usable_until: date | None = None, *, removed: bool = False) -> Photo:
    photo = builders.keep_photo(
        world.session, world.cast.programme.id or 0, now=world.now, usable_until=usable_until
    )
    photo.removed_at = world.now if removed else None
    world.session.flush()
    return photo


def seen(world: World, photo: Photo, media_type: str = "image/jpeg") -> None:
    """The photo is seen in the files of this kind."""
    for file in world.session.exec(select(Rendition).where(Rendition.media_type == media_type)):
        file.photo_id = photo.id
    world.session.flush()


def ended(world: World, photo: Photo, *, recalls: bool = False) -> list[int]:
    """How many posts are held, taken down, and before readers for a person to see to."""
    came = end_use(
        world.session,
        photo_id=photo.id or 0,
        programme_id=world.cast.programme.id or 0,
        today=TODAY,
        recalls=recalls,
        by=world.cast.staff,
        now=world.now,
    )
    world.session.expire_all()
    return [len(came.held), len(came.recalled), len(came.public)]


@pytest.mark.parametrize("outlet", OUTLETS)
def test_threat_13_whoever_takes_their_consent_back_is_seen_through_no_outlet(
    world: World, outlet: str
) -> None:
    photo = photo_in(world)
    seen(world, photo)
    assert ended(world, photo) == [2, 0, 1]

    assert not OUTLETS[outlet](world)


def test_threat_13_what_is_scheduled_is_held_at_once_with_the_reason_and_the_trail_tells_it(
    world: World,
) -> None:
    photo = photo_in(world)
    seen(world, photo)
    ended(world, photo)

    row = world.session.get_one(Placement, world.waiting.id)
    assert (row.status, row.reason) == (PlacementStatus.HELD, reasons.PHOTO_OVER)
    (entry,) = world.session.exec(select(AuditEntry).where(AuditEntry.action == "end_photo"))
    assert (entry.subject, entry.subject_id, entry.by) == ("photo", photo.id, world.cast.staff.person_id)
    with pytest.raises(Conflict):
        ended(world, photo)


def test_threat_13_another_photo_for_the_post_does_not_free_files_that_show_the_old_one(world: World) -> None:
    old = photo_in(world, TODAY - timedelta(days=1))
    seen(world, old)
    world.session.get_one(Post, world.variant.post_id).photo_id = None
    world.session.flush()

    assert not world.worker()


def test_a_file_that_does_not_leave_holds_nothing(world: World) -> None:
    """A film with an old photo was made after the pictures had been approved."""
    old = photo_in(world, TODAY - timedelta(days=1))
    builders.give_film(world.session, world.variant, now=world.now)
    seen(world, old, "video/mp4")

    assert world.worker()
    unbound = Leaving(world.variant.id or 0, TODAY)
    assert untrue(world.session, [unbound])[unbound].msgid == reasons.PHOTO_OVER


def test_what_is_scheduled_after_the_last_day_is_held_days_before(world: World) -> None:
    programme = world.session.get_one(Programme, world.cast.programme.id)
    assert not something_to_look_at(world.session, programme=programme, now=world.now - timedelta(days=9))
    seen(world, photo_in(world, TODAY - timedelta(days=1)))

    early = world.now - timedelta(days=9)
    assert something_to_look_at(world.session, programme=programme, now=early)
    assert look_at_facts(world.session, programme=programme, now=early).held == 2


def test_where_a_photo_is_seen_is_told_for_posts_for_the_calendar_and_for_readers(world: World) -> None:
    photo = photo_in(world)
    seen(world, photo)
    used = use_of(world.session, photo.id or 0)

    assert [row.post.id for row in used.posts] == [world.variant.post_id]
    assert (len(used.scheduled), len(used.public)) == (2, 1)


def test_what_is_out_in_a_group_has_to_come_down_once_the_photo_is_over(world: World) -> None:
    last = TODAY + timedelta(days=5)
    seen(world, photo_in(world, last))
    group = world.session.exec(select(Placement).where(Placement.channel == "hand")).one()
    _say_it_is_posted(world, group)
    asked = {"programme_id": world.cast.programme.id or 0}

    assert out_with_old_photos(world.session, **asked, today=last) == []
    late = out_with_old_photos(world.session, **asked, today=last + timedelta(days=1))
    assert [entry.placement.id for entry in late] == [group.id]  # the feed leaves it out by itself


def _say_it_is_posted(world: World, row: Placement) -> None:
    mark_posted(
        world.session,
        placement_id=row.id or 0,
        url="https://groups.example/1",
        by=world.cast.staff,
        now=world.now,
    )


@pytest.mark.parametrize("is_removed", [True, False])
def test_a_photo_that_is_over_stops_its_own_pictures_and_no_other_of_the_campaign(
    session: Session, now: datetime, is_removed: bool
) -> None:
    world = World(session, now)
    photo = photo_in(world, None if is_removed else TODAY - timedelta(days=1), removed=is_removed)
    post = session.get_one(Post, world.variant.post_id)
    post.photo_id, post.layout = photo.id, "photo"
    session.flush()

    def orders(layout: str) -> list[RenderOrder]:
        post.layout = layout
        where = {"campaign_id": post.campaign_id, "languages": ["de"], "formats": ["square"]}
        return render_orders(session, store=builders.NO_FILES, today=TODAY, **where)  # type: ignore[arg-type]

    (order,) = orders("photo")
    assert isinstance(next(make_pictures([order], builders.NO_FILES)), NotMade)
    (order,) = orders("explainer")  # it shows none
    assert (order.problem, order.photo_id) == (None, None)


def test_files_tell_which_photo_is_seen_in_them(world: World) -> None:
    photo = photo_in(world)
    post = world.session.get_one(Post, world.variant.post_id)
    post.photo_id = photo.id

    def made(layout: str) -> dict[str, int | None]:
        post.layout = layout
        orders = render_orders(world.session, campaign_id=post.campaign_id, store=Files(), languages=["de"])
        record_renditions(
            world.session,
            made=[
                Made(
                    one,
                    (layout + one.format).encode().hex().ljust(64, "0")[:64],
                    1080,
                    1080,
                    1000,
                    "1",
                    "t",
                    {},
                )
                for one in orders
            ],
            now=world.now,
        )
        rows = world.session.exec(select(Rendition).where(Rendition.layout == layout))
        return {row.format: row.photo_id for row in rows}

    assert set(made("photo").values()) == {photo.id}
    assert set(made("steps").values()) == {None}


class Files(builders.NoFiles):
    """Every digest has bytes."""

    def get(self, digest: str) -> bytes:
        return digest.encode()
