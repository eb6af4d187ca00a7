"""What the trail says about some digests, once it was read (`approvals.witness`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import NamedTuple

from campaigns.approvals.grounds import Ground
from campaigns.approvals.models import Approval, ReviewLink
from campaigns.canonical import digest_of
from campaigns.vocabulary import Decision


class Told(NamedTuple):
    """One word, as the table of approvals and the trail have to tell it alike."""

    digest: str
    language: str
    by: int | None
    link: int | None
    at: datetime
    valid_until: date | None


class Given(NamedTuple):
    """A one-time link as the trail tells it: who gave it out, and the digest of its secret and its end."""

    by: int | None
    secret: str


def digest_of_secret(link: ReviewLink) -> str:
    """What opens a link and until when: whoever writes a secret of their own into its row makes another."""
    until = link.expires_at.astimezone(UTC).isoformat(timespec="microseconds")
    return digest_of(["review link", link.id, link.token_hash, until])


class Testimony:
    """What the trail says about some digests: every yes since the last no, and every word there ever was.

    `partners`: links of which the trail says that they were a partner's, whatever their rows say now. `given`: each
    link that was given out.
    """

    def __init__(
        self,
        standing: Mapping[Told, Ground],
        ever: Collection[tuple[Decision, Told]],
        partners: Collection[int | None] = (),
        given: Mapping[int | None, Given] = MappingProxyType({}),
    ) -> None:
        self._standing = standing
        self._ever = frozenset(ever)
        self._partners = frozenset(partners)
        self._given = given

    def confirms(self, word: Approval) -> bool:
        """Whether the trail tells of this approval as a lawyer's, and of no word against it since."""
        return _as_told(word) in self._standing and not self.is_partners(word)

    def is_partners(self, word: Approval) -> bool:
        """Whether it was said by a partner outside: it is heard, and opens nothing."""
        return word.link_id is not None and word.link_id in self._partners

    def giver_of(self, link: ReviewLink) -> int | None:
        """Who gave a link out, as the trail tells it; None where it tells of no such link."""
        return self._given[link.id].by if link.id in self._given else None

    def is_open(self, link: ReviewLink) -> bool:
        """Whether this very link was given out, by whom its row says, and nobody has decided by it yet."""
        as_it_stands = Given(link.issued_by, digest_of_secret(link))
        return self._given.get(link.id) == as_it_stands and not any(
            told.link == link.id for _, told in self._ever
        )

    @property
    def grounds(self) -> Collection[Ground]:
        """What each yes rests on that stands."""
        return self._standing.values()

    def ground_of(self, word: Approval) -> Ground:
        """What a yes that the trail confirms rests on."""
        return self._standing[_as_told(word)]

    def needing_second(self) -> set[str]:
        """Those digests of which a yes that stands says that one more lawyer has to look, whatever the rule is now."""
        return {told.digest for told, ground in self._standing.items() if ground.second_needed}

    def tells_of(self, word: Approval) -> bool:
        """Whether the trail tells that this word was said, whatever was said since."""
        return (word.decision, _as_told(word)) in self._ever


def _as_told(word: Approval) -> Told:
    return Told(word.digest, word.language, word.by, word.link_id, word.at, word.valid_until)
