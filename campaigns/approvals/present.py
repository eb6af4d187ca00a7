"""Whether a proof is what would be made today: the latest words, the current files, the same target and funder.

An approval is for a digest. When anything that goes into a digest has changed since (words, a picture drawn
with another layout, font or renderer, the campaign's target, the funder's statement, a fact), what was approved
is no longer what would be submitted now, and it waits for a new word.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.channels import profiles
from campaigns.content.compose import is_text_of
from campaigns.content.copy import Copy
from campaigns.content.models import Campaign, Post, Rendition, Revision, Variant
from campaigns.content.queries import SHEET
from campaigns.content.recall.queries import recalled_variants
from campaigns.content.rendering.slides import spoken_of_slides
from campaigns.db import Unreadable
from campaigns.errors import BadInput
from campaigns.links.models import ShortLink
from campaigns.people.models import Programme


class Loss(StrEnum):
    """The first thing by which a proof is not what would be made today."""

    UNREADABLE = "unreadable"
    SHORT_LINK = "short_link"
    WORDS = "words"
    RECALLED = "recalled"
    TARGET = "target"
    FUNDER = "funder"
    BY_HAND = "by_hand"
    FILES = "files"


#: What only somebody does who writes into the database past every action; it can be told long before a post is due.
TAMPERED = frozenset({Loss.UNREADABLE, Loss.BY_HAND})


class Kept(NamedTuple):
    """What is still so about a digest: it is what would be made today (`loss` says by what it is not); its short link
    leads where it was approved.
    """

    loss: Loss | None
    leads_there: bool

    @property
    def is_present(self) -> bool:
        """Whether it is what would be made today."""
        return self.loss is None


class _Row(NamedTuple):
    digest: str
    manifest: str
    channel: str
    variant_id: int
    language: str
    kind: str
    revision_id: int
    words: dict[str, Any]
    is_latest: bool
    target: str
    funder: dict[str, Any]


def kept(session: Session, digests: Collection[str]) -> dict[str, Kept]:
    """How much of each digest still holds, in a fixed number of queries. A digest without a proof is left out."""
    rows = _rows(session, digests)
    recalled = recalled_variants(session, {row.variant_id for row in rows})
    files = _current_files(session, {row.revision_id for row in rows})
    targets = _targets(session, {row.variant_id for row in rows})
    found: dict[str, Kept] = {}
    for row in rows:
        try:
            said: dict[str, Any] = json.loads(row.manifest)
            leads_there = _leads_there(said, targets)
            loss = _loss(said, row, row.variant_id in recalled, leads_there, files)
        except (BadInput, ValueError, TypeError, KeyError, AttributeError):
            loss, leads_there = Loss.UNREADABLE, False
        before = found.get(row.digest, Kept(loss, False))
        # One of the texts that have this proof is enough.
        found[row.digest] = Kept(before.loss and loss, before.leads_there or leads_there)
    return found


def _loss(
    said: dict[str, Any], row: _Row, is_recalled: bool, leads_there: bool, files: Collection[tuple[int, str]]
) -> Loss | None:
    if isinstance(row.words, Unreadable):
        return Loss.UNREADABLE
    losses = {
        Loss.WORDS: not row.is_latest,
        Loss.RECALLED: is_recalled,
        Loss.SHORT_LINK: not leads_there,
        Loss.TARGET: said.get("target", "") != row.target,
        Loss.FUNDER: said.get("funder", "") != str(row.funder.get("statement", "")),
        Loss.BY_HAND: not _says_the_words(said, row),
        Loss.FILES: any((row.revision_id, str(file["digest"])) not in files for file in said["media"]),
    }
    return next((loss for loss, is_so in losses.items() if is_so), None)


def _rows(session: Session, digests: Collection[str]) -> list[_Row]:
    query = (
        select_many(
            col(Proof.digest),
            col(Proof.manifest),
            col(Proof.channel),
            col(Variant.id),
            col(Variant.language),
            col(Post.kind),
            col(Revision.id),
            col(Revision.words),
            col(Revision.number) == col(Variant.revision),
            col(Campaign.link),
            col(Programme.funder),
        )
        .join(Revision, col(Revision.id) == Proof.revision_id)
        .join(Variant, col(Variant.id) == Proof.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(Programme, col(Programme.id) == Campaign.programme_id)
        .where(col(Proof.digest).in_(list(digests)))
    )
    return [_Row(*row) for row in session.execute(query)]


def _current_files(session: Session, revision_ids: Iterable[int]) -> set[tuple[int, str]]:
    query = select(Rendition.revision_id, Rendition.digest).where(
        col(Rendition.revision_id).in_(list(revision_ids)), col(Rendition.current)
    )
    return set(session.exec(query).all())


def _targets(session: Session, variant_ids: Iterable[int]) -> dict[str, str]:
    query = select(ShortLink.code, ShortLink.target).where(col(ShortLink.variant_id).in_(list(variant_ids)))
    return dict(session.exec(query).all())


def _says_the_words(said: dict[str, Any], row: _Row) -> bool:
    """Whether a proof says what the revision says that it names. Only who writes into the database makes another."""
    copy = Copy.from_dict(row.words)
    alts = {copy.alt_text, *spoken_of_slides(row.kind, row.words)}
    channel = profiles().get(row.channel)
    text = str(said.get("text", ""))
    is_on_paper = channel is not None and SHEET in channel.media.types
    return (
        (said.get("channel"), said.get("language")) == (row.channel, row.language)
        and (said.get("title"), said.get("notice")) == (copy.headline, copy.notice)
        and (
            text == ""
            if is_on_paper
            else is_text_of(text, copy, language=row.language, link=str(said.get("link", "")))
        )
        and all(file.get("alt") in alts for file in said["media"])
    )


def _leads_there(said: dict[str, Any], targets: dict[str, str]) -> bool:
    """A short link that stands in the words leads where the proof says. Words without a link lead nowhere."""
    link = str(said.get("link", ""))
    return not link or targets.get(link.rsplit("/", 1)[-1]) == said.get("target")
