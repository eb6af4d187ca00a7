"""Our servers of the large platforms are believed as well: programs of other people work with them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from tests.scheduler.channels.fakes import graph, linkedin, x, youtube
from tests.scheduler.channels.network import Fake, running

PICTURE = b"\xff\xd8\xff a picture"
PHOTO = "https://desk.example/fetch/1/s/a.jpg"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Any:
    return lambda: NOW


def here(fake: Fake, port: int) -> str:
    fake.address = f"http://127.0.0.1:{port}"
    return fake.address


def test_facebook_business_publishes_a_container_of_instagram_once_and_reads_it(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from facebook_business import FacebookAdsApi, FacebookSession
    from facebook_business.adobjects.igmedia import IGMedia
    from facebook_business.adobjects.iguser import IGUser
    from facebook_business.exceptions import FacebookRequestError

    fake = graph.InstagramServer(clock)
    fake.counts, fake.following = {"views": 90}, 310
    with running(fake) as port:
        monkeypatch.setattr(FacebookSession, "GRAPH", here(fake, port))
        session = FacebookSession(access_token=graph.TOKEN)
        api = FacebookAdsApi(session, api_version="v26.0", enable_debug_logger=False)
        user = IGUser(graph.USER, api=api)
        said = {"image_url": PHOTO, "alt_text": "A pillar", "caption": "Guten Tag"}
        made = user.create_media(params=said)

        def state() -> str:
            return str(api.call("GET", [made["id"]], params={"fields": "status_code"}).json()["status_code"])

        with pytest.raises(FacebookRequestError) as early:
            user.create_media_publish(params={"creation_id": made["id"]})
        assert (early.value.api_error_code(), early.value.api_error_subcode()) == (9007, 2207027)
        assert [state(), state()] == ["IN_PROGRESS", "FINISHED"]
        post = user.create_media_publish(params={"creation_id": made["id"]})
        assert state() == "PUBLISHED"
        with pytest.raises(FacebookRequestError):
            user.create_media_publish(params={"creation_id": made["id"]})
        [shown] = user.get_media(fields=["id", "caption", "timestamp", "permalink"])
        assert (shown["id"], shown["caption"]) == (post["id"], "Guten Tag")
        assert datetime.fromisoformat(shown["timestamp"]) == NOW
        [told] = IGMedia(post["id"], api=api).get_insights(params={"metric": ["views"]})
        assert (told["name"], told["values"][0]["value"]) == ("views", 90)
        assert user.api_get(fields=["followers_count"])["followers_count"] == 310
        assert [each.details["fields"]["alt_text"] for each in fake.posts] == ["A pillar"]


def test_python_facebook_api_publishes_a_container_of_threads_once_and_reads_it(clock: Any) -> None:
    from pyfacebook import FacebookError, ThreadsGraphAPI

    fake = graph.ThreadsServer(clock)
    fake.counts, fake.following = {"views": 12}, 44
    with running(fake) as port:
        api = ThreadsGraphAPI(access_token=graph.TOKEN, base_url=f"{here(fake, port)}/")
        assert api.get_object("me", fields="id,username")["username"] == "advice"
        made = api.post_object(
            graph.USER, connection="threads", data={"media_type": "TEXT", "text": "Guten Tag"}
        )
        states = [api.get_object(made["id"], fields="status")["status"] for _ in range(2)]
        assert states == ["IN_PROGRESS", "FINISHED"]
        publish = {"connection": "threads_publish", "data": {"creation_id": made["id"]}}
        post = api.post_object(graph.USER, **publish)
        with pytest.raises(FacebookError) as twice:
            api.post_object(graph.USER, **publish)
        assert twice.value.code == 9007
        [shown] = api.get_connection(graph.USER, "threads", fields="id,text,timestamp,permalink")["data"]
        assert (shown["id"], shown["text"]) == (post["id"], "Guten Tag")
        [told] = api.get_connection(post["id"], "insights", metric="views")["data"]
        assert told["values"][0]["value"] == 12
        [told] = api.get_connection(graph.USER, "threads_insights", metric="followers_count")["data"]
        assert told["total_value"]["value"] == 44
        assert api.refresh_access_token(graph.TOKEN)["expires_in"] == 5_184_000
        with pytest.raises(FacebookError) as long:
            data = {"media_type": "TEXT", "text": "x" * 501}
            api.post_object(graph.USER, connection="threads", data=data)
        assert long.value.code == 100
        assert api.delete_object(post["id"])["success"] is True
    assert fake.posts == []


def test_pyyoutube_uploads_in_pieces_publishes_counts_and_deletes(clock: Any) -> None:
    from pyyoutube import Client, PyYouTubeException
    from pyyoutube import models as mds
    from pyyoutube.media import Media

    fake = youtube.YouTubeServer(clock)
    fake.counts, fake.following = {"viewCount": 61, "likeCount": 4, "commentCount": 0}, 870
    film = b"a film of some bytes"
    with running(fake) as port:
        client = Client(access_token=youtube.ACCESS)
        client.BASE_URL = f"{here(fake, port)}/youtube/v3/"
        client.BASE_UPLOAD_URL = f"{fake.address}/upload/youtube/v3/"
        snippet = mds.VideoSnippet(title="Guten Tag", description="Was gilt", categoryId="27")
        upload = client.videos.insert(
            body=mds.Video(snippet=snippet, status=mds.VideoStatus(privacyStatus="private")),
            media=Media(fd=BytesIO(film), mimetype="video/mp4", chunk_size=8),
            parts="snippet,status",
        )
        pieces, done = 0, None
        while done is None:
            _progress, done = upload.next_chunk()
            pieces += 1
        assert (pieces, fake.posts) == (3, [])
        assert fake.films[done["id"]]["content"] == film
        public = {"id": done["id"], "status": {"privacyStatus": "public"}}
        for _ in range(2):
            seen = client.videos.update(body=public, parts="status")
            assert (seen.id, seen.status.privacyStatus) == (done["id"], "public")
        assert [post.text for post in fake.posts] == ["Was gilt"]
        [counted] = client.videos.list(parts="statistics", video_id=done["id"]).items
        assert (counted.statistics.viewCount, counted.statistics.commentCount) == (61, 0)
        [channel] = client.channels.list(parts="statistics", mine=True).items
        assert channel.statistics.subscriberCount == 870
        fake.trouble = "too_many"
        with pytest.raises(PyYouTubeException) as refused:
            client.videos.update(body=public, parts="status")
        assert refused.value.status_code == 403
        assert client.videos.delete(video_id=done["id"])
        with pytest.raises(PyYouTubeException) as gone:
            client.videos.update(body=public, parts="status")
        assert gone.value.status_code == 404
    assert fake.posts == []


def test_xdk_of_x_itself_uploads_posts_reads_and_deletes(clock: Any) -> None:
    from requests import HTTPError
    from xdk import Client

    fake = x.XServer(clock)
    counted = ("like", "reply", "quote", "bookmark", "impression")
    fake.counts, fake.following = {"repost_count": 3, **{f"{name}_count": 1 for name in counted}}, 77
    with running(fake) as port:
        client = Client(base_url=here(fake, port), access_token=x.TOKEN)
        me = client.users.get_me(user_fields=["public_metrics"])
        assert (me.data.username, me.data.public_metrics.followers_count) == ("advice", 77)
        picture = {
            "media": base64.b64encode(PICTURE).decode(),
            "media_category": "tweet_image",
            "media_type": "image/jpeg",
        }
        media = client.media.upload(body=picture).data.id
        client.media.create_metadata(body={"id": media, "metadata": {"alt_text": {"text": "A pillar"}}})
        sent = client.posts.create(body={"text": "Guten Tag", "media": {"media_ids": [media]}})
        with pytest.raises(HTTPError) as twice:
            client.posts.create(body={"text": "Guten Tag"})
        assert twice.value.response.status_code == 403
        fields: list[Any] = ["created_at"]
        [page] = client.users.get_posts(me.data.id, max_results=100, post_fields=fields)
        [shown] = page.data
        assert (shown.id, shown.text) == (sent.data.id, "Guten Tag")
        assert datetime.fromisoformat(shown.created_at) == NOW
        told = client.posts.get_by_id(sent.data.id, post_fields=["public_metrics"])
        assert told.data.public_metrics.repost_count == 3
        assert fake.posts[0].details["alts"] == ["A pillar"]
        assert client.posts.delete(sent.data.id).data.deleted is True
    assert fake.posts == []


def test_linkedin_sdk_uploads_posts_reads_changes_and_deletes(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It would read a file of settings somewhere above it.
    monkeypatch.setenv("PYTHON_DOTENV_DISABLED", "1")
    from httpx import HTTPStatusError
    from linkedin_sdk import LinkedInClient, client

    class OfAPage(LinkedInClient):
        """It writes in a person's name unless it is told another author."""

        person_urn = linkedin.AUTHOR

    fake = linkedin.LinkedInServer(clock)
    with running(fake) as port:
        monkeypatch.setattr(client, "LINKEDIN_REST_BASE", f"{here(fake, port)}/rest")
        page = OfAPage(linkedin.TOKEN, api_version="202611")
        where = page.init_image_upload()
        assert page.upload_binary(where["uploadUrl"], PICTURE, "image/jpeg")["statusCode"] == 201
        picture = {"media": {"id": where["imageUrn"], "altText": "A pillar"}}
        sent = page.create_post(r"Kindergeld \(259 €\) #kindergeld", content=picture)
        with pytest.raises(HTTPStatusError) as twice:
            page.create_post(r"Kindergeld \(259 €\) #kindergeld")
        assert twice.value.response.status_code == 422
        [shown] = page.get_my_posts()["elements"]
        assert (shown["id"], datetime.fromtimestamp(shown["createdAt"] / 1000, UTC)) == (sent["postUrn"], NOW)
        assert [(post.text, post.details["alt"]) for post in fake.posts] == [
            ("Kindergeld (259 €) #kindergeld", "A pillar")
        ]
        page.update_post(sent["postUrn"], commentary="Guten Abend")
        assert [post.text for post in fake.posts] == ["Guten Abend"]
        assert page.get_my_posts(offset=1)["elements"] == []
        assert page.delete_post(sent["postUrn"]) == 204
        with pytest.raises(HTTPStatusError) as ended:
            OfAPage(linkedin.TOKEN, api_version="202401").create_post("Guten Tag")
        assert ended.value.response.status_code == 426
    assert fake.posts == []
