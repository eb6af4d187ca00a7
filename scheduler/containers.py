"""Publishing in two steps, as Instagram and Threads do: a container is made, worked on, and published once.

The container is the key. Its id is on our disk before the call that publishes it, and after a lost reply its
state says whether that call was heard.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from campaigns.placements import reasons
from campaigns.placements.sending.wire import NOTHING_STAGED, Sender, Wire, WireFile
from campaigns.reach.insights.metrics import Metric
from campaigns.vocabulary import IdempotencyClass
from scheduler.contract import (
    Absent,
    Adapter,
    Barred,
    Counters,
    Finding,
    NotYet,
    Outcome,
    Prepared,
    Published,
    Rejected,
    Renewed,
    Unknown,
)
from scheduler.counters import one_by_one
from scheduler.graph import GRAPH_TABLE, graph_fine_print
from scheduler.likeness import Seen, Unreadable, find_among, moment_of, rows, staged_for
from scheduler.means import Means
from scheduler.transport import Reply, Said
from scheduler.verdicts import Judge, Refused

#: Seconds between two looks at a container.
LOOK_AGAIN_S = 5.0
NO_ADDRESS = (
    "This channel fetches pictures from a public https address, and this Litfass has none. Set LITFASS_BASE_URL, or "
    "post it by hand."
)
#: A token can be renewed once it is a day old. It lives for sixty, so a renewal a week leaves many tries.
OLD_ENOUGH = timedelta(days=7)
SPOILED = "The channel could not use the picture or film."


class InContainers(Adapter):
    """`options`: the `user`, a number. The secret's part is `token`."""

    idempotency: ClassVar[IdempotencyClass] = IdempotencyClass.TWO_STEP
    renews: ClassVar[bool] = True
    #: What this service calls renewing.
    renewal: ClassVar[str]
    #: Names of this service: where containers are made and published, and what their state is called.
    made_at: ClassVar[str]
    published_at: ClassVar[str]
    state: ClassVar[str]
    #: What lists our own posts, and which of their fields hold words.
    listed_at: ClassVar[str]
    words: ClassVar[str]
    #: What the service calls the figures of a post.
    counted: ClassVar[Mapping[Metric, str]]

    def __init__(self, means: Means, server: str) -> None:
        self._means, self._server = means, server
        self._judge = Judge(GRAPH_TABLE, means, graph_fine_print)

    @abstractmethod
    def fields_of(self, wire: Wire, file: WireFile | None, address: str) -> dict[str, str]:
        """What a container of one file (or of words alone) is made from; without its words in a carousel."""

    def prepare(
        self, wire: Wire, sender: Sender, staged: Mapping[str, Any] = NOTHING_STAGED
    ) -> Prepared | Rejected | NotYet | Barred:
        headers = self._headers(sender)
        if headers is None:
            return Barred(reasons.NO_SECRET)
        left = staged_for(wire.digest, staged)
        container = str(left.get("container", "")) or self._make(wire, sender, headers)
        if not isinstance(container, str):
            return container
        left = {"digest": wire.digest, "container": container}
        said = self._look(container, headers)
        if not (isinstance(said, Reply) and said.is_good):
            found = self._judge.before(said)
            return replace(found, staged=left) if isinstance(found, NotYet) else found
        match said.text_at(self.state):
            case "FINISHED" | "PUBLISHED":
                return Prepared(wire, sender, headers, left)
            case "IN_PROGRESS":
                return NotYet("The channel still works on the picture.", self._means.in_s(LOOK_AGAIN_S), left)
            case "EXPIRED":
                # After a day unused: it was never published, and the next try makes another.
                return NotYet("The channel has lost the picture.", staged={"digest": wire.digest})
            case "ERROR":
                return Rejected(SPOILED)
            case _:
                # A state that nobody documented says nothing about the picture.
                return NotYet("The channel's answer cannot be read.", staged=left)

    def renew(self, sender: Sender) -> Renewed | NotYet | Barred | None:
        """A token of sixty days becomes another; the service takes no lasting one beside it."""
        headers = self._headers(sender)
        if headers is None:
            return None
        root = self._server.rpartition("/")[0]
        said = self._means.transport.get(
            f"{root}/refresh_access_token", headers=headers, query={"grant_type": self.renewal}
        )
        if not (isinstance(said, Reply) and said.is_good and said.text_at("access_token")):
            found = self._judge.before(said)
            is_over = isinstance(found, NotYet) or found == Barred(reasons.SIGNED_OUT)
            return found if is_over and not isinstance(found, Rejected) else NotYet(found.reason)
        lives = said.at("expires_in")
        return Renewed(
            {"token": said.text_at("access_token")},
            again_at=self._means.clock() + OLD_ENOUGH,
            ends_at=self._means.in_s(lives) if isinstance(lives, int) else None,
        )

    def send(self, prepared: Prepared) -> Outcome:
        said = self._means.transport.call(
            "POST",
            f"{self._server}/{self._user(prepared.sender)}/{self.published_at}",
            headers=prepared.payload,
            form={"creation_id": str(prepared.staged["container"])},
        )
        if not (isinstance(said, Reply) and said.is_good):
            return self._believed(self._judge.after(said), prepared)
        number = said.text_at("id")
        if not number:
            return Unknown("The channel's answer cannot be read.")
        return Published(number, self._address_of(number, prepared.payload))

    def reconcile(self, prepared: Prepared, since: datetime) -> Finding:
        headers, container = self._headers(prepared.sender), prepared.staged.get("container")
        if headers is None or not container:
            return Unknown(reasons.NO_SECRET if headers is None else "Nothing was staged.")
        said = self._look(str(container), headers)
        if not (isinstance(said, Reply) and said.is_good):
            return self._judge.asked(said)
        match said.text_at(self.state):
            case "PUBLISHED":
                return self._published(prepared, headers, since)
            case "FINISHED" | "EXPIRED" | "ERROR":
                return Absent()
            case _:
                return Unknown("The channel still works on the picture.")

    def read_insights(self, post: Published, sender: Sender) -> Counters:
        headers = self._headers(sender)
        if headers is None:
            return Unknown(reasons.NO_SECRET)
        return one_by_one(
            self._judge,
            self.counted,
            lambda name: self._means.transport.get(
                f"{self._server}/{post.remote_id}/insights", headers=headers, query={"metric": name}
            ),
            lambda said: said.at("data", 0, "values", 0, "value"),
        )

    def take_down(self, sender: Sender, remote_id: str) -> Outcome | Absent:
        return Rejected("Posts on this channel can only be taken down by hand.")

    def _believed(self, found: Outcome, prepared: Prepared) -> Outcome:
        """Accounts under suspicion were refused posts that were out all the same: the container says whether this one
        is."""
        if found != Barred(reasons.SERVICE_SAYS_NO):
            return found
        said = self._look(str(prepared.staged["container"]), prepared.payload)
        is_unpublished = (
            isinstance(said, Reply) and said.is_good and said.text_at(self.state) in ("FINISHED", "ERROR")
        )
        return found if is_unpublished else Unknown(reasons.SERVICE_SAYS_NO)

    def _look(self, container: str, headers: Mapping[str, str]) -> Said:
        return self._means.transport.get(
            f"{self._server}/{container}", headers=headers, query={"fields": self.state}
        )

    def _published(self, prepared: Prepared, headers: Mapping[str, str], since: datetime) -> Finding:
        """It is out: the container says so. Which post it is, its words tell."""
        try:
            found = find_among(
                self._own_posts(prepared.sender, headers), prepared, since, text=prepared.wire.text
            )
        except Unreadable as problem:
            return problem.finding
        return found if isinstance(found, Published) else Unknown("The channel does not show it yet.")

    def _make(self, wire: Wire, sender: Sender, headers: Mapping[str, str]) -> str | Refused:
        addresses = [self._means.address_of(file) for file in wire.files]
        if not all(addresses):
            return Rejected(NO_ADDRESS)
        if len(wire.files) < 2:
            file = wire.files[0] if wire.files else None
            fields = self.fields_of(wire, file, addresses[0] if addresses else "")
            return self._container(sender, headers, {**fields, self.words: wire.text})
        children = []
        for file, address in zip(wire.files, addresses, strict=True):
            fields = self.fields_of(wire, file, address)
            child = self._container(sender, headers, {**fields, "is_carousel_item": "true"})
            if not isinstance(child, str):
                return child
            children.append(child)
        together = {"media_type": "CAROUSEL", "children": ",".join(children), self.words: wire.text}
        return self._container(sender, headers, together)

    def _container(
        self, sender: Sender, headers: Mapping[str, str], fields: Mapping[str, str]
    ) -> str | Refused:
        said = self._means.transport.call(
            "POST", f"{self._server}/{self._user(sender)}/{self.made_at}", headers=headers, form=fields
        )
        if isinstance(said, Reply) and said.is_good and said.text_at("id"):
            return said.text_at("id")
        return self._judge.before(said)

    def _own_posts(self, sender: Sender, headers: Mapping[str, str]) -> Iterator[Seen]:
        words = "caption" if self.words == "caption" else "text"
        said = self._means.transport.get(
            f"{self._server}/{self._user(sender)}/{self.listed_at}",
            headers=headers,
            query={"fields": f"id,{words},timestamp,permalink", "limit": 100},
        )
        if not (isinstance(said, Reply) and said.is_good):
            raise Unreadable(self._judge.asked(said))
        for row in rows(said.at("data")):
            yield Seen(
                str(row.get("id")),
                str(row.get("permalink", "")),
                str(row.get(words, "")),
                moment_of(row.get("timestamp")),
            )

    def _address_of(self, number: str, headers: Mapping[str, str]) -> str:
        """The post's address; without one it is published all the same."""
        said = self._means.transport.get(
            f"{self._server}/{number}", headers=headers, query={"fields": "permalink"}
        )
        return said.text_at("permalink") if isinstance(said, Reply) and said.is_good else ""

    def _user(self, sender: Sender) -> str:
        return str(sender.options.get("user", ""))

    def _headers(self, sender: Sender) -> dict[str, str] | None:
        token = self._means.vault.open(sender).get("token")
        return {"Authorization": f"Bearer {token}"} if token else None
