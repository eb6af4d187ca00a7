"""Instagram, for professional accounts: a picture, several, or a film; never words alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from campaigns.placements import reasons
from campaigns.placements.sending.wire import NOTHING_STAGED, Sender, Wire, WireFile
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from scheduler.containers import InContainers
from scheduler.contract import Barred, Health, NotYet, Prepared, Rejected, Well
from scheduler.counters import followers
from scheduler.means import Means
from scheduler.transport import Reply

SERVER = "https://graph.instagram.com/v26.0"


class Instagram(InContainers):
    """A container of one picture, of several (a carousel), or of a film (a reel)."""

    channel: ClassVar[str] = "instagram"
    made_at, published_at, state = "media", "media_publish", "status_code"
    listed_at, words = "media", "caption"
    renewal = "ig_refresh_token"
    counted: ClassVar[Mapping[Metric, str]] = {
        Metric.VIEWS: "views",
        Metric.REACH: "reach",
        Metric.REACTIONS: "likes",
        Metric.COMMENTS: "comments",
        Metric.SHARES: "shares",
        Metric.SAVES: "saved",
    }

    def __init__(self, means: Means, server: str = SERVER) -> None:
        super().__init__(means, server)

    def prepare(
        self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED
    ) -> Prepared | Rejected | NotYet | Barred:
        if not wire.files:
            return Rejected("Instagram takes no post without a picture or film.")
        return super().prepare(wire, sender, staged)

    def fields_of(self, wire: Wire, file: WireFile | None, address: str) -> dict[str, str]:
        assert file is not None
        if file.media_type == "video/mp4":
            return {"media_type": "REELS", "video_url": address}
        return {"image_url": address, "alt_text": file.alt}

    def read_followers(self, sender: Sender) -> Reading | None:
        said = self._means.transport.get(
            f"{self._server}/{self._user(sender)}",
            headers=self._headers(sender) or {},
            query={"fields": "followers_count"},
        )
        return followers(said, "followers_count")

    def examine(self, sender: Sender) -> Health:
        headers = self._headers(sender)
        if headers is None:
            return Barred(reasons.NO_SECRET)
        me = self._means.transport.get(
            f"{self._server}/me", headers=headers, query={"fields": "user_id,username"}
        )
        if not (isinstance(me, Reply) and me.is_good):
            return self._judge.health(me)
        return Well(f"@{me.text_at('username')}")
