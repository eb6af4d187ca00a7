"""Our servers are believed because programs of other people can talk to them."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import httpx
import pytest

from scheduler.channels.webhook import signature
from tests.scheduler.channels.fakes import bluesky, graph, mastodon, matrix, telegram, webhook
from tests.scheduler.channels.network import Fake, running

PICTURE = b"\xff\xd8\xff a picture"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Any:
    return lambda: NOW


def start(fake: Fake) -> Iterator[str]:
    with running(fake) as port:
        yield f"http://127.0.0.1:{port}"


def test_mastodon_py_posts_reads_and_deletes(clock: Any) -> None:
    from mastodon import Mastodon

    fake = mastodon.MastodonServer(clock, knows_keys=True)
    for here in start(fake):
        client = Mastodon(access_token=mastodon.TOKEN, api_base_url=here, version_check_mode="none")
        me = client.account_verify_credentials()
        media = client.media_post(BytesIO(PICTURE), "image/jpeg", description="A pillar", synchronous=True)
        posts = [
            client.status_post("Guten Tag", media_ids=[media], language="de", idempotency_key="k")
            for _ in range(2)
        ]
        assert posts[0].id == posts[1].id
        [shown] = client.account_statuses(me.id)
        assert shown.content == "<p>Guten Tag</p>"
        assert shown.media_attachments[0].description == "A pillar"
        client.status_delete(posts[0].id)
        assert fake.posts == []


def test_atproto_writes_the_same_record_twice_and_reads_it(clock: Any) -> None:
    from atproto import Client, models

    fake = bluesky.BlueskyServer(clock)
    for here in start(fake):
        client = Client(base_url=f"{here}/xrpc")
        session = client.com.atproto.server.create_session(
            models.ComAtprotoServerCreateSession.Data(identifier=bluesky.HANDLE, password=bluesky.PASSWORD)
        )
        assert session.did == bluesky.DID
        for _ in range(2):
            answer = client.com.atproto.repo.put_record(
                models.ComAtprotoRepoPutRecord.Data(
                    repo=session.did,
                    collection="app.bsky.feed.post",
                    rkey="3lbpu7f2vck2a",
                    record=models.AppBskyFeedPost.Record(
                        text="Guten Tag", created_at="2026-11-23T09:00:00.000Z", langs=["de"]
                    ),
                ),
                headers={"Authorization": f"Bearer {session.access_jwt}"},
            )
        found = client.com.atproto.repo.get_record(
            models.ComAtprotoRepoGetRecord.Params(
                repo=session.did, collection="app.bsky.feed.post", rkey="3lbpu7f2vck2a"
            )
        )
        assert found.value.text == "Guten Tag"
        assert found.cid == answer.cid
        assert (len(fake.posts), fake.commits) == (1, 1)


def test_python_telegram_bot_sends_edits_and_deletes(clock: Any) -> None:
    from telegram import Bot
    from telegram.error import BadRequest, RetryAfter

    fake = telegram.TelegramServer(clock)

    async def walk(here: str) -> None:
        async with Bot(telegram.TOKEN, base_url=f"{here}/bot") as bot:
            assert (await bot.get_me()).username == "advice_bot"
            chat = f"@{telegram.NAME}"
            sent = await bot.send_photo(chat, PICTURE, caption="Guten Tag")
            assert (sent.caption, sent.chat.id) == ("Guten Tag", telegram.CHAT)
            edited = await bot.edit_message_caption(chat, sent.message_id, caption="Guten Abend")
            assert not isinstance(edited, bool)
            assert edited.caption == "Guten Abend"
            with pytest.raises(BadRequest, match="caption is too long"):
                await bot.send_photo(chat, PICTURE, caption="x" * 1025)
            fake.trouble = "too_many"
            with pytest.raises(RetryAfter):
                await bot.send_message(chat, "Guten Tag")
            assert await bot.delete_message(chat, sent.message_id)

    for here in start(fake):
        asyncio.run(walk(here))
    assert fake.posts == []


def test_facebook_business_uploads_posts_and_reads(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from facebook_business import FacebookAdsApi, FacebookSession
    from facebook_business.adobjects.page import Page
    from facebook_business.exceptions import FacebookRequestError

    fake = graph.FacebookServer(clock)
    for here in start(fake):
        monkeypatch.setattr(FacebookSession, "GRAPH", here)
        session = FacebookSession(access_token=graph.TOKEN)
        page = Page(graph.PAGE, api=FacebookAdsApi(session, api_version="v26.0", enable_debug_logger=False))
        post = page.create_feed(params={"message": "Guten Tag"})
        assert [post["id"]] == [each.id for each in fake.posts]
        with pytest.raises(FacebookRequestError) as refused:
            page.create_feed(params={})
        assert refused.value.api_error_code() == 100
        fake.trouble = "signed_out"
        with pytest.raises(FacebookRequestError) as ended:
            page.create_feed(params={"message": "Guten Tag"})
        assert (ended.value.api_error_code(), ended.value.api_error_subcode()) == (190, 463)


def test_mastodon_py_reads_counters_and_followers_and_edits(clock: Any) -> None:
    from mastodon import Mastodon

    fake = mastodon.MastodonServer(clock)
    fake.counts, fake.following = {"favourites_count": 3, "replies_count": 0, "reblogs_count": 2}, 41
    for here in start(fake):
        client = Mastodon(access_token=mastodon.TOKEN, api_base_url=here, version_check_mode="none")
        post = client.status_post("Guten Tag", language="de")
        seen = client.status(post.id)
        assert (seen.favourites_count, seen.replies_count, seen.reblogs_count) == (3, 0, 2)
        assert client.account_verify_credentials().followers_count == 41
        assert client.status_update(post.id, "Guten Abend").content == "<p>Guten Abend</p>"
        assert [each.text for each in fake.posts] == ["Guten Abend"]


def test_atproto_reads_counters_and_followers(clock: Any) -> None:
    from atproto import Client, models

    fake = bluesky.BlueskyServer(clock)
    fake.counts, fake.following = {"likeCount": 5, "replyCount": 0, "repostCount": 1, "quoteCount": 2}, 17
    for here in start(fake):
        client = Client(base_url=f"{here}/xrpc")
        headers = {"Authorization": f"Bearer {bluesky.TOKEN}"}
        record = models.AppBskyFeedPost.Record(text="Guten Tag", created_at="2026-11-23T09:00:00.000Z")
        written = client.com.atproto.repo.put_record(
            models.ComAtprotoRepoPutRecord.Data(
                repo=bluesky.DID, collection="app.bsky.feed.post", rkey="3lbpu7f2vck2a", record=record
            ),
            headers=headers,
        )
        [post] = client.app.bsky.feed.get_posts(
            models.AppBskyFeedGetPosts.Params(uris=[written.uri]), headers=headers
        ).posts
        assert (post.like_count, post.reply_count, post.repost_count, post.quote_count) == (5, 0, 1, 2)
        about = models.AppBskyActorGetProfile.Params(actor=bluesky.DID)
        assert client.app.bsky.actor.get_profile(about, headers=headers).followers_count == 17


def test_python_telegram_bot_counts_members_and_edits_words(clock: Any) -> None:
    from telegram import Bot
    from telegram.error import BadRequest

    fake = telegram.TelegramServer(clock)
    fake.following = 230

    async def walk(here: str) -> None:
        async with Bot(telegram.TOKEN, base_url=f"{here}/bot") as bot:
            chat = f"@{telegram.NAME}"
            assert await bot.get_chat_member_count(chat) == 230
            sent = await bot.send_message(chat, "Guten Tag")
            edited = await bot.edit_message_text("Guten Abend", chat, sent.message_id)
            assert not isinstance(edited, bool)
            assert edited.text == "Guten Abend"
            with pytest.raises(BadRequest, match="not modified"):
                await bot.edit_message_text("Guten Abend", chat, sent.message_id)

    for here in start(fake):
        asyncio.run(walk(here))


def test_facebook_business_reads_counters_and_followers_and_edits(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from facebook_business import FacebookAdsApi, FacebookSession
    from facebook_business.adobjects.page import Page
    from facebook_business.adobjects.pagepost import PagePost
    from facebook_business.exceptions import FacebookRequestError

    fake = graph.FacebookServer(clock)
    fake.counts, fake.following = {"post_media_view": 210}, 900
    for here in start(fake):
        monkeypatch.setattr(FacebookSession, "GRAPH", here)
        session = FacebookSession(access_token=graph.TOKEN)
        api = FacebookAdsApi(session, api_version="v26.0", enable_debug_logger=False)
        page = Page(graph.PAGE, api=api)
        assert page.api_get(fields=["followers_count"])["followers_count"] == 900
        post = PagePost(page.create_feed(params={"message": "Guten Tag"})["id"], api=api)
        [told] = post.get_insights(params={"metric": "post_media_view"})
        assert (told["name"], told["values"][0]["value"]) == ("post_media_view", 210)
        # What Facebook removed in 2025 is an error now, and no 0.
        with pytest.raises(FacebookRequestError) as refused:
            list(post.get_insights(params={"metric": "post_impressions"}))
        assert refused.value.api_error_code() == 100
        post.api_update(params={"message": "Guten Abend"})
        assert [each.text for each in fake.posts] == ["Guten Abend"]


def test_matrix_nio_sends_an_event_once_reads_and_redacts_it(clock: Any) -> None:
    from nio import AsyncClient

    fake = matrix.MatrixServer(clock)

    async def talk(here: str) -> None:
        client = AsyncClient(here, matrix.USER)
        client.access_token = matrix.TOKEN
        try:
            me: Any = await client.whoami()
            assert (me.user_id, me.device_id) == (matrix.USER, matrix.DEVICES[matrix.TOKEN])
            uploaded, _keys = await client.upload(BytesIO(PICTURE), "image/jpeg", filesize=len(PICTURE))
            said = {"msgtype": "m.image", "body": "A pillar", "url": uploaded.content_uri}
            sent = [
                await client.room_send(matrix.ROOM, "m.room.message", said, tx_id="one") for _ in range(2)
            ]
            assert sent[0].event_id == sent[1].event_id
            shown: Any = await client.room_get_event(matrix.ROOM, sent[0].event_id)
            assert (shown.event.body, shown.event.url) == ("A pillar", uploaded.content_uri)
            assert len((await client.joined_members(matrix.ROOM)).members) == 1
            await client.room_redact(matrix.ROOM, sent[0].event_id)
            assert fake.posts == []
        finally:
            await client.close()

    for here in start(fake):
        asyncio.run(talk(here))


def test_standardwebhooks_signs_what_our_receiver_takes_and_takes_what_we_sign(clock: Any) -> None:
    from standardwebhooks import Webhook, WebhookVerificationError

    body, moment = b'{"data": {"text": "Guten Tag"}}', datetime.now(UTC)
    theirs = Webhook(webhook.KEY)
    fake = webhook.WebhookReceiver(lambda: moment)
    headers = {
        "webhook-id": "post_1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": theirs.sign("post_1", moment, body.decode()),
    }
    for here in start(fake):
        answers = [httpx.post(here, content=body, headers=headers).status_code for _ in range(2)]
        assert (answers, [post.id for post in fake.posts]) == ([204, 204], ["post_1"])
        assert httpx.post(here, content=body + b" ", headers=headers).status_code == 400
    key = base64.b64decode(webhook.KEY.removeprefix("whsec_"))
    ours = headers | {"webhook-signature": signature("post_1", headers["webhook-timestamp"], body, key)}
    assert theirs.verify(body, ours) == {"data": {"text": "Guten Tag"}}
    with pytest.raises(WebhookVerificationError):
        theirs.verify(body + b" ", ours)
