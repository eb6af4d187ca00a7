"""Short links lead only where somebody approved that they lead, and say so where that is somebody else's place."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from campaigns.approvals.models import Approval, Proof
from campaigns.approvals.witness import ever_approved
from campaigns.canonical import digest_of
from campaigns.facts.models import Fact
from campaigns.links.kits import is_kit_channel
from campaigns.links.models import ShortLink
from campaigns.vocabulary import Decision, FactStatus


def was_approved(session: Session, link: ShortLink) -> bool:
    """Whether a lawyer ever said yes to words with this link and target.

    An approval that ended or was taken back does not break what is printed already; a target nobody approved never
    opens, so our domain cannot be borrowed to lead people elsewhere. A kit's own link stands beside approved words and
    not in them: it leads where these lead.
    """
    beside = is_kit_channel(link.channel)
    query = (
        select(Proof.manifest, Proof.digest)
        .join(Approval, col(Approval.proof_id) == Proof.id)
        .where(Proof.variant_id == link.variant_id, Approval.decision == Decision.APPROVE)
        .distinct()
    )
    if not beside:
        query = query.where(Proof.channel == link.channel)
    naming = {
        digest
        for manifest, digest in session.exec(query)
        if (said := json.loads(manifest)).get("target") == link.target
        and (beside or str(said.get("link", "")).rsplit("/", 1)[-1] == link.code)
        and digest_of(said) == digest
    }
    return bool(naming and ever_approved(session, naming))


def host_of(address: str) -> str:
    """The host of an address as people compare it: without “www.”, in small letters."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def is_vouched_for(session: Session, target: str, *, programme_id: int) -> bool:
    """Whether a lawyer of the programme has checked a fact whose source stands on the target's very host: offices and
    collections of laws surprise nobody either. What lies below such a host is not meant."""
    sources = session.exec(
        select(Fact.source_url).where(Fact.programme_id == programme_id, Fact.status == FactStatus.CHECKED)
    )
    return host_of(target) in {host_of(source) for source in sources} - {""}


def is_own_place(target: str, *, homes: tuple[str, ...]) -> bool:
    """Whether a target lies on one of these hosts or below it: there nobody is surprised where a link leads."""
    host = host_of(target)
    own = {host_of(home) for home in homes} - {""}
    return any(host == each or host.endswith(f".{each}") for each in own)
