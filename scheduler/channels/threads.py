"""Threads: words, a picture, several, or a film."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from campaigns.placements import reasons
from campaigns.placements.sending.wire import Sender, Wire, WireFile
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from scheduler.containers import InContainers
from scheduler.contract import Absent, Barred, Health, Outcome, Well
from scheduler.counters import followers
from scheduler.means import Means
from scheduler.transport import Reply

SERVER = "https://graph.threads.net/v1.0"


class Threads(InContainers):
    """A container of words alone, or of words with files."""

    channel: ClassVar[str] = "threads"
    made_at, published_at, state = "threads", "threads_publish", "status"
    listed_at, words = "threads", "text"
    renewal = "th_refresh_token"
    counted: ClassVar[Mapping[Metric, str]] = {
        Metric.VIEWS: "views",
        Metric.REACTIONS: "likes",
        Metric.COMMENTS: "replies",
        Metric.SHARES: "reposts",
    }

    def __init__(self, means: Means, server: str = SERVER) -> None:
        super().__init__(means, server)

    def fields_of(self, wire: Wire, file: WireFile | None, address: str) -> dict[str, str]:
        if file is None:
            return {"media_type": "TEXT"}
        if file.media_type == "video/mp4":
            return {"media_type": "VIDEO", "video_url": address, "alt_text": file.alt}
        return {"media_type": "IMAGE", "image_url": address, "alt_text": file.alt}

    def read_followers(self, sender: Sender) -> Reading | None:
        said = self._means.transport.get(
            f"{self._server}/{self._user(sender)}/threads_insights",
            headers=self._headers(sender) or {},
            query={"metric": "followers_count"},
        )
        return followers(said, "data", 0, "total_value", "value")

    def examine(self, sender: Sender) -> Health:
        headers = self._headers(sender)
        if headers is None:
            return Barred(reasons.NO_SECRET)
        me = self._means.transport.get(f"{self._server}/me", headers=headers, query={"fields": "id,username"})
        if not (isinstance(me, Reply) and me.is_good):
            return self._judge.health(me)
        return Well(f"@{me.text_at('username')}")

    def take_down(self, sender: Sender, remote_id: str) -> Outcome | Absent:
        said = self._means.transport.call(
            "DELETE", f"{self._server}/{remote_id}", headers=self._headers(sender) or {}
        )
        if isinstance(said, Reply) and (said.is_good or said.status == 404):
            return Absent()
        return self._judge.after(said)
