"""What came back, held against what had left: the very revisions that were exported are still there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from sqlmodel import Session, col, select

from campaigns.content.copy import Copy
from campaigns.content.exchange.files import Incoming
from campaigns.content.exchange.package import Received, Row
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.content.segments.alignment import Pair, align
from campaigns.content.segments.coverage import knows
from campaigns.content.segments.splitting import Segment, join
from campaigns.errors import BadInput, NotFound
from campaigns.people.models import Programme

#: How much of two wordings a refusal shows.
_SHOWN: Final = 60


@dataclass(frozen=True)
class Base:
    """A text as it left and as it stands now."""

    campaign: Campaign
    variant: Variant
    source_language: str
    exported: Revision | None
    exported_source: Revision
    present: Revision | None
    present_source: Revision

    def known(self, place: str) -> tuple[str, str]:
        """Source and translation of a place as the translator had them."""
        return _text(self.exported_source, place), _text(self.exported, place)

    def now(self, place: str) -> tuple[str, str]:
        """The same as they stand."""
        return _text(self.present_source, place), _text(self.present, place)

    @property
    def source_digest(self) -> str | None:
        """The source that words made of both count for: the present one only if nothing in it is new to them."""
        digest = self.present_source.digest
        if self.exported_source.digest in (digest, *self.present_source.same_as):
            return digest
        if self.present and self.present.source_digest and knows(self.present, self.present_source):
            return digest
        return self.exported_source.digest


def base_of(session: Session, *, variant_id: int, revision: int, source_revision: int, language: str) -> Base:
    """What these numbers mean here; refuses those of another instance."""
    variant = session.get(Variant, variant_id)
    if variant is None or variant.language != language:
        raise NotFound("Text {variant} in {language} is not here. Was the file exported somewhere else?",
                       variant=variant_id, language=language[:8])  # fmt: skip
    post = session.get_one(Post, variant.post_id)
    campaign = session.get_one(Campaign, post.campaign_id)
    source_language = session.get_one(Programme, campaign.programme_id).source_language
    source = session.exec(
        select(Variant).where(Variant.post_id == variant.post_id, Variant.language == source_language)
    ).first()
    numbers = {
        (row.variant_id, row.number): row
        for row in session.exec(
            select(Revision).where(
                col(Revision.variant_id).in_([variant.id, source.id if source else 0]),
                col(Revision.number).in_(
                    [revision, source_revision, variant.revision, source.revision if source else 0]
                ),
            )
        )
    }
    own, sources = variant.id or 0, (source.id or 0) if source else 0
    exported_source, present_source = (
        numbers.get((sources, source_revision)),
        (numbers.get((sources, source.revision)) if source else None),
    )
    if exported_source is None or present_source is None or (revision and (own, revision) not in numbers):
        raise NotFound(
            "Text {variant} in {language} was never at the revision the file names. Was it exported somewhere else?",
            variant=variant_id,
            language=language[:8],
        )
    return Base(
        campaign=campaign,
        variant=variant,
        source_language=source_language,
        exported=numbers.get((own, revision)),
        exported_source=exported_source,
        present=numbers.get((own, variant.revision)),
        present_source=present_source,
    )


def texts_of(incoming: Incoming, bases: dict[tuple[int, int, int], Base]) -> list[Received]:
    """Every place that came back as a whole text, once; sentences of a table are put together as they had left."""
    found = list(incoming.received)
    rows = sorted(incoming.rows, key=_of_place)
    for (variant, revision, source, language, place), each in groupby(rows, key=_of_place):
        known = Received(variant, revision, source, language, place, None)
        base = bases.get((variant, revision, source))
        found.append(_joined(base, known, list(each)) if base else known)
    whole: dict[tuple[int, int, int, str, str], list[Received]] = {}
    for one in found:
        whole.setdefault(_of_place(one), []).append(one)
    return [_once(each) for each in whole.values()]


def _of_place(row: Received | Row) -> tuple[int, int, int, str, str]:
    return (row.variant_id, row.revision, row.source_revision, row.language, row.place)


def _once(same: Sequence[Received]) -> Received:
    """A place that a file holds several times; which of two wordings is meant is for a person to say."""
    first = same[0]
    other = next((one for one in same if one.target != first.target), None)
    return first if other is None else replace(first, refusal=_said_twice(first.target, other.target))


def _said_twice(one: str | None, other: str | None) -> BadInput:
    first, second = one or "–", other or "–"
    return BadInput(
        "The file says this twice, in different words: “{first}” and “{second}”. Leave one of them in the file.",
        first=first if len(first) <= _SHOWN else f"{first[:_SHOWN]}…",
        second=second if len(second) <= _SHOWN else f"{second[:_SHOWN]}…",
    )


def _joined(base: Base, known: Received, rows: Sequence[Row]) -> Received:
    """The text of a place from its sentences; one left empty keeps the whole place untranslated.

    Sentences that are not in the file stay as they had left.
    """
    source, target = base.known(known.place)
    pairs: Iterable[Pair] = align(
        source, target, source_language=base.source_language, language=base.variant.language
    )
    typed: dict[int, str] = {}
    for row in rows:
        if typed.setdefault(row.number, row.target) != row.target:
            return replace(known, refusal=_said_twice(typed[row.number], row.target))
    segments = [
        Segment(typed.get(number, pair.target.text), pair.target.gap)
        for number, pair in enumerate(pairs, start=1)
    ]
    if segments and (strange := set(typed) - set(range(1, len(segments) + 1))):
        refusal = BadInput(
            "The file names sentence {number}; the text has {count} here. Write what belongs together into one row.",
            number=min(strange),
            count=len(segments),
        )
        return replace(known, refusal=refusal)
    if not segments or any(not segment.text for segment in segments):
        return known
    return replace(known, target=join(segments))


def _text(revision: Revision | None, place: str) -> str:
    return Copy.from_dict(revision.words).texts().get(place, "") if revision else ""
