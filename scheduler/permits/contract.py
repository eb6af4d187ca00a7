"""What each channel's sign-in is to the worker: make us known, exchange a code once, say which pages it is good for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, ClassVar

from campaigns.placements.permits.networks import NETWORKS, Network
from campaigns.placements.permits.settling import Page, Times
from campaigns.reasons import Reason
from scheduler.means import Means
from scheduler.transport import Reply, Said, Silence

#: A token without an end.
NO_TIMES = Times()
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OurApp:
    """What our office is registered as, with the address for the way back."""

    client_id: str
    secret: str
    back: str
    server: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """What came for a code: pages with their tokens, and when these end."""

    pages: Sequence[Page]
    times: Times = NO_TIMES


@dataclass(frozen=True, slots=True)
class NotGiven:
    """The channel said no, or nobody knows what it did with the code. It is begun again by a person."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class NotReached:
    """Nothing arrived there: the same can be asked again."""


Answer = Granted | NotGiven | NotReached

UNKNOWN_APP = (
    "{channel} does not know the id or the secret of the app. Compare both with what stands there, enter them again "
    "and begin anew."
)
USED_UP = "{channel} takes this answer no more: it counts once, and for a short time. Nothing has changed: begin again."
WRONG_WAY_BACK = "{channel} does not know the address for the way back. Enter {back} there, to the letter."
LACKS = (
    "These rights were not given at {channel}: {rights}. Nothing has changed. Begin again and leave them ticked; if "
    "they are not offered, the app lacks them there."
)
NO_SENSE = "{channel} gave no usable answer ({code}). Nothing has changed: begin again later."
NOTHING_LASTING = (
    "{channel} gave a token that nothing renews, and none is kept from before. Take the app out of the account's "
    "settings there, then begin again."
)


class Issuer(ABC):
    """One channel's side. Addresses are the documentation's, or a test's own."""

    channel: ClassVar[str]

    def __init__(self, means: Means) -> None:
        self._means = means

    @property
    def network(self) -> Network:
        return NETWORKS[self.channel]

    @abstractmethod
    def exchange(self, app: OurApp, code: str, verifier: str) -> Answer:
        """Exchanges the code, which can be done once, and asks which pages the token is good for."""

    def token(
        self,
        address: str,
        app: OurApp,
        code: str,
        *,
        more: Mapping[str, str],
        headers: Mapping[str, str] = NO_HEADERS,
        means: Mapping[str, str] = NO_HEADERS,
    ) -> Reply | NotGiven | NotReached:
        """Exchanges the code as RFC 6749 §4.1.3 has it: an answer with a token and every right, or what follows from
        any other. `more` are the channel's further fields, `means` what an error of its own is in words of the RFC.
        """
        said = self._means.transport.call(
            "POST",
            address,
            headers=headers,
            form={
                "grant_type": "authorization_code",
                "client_id": app.client_id,
                "code": code,
                "redirect_uri": app.back,
                **more,
            },
        )
        if isinstance(said, Reply) and said.is_good and said.text_at("access_token"):
            return self.lacking(self.given(said)) or said
        told = said.text_at("error") if isinstance(said, Reply) else ""
        return self.no(said, app, [means[told]] if told in means else ())

    def given(self, said: Reply) -> Sequence[str]:
        """The rights that an answer names, in whichever way it lists them."""
        found = said.at("scope")
        return found.replace(",", " ").split() if isinstance(found, str) else []

    def no(self, said: Said, app: OurApp, codes: Collection[str] = ()) -> NotGiven | NotReached:
        """What follows from an answer that is none. `codes` are what it says in the channel's own way."""
        if isinstance(said, Silence) and not said.reached:
            return NotReached()
        named = [*codes, said.text_at("error")] if isinstance(said, Reply) else []
        values = {"channel": self.network.name, "code": _told(said, named), "back": app.back}
        for sentence, known in _SENTENCES:
            if any(code in known for code in named):
                return NotGiven(Reason(sentence, values))
        return NotGiven(Reason(NO_SENSE, values))

    def lacking(self, rights: Iterable[str]) -> NotGiven | None:
        """Names the rights that are needed and were not given."""
        given = set(rights)
        lacking = [right for right in self.network.rights if right not in given]
        if not lacking:
            return None
        named = ", ".join(right.rpartition("/")[2] for right in lacking)
        return NotGiven(Reason(LACKS, {"channel": self.network.name, "rights": named}))

    def without_sense(self, said: Said, app: OurApp) -> NotGiven | NotReached:
        """After the code was used up: whatever went wrong, it cannot be exchanged again."""
        found = self.no(said, app)
        code = {"channel": self.network.name, "code": "-"}
        return NotGiven(Reason(NO_SENSE, code)) if isinstance(found, NotReached) else found

    def ends(self, said: Reply, name: str = "expires_in") -> datetime | None:
        """The moment that an answer gives in seconds from now; None where it names none."""
        seconds = said.at(name)
        is_told = isinstance(seconds, int) and not isinstance(seconds, bool) and seconds > 0
        return self._means.clock() + timedelta(seconds=seconds) if is_told else None


#: By what channels call them: RFC 6749 §5.2, Google's, LinkedIn's, and Meta's numbers.
_SENTENCES: Sequence[tuple[str, frozenset[str]]] = (
    (WRONG_WAY_BACK, frozenset({"redirect_uri_mismatch", "invalid_redirect_uri", "191", "100/36008"})),
    (UNKNOWN_APP, frozenset({"invalid_client", "unauthorized_client", "101", "1/secret"})),
    (USED_UP, frozenset({"invalid_grant", "100/36009", "100/36007", "400/code"})),
)


def listed(found: Any) -> list[Mapping[str, Any]]:
    """The rows of a list that an answer holds; what is none is left out."""
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _told(said: Said, codes: Iterable[str]) -> str:
    """Status and code, and never what the channel wrote: it may quote a token."""
    if isinstance(said, Silence):
        return "-"
    named = next((code for code in codes if code), "")
    clean = "".join(each for each in named[:40] if each.isalnum() or each in "_./-")
    return f"{said.status} {clean}".strip()


class Introducer(Issuer):
    """A kind of channel with many servers, each of which takes our registration from the worker."""

    @abstractmethod
    def introduce(self, server: str, back: str) -> tuple[str, str] | NotGiven | NotReached:
        """Registers our office on a server and gives its id and secret there."""


Issuers = Mapping[str, Issuer]
