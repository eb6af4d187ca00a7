"""What is peculiar to one channel."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import update

from campaigns.channels import profile
from campaigns.content.counting import COUNTERS, counter_of
from campaigns.content.little_text import escape_little_text
from campaigns.placements.models import Placement
from campaigns.placements.sending.settle import Ticket, settle_published
from campaigns.placements.sending.wire import Wire, WireFile
from campaigns.reach.insights.metrics import Metric
from campaigns.vocabulary import PlacementStatus
from scheduler.channels.bluesky import facets_of, record_key
from scheduler.channels.mastodon import Mastodon
from scheduler.contract import Absent, NotYet, Prepared, Published, Rejected, Well
from scheduler.likeness import likeness, plain
from scheduler.publisher import Publisher
from tests.scheduler.channels.fakes import linkedin, mastodon, matrix, telegram, x, youtube
from tests.scheduler.channels.kinds import KINDS

pytestmark = pytest.mark.any_database

TEXT = "Kindergeld: 259 € 👩‍👩‍👧‍👧 https://litfass.example/s/abc\n\n#kindergeld شكراً"


def wire_of(key: str = "a" * 32, made_at: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)) -> Wire:
    return Wire(key, "d", {"language": "de"}, (), datetime(2026, 11, 24, 18, 0), "Europe/Berlin", made_at)


def test_a_record_key_is_the_placements_own_for_ever() -> None:
    moved = replace(wire_of(), wall=datetime(2027, 1, 1, 9, 0))
    assert record_key(wire_of()) == record_key(moved)
    assert (
        len({record_key(wire_of(hashlib.sha256(str(n).encode()).hexdigest())) for n in range(5000)}) == 5000
    )


def test_record_keys_of_a_later_hour_sort_later() -> None:
    later = wire_of(made_at=datetime(2026, 11, 23, 11, 0, tzinfo=UTC))
    assert record_key(wire_of()) < record_key(later)


def test_facets_stand_at_bytes() -> None:
    found = {
        TEXT.encode()[one["index"]["byteStart"] : one["index"]["byteEnd"]].decode(): one["features"][0]
        for one in facets_of(TEXT)
    }
    assert found["https://litfass.example/s/abc"]["uri"] == "https://litfass.example/s/abc"
    assert found["#kindergeld"]["tag"] == "kindergeld"


@given(some.text(max_size=200))
def test_little_text_reads_as_it_was_written(text: str) -> None:
    import re

    escaped = escape_little_text(text)
    assert re.sub(r"\\([\\|{}@\[\]()<>*_~#])", r"\1", escaped) == text
    assert not re.search(r"(?<!\\)[|{}@\[\]()<>*_~]", re.sub(r"\\\\", "", escaped))


def test_channels_count_links_and_emoji_their_own_way() -> None:
    mastodon_counts = counter_of(profile("mastodon").text)
    assert mastodon_counts("a https://litfass.example/a/very/long/address/indeed b") == 4 + 23
    assert COUNTERS["emoji_bytes"]("ä👍") == 1 + 4
    assert COUNTERS["escaped"]("(a)") == 5


@given(some.text(alphabet=some.characters(exclude_categories=["Cs"]), max_size=100))
def test_a_text_is_like_itself_in_html(text: str) -> None:
    import html

    assert likeness(plain(html.escape(text))) == likeness(text)


def test_mastodon_learns_limits_and_memory_from_its_server(worlds) -> None:
    world = worlds("mastodon_keyed")
    found = world.adapter.examine(world.sender())
    assert isinstance(found, Well)
    assert found.capabilities["text"] == {"limit": 500, "link_cost": 23}
    assert isinstance(world.adapter, Mastodon)
    assert world.adapter.prove_key(world.sender(), "one") is True
    world.fake.knows_keys = False
    assert world.adapter.prove_key(world.sender(), "two") is False
    assert world.fake.posts == []


def test_mastodon_sends_language_and_description(worlds) -> None:
    world = worlds("mastodon")
    [post] = world.deliver().posts
    assert post.details["language"] == "de"
    assert all(post.details["alts"])


def test_a_post_of_another_placement_with_the_same_words_is_not_taken_for_this_one(worlds) -> None:
    world = worlds("mastodon")
    assert isinstance(world.fake, mastodon.MastodonServer)
    first = world.deliver()
    world.fake.posts = [replace(post, at=post.at + timedelta(hours=2)) for post in world.fake.posts]
    second = world.deliver(trouble="busy")
    assert second.row.status is PlacementStatus.PUBLISHED
    assert len(second.posts) == 1
    assert first.posts[0].id != second.posts[0].id


def test_a_post_that_another_worker_is_sending_is_not_taken_for_one_whose_answer_was_lost(worlds) -> None:
    world = worlds("facebook")
    stage, table = world.stage, Placement.__table__
    moment = stage.clock.moment + timedelta(hours=5)
    lost, other = (stage.place("facebook", at=moment + timedelta(minutes=late)) for late in (0, 3))
    world.fake.trouble = "busy"
    stage.clock.moment = moment + timedelta(minutes=1)
    world.round("first")
    assert stage.row(lost).status is PlacementStatus.UNCONFIRMED
    # A second worker has the other post, with the same words: it is out, and its answer on the way back.
    post = world.fake.publish("104057_777", stage.text("facebook"))
    sending = {"status": PlacementStatus.SENDING, "token": "t", "sending_at": moment, "attempt": 1}
    with stage.engine.begin() as connection:
        lease = {"next_at": moment + timedelta(hours=9)}
        connection.execute(update(table).where(table.c.id == other).values(**sending, **lease))
    stage.clock.moment = moment + timedelta(minutes=20)
    Publisher(stage.deps(world.adapter, worker="first")).publish_due()
    assert stage.row(lost).status is PlacementStatus.UNCONFIRMED
    with stage.engine.begin() as connection:
        settle_published(connection, Ticket(other, "t"), remote_id=post.id, url="", now=stage.clock.moment)
    stage.clock.moment = moment + timedelta(minutes=90)
    world.round("first")
    assert stage.row(lost).status is PlacementStatus.PUBLISHED
    assert len(world.fake.posts) == 2


def test_bluesky_sends_the_same_record_again(worlds) -> None:
    world = worlds("bluesky")
    world.deliver(trouble="broken").check_true()
    assert world.fake.commits == 1


def test_a_new_login_on_matrix_is_not_trusted_with_an_old_key(worlds) -> None:
    world = worlds("matrix")
    adapter_send = world.adapter.send

    def send_and_log_in_anew(prepared):
        outcome = adapter_send(prepared)
        world.vault.values["token"] = matrix.OTHER_TOKEN
        return outcome

    world.adapter.send = send_and_log_in_anew
    delivered = world.deliver(trouble="broken")
    assert (delivered.row.status, len(delivered.posts)) == (PlacementStatus.UNCONFIRMED, 1)


def test_telegram_refuses_before_the_call_what_is_too_long(worlds) -> None:
    world = worlds("telegram")
    wire = replace(
        wire_of(),
        manifest={"text": "x" * 1025, "language": "de"},
        files=(WireFile(b"a", "d", "image/jpeg", "square", 1, 1, "alt"),),
    )
    assert isinstance(world.adapter.prepare(wire, world.sender()), Rejected)


def test_a_bot_that_may_not_post_is_found_out(worlds) -> None:
    world = worlds("telegram")
    assert isinstance(world.fake, telegram.TelegramServer)
    world.fake.rank = "member"
    assert not isinstance(world.adapter.examine(world.sender()), Well)


@pytest.mark.parametrize("arrived", [0, 3])
def test_youtube_goes_on_with_an_upload_that_broke(worlds, arrived: int) -> None:
    world = worlds("youtube")
    assert isinstance(world.fake, youtube.YouTubeServer)
    world.deliver()
    whole = dict(world.fake.sessions["upload0"])
    film = world.fake.films[whole["video"]]["content"]
    world.fake.sessions["upload1"] = {**whole, "content": film[:arrived], "video": ""}
    wire = world.wire_of_last()
    session = f"{world.fake.address}/upload/youtube/v3/videos?upload_id=upload1"
    ready = world.adapter.prepare(wire, world.sender(), {"digest": wire.digest, "session": session})
    assert isinstance(ready, Prepared)
    assert world.fake.films[ready.staged["video"]]["content"] == film


@pytest.mark.parametrize("name", ["instagram", "threads"])
def test_only_a_state_that_is_documented_says_that_a_picture_is_spoiled(worlds, name: str) -> None:
    world = worlds(name)
    world.deliver()
    wire, [(number, container)] = world.wire_of_last(), world.fake.containers.items()
    staged = {"digest": wire.digest, "container": number}
    container.state = "FINISHXD"
    assert isinstance(world.adapter.prepare(wire, world.sender(), staged), NotYet)
    container.state = "ERROR"
    assert isinstance(world.adapter.prepare(wire, world.sender(), staged), Rejected)


def test_a_film_that_stays_private_is_never_called_public(worlds) -> None:
    world = worlds("youtube")
    assert isinstance(world.fake, youtube.YouTubeServer)
    world.fake.audited = False
    delivered = world.deliver()
    assert delivered.row.status is not PlacementStatus.PUBLISHED
    assert delivered.posts == []


def test_linkedin_gets_the_whole_text_and_a_lost_answer_is_settled_by_reading(worlds) -> None:
    world = worlds("linkedin")
    assert isinstance(world.fake, linkedin.LinkedInServer)
    delivered = world.deliver(trouble="broken")
    delivered.check_true()
    assert delivered.posts[0].text == world.stage.text("linkedin")


def test_x_renews_a_token_that_ended_and_keeps_the_new_pair(worlds) -> None:
    world = worlds("x")
    assert isinstance(world.fake, x.XServer)
    world.fake.token = "another"
    delivered = world.deliver()
    assert delivered.row.status is PlacementStatus.PUBLISHED
    assert world.vault.values["refresh_token"] == world.fake.refresh


@pytest.mark.parametrize("is_lenient", [False, True])
@pytest.mark.parametrize("known_as", ["post.fields", "tweet.fields"])
def test_x_is_read_back_and_counted_under_either_name_of_fields(
    worlds, known_as: str, is_lenient: bool
) -> None:
    world = worlds("x")
    assert isinstance(world.fake, x.XServer)
    world.fake.known_as, world.fake.is_lenient = known_as, is_lenient
    delivered = world.deliver(trouble="broken")
    delivered.check_true()
    assert delivered.row.status is PlacementStatus.PUBLISHED
    world.fake.counts = {"impression_count": 7, "repost_count": 2, "url_link_clicks": 1}
    found = world.adapter.read_insights(Published(delivered.posts[0].id), world.sender())
    told = {each.metric: each.value for each in found if each.value is not None}
    assert told == {Metric.IMPRESSIONS: 7, Metric.SHARES: 2, Metric.LINK_CLICKS: 1}


@pytest.mark.parametrize("name", [name for name in KINDS if profile(KINDS[name].channel).afterwards.delete])
def test_a_post_is_taken_down_and_a_second_time_does_no_harm(worlds, name: str) -> None:
    world = worlds(name)
    [post] = world.deliver().posts
    assert isinstance(world.adapter.take_down(world.sender(), post.id), Absent)
    assert world.fake.posts == []
    assert not isinstance(world.adapter.take_down(world.sender(), post.id), Published | NotYet)
