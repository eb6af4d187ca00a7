"""Which texts of a variant go to the machine, from which language into which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from campaigns.content.copy import Copy
from campaigns.content.models import Revision, Variant
from campaigns.content.queries import campaign_of_variant, latest_revision
from campaigns.errors import NotReady
from campaigns.people.models import Programme
from campaigns.vocabulary import MachineTask

#: Standing lines and marks come from frames and typed values, in every language; no machine is asked for them.
OURS = (
    "kicker",
    "myth_label",
    "fact_label",
    "number",
    "date",
    "contact",
    "hashtags",
    "source",
    "notice",
    "imprint",
)


@dataclass(frozen=True)
class Order:
    """Texts by place, and the digest of the words they are from."""

    task: MachineTask
    source: str
    target: str
    texts: Mapping[str, str]
    of_digest: str

    @property
    def characters(self) -> int:
        return sum(len(text) for text in self.texts.values())


def order_of(session: Session, *, variant: Variant, task: MachineTask) -> Order:
    """What a machine is asked about this variant.

    A translation is of the source's words; where the variant was already translated, only of the places that
    changed since. Plain language and back-translation are of the variant's own words.
    """
    campaign, _post = campaign_of_variant(session, variant)
    home = session.get_one(Programme, campaign.programme_id).source_language
    if task is MachineTask.TRANSLATE:
        if variant.language == home:
            raise NotReady(
                "This is the language the others are translated from. It is written, not translated."
            )
        source = _source_revision(session, variant, home)
        before = _translated_from(session, variant, home)
        changed = _texts(source, only_new_to=before)
        return Order(task, home, variant.language, changed or _texts(source), source.digest)
    present = latest_revision(session, variant)
    if present is None:
        raise NotReady("Nothing is written here yet.")
    if task is MachineTask.SIMPLIFY:
        return Order(task, variant.language, variant.language, _texts(present), present.digest)
    if variant.language == home:
        raise NotReady("The lawyer reads this language; there is nothing to translate back.")
    return Order(task, variant.language, home, _texts(present), present.digest)


def _texts(revision: Revision, *, only_new_to: Revision | None = None) -> dict[str, str]:
    """Texts by place without standing lines; with `only_new_to` those that stand differently there."""
    before = Copy.from_dict(only_new_to.words).texts() if only_new_to else {}
    return {
        place: text
        for place, text in Copy.from_dict(revision.words).texts().items()
        if place.split(".")[0] not in OURS and before.get(place) != text
    }


def _source_revision(session: Session, variant: Variant, home: str) -> Revision:
    sibling = session.exec(
        select(Variant).where(Variant.post_id == variant.post_id, Variant.language == home)
    ).first()
    found = latest_revision(session, sibling) if sibling else None
    if found is None:
        raise NotReady("The source text is not written yet.")
    return found


def _translated_from(session: Session, variant: Variant, home: str) -> Revision | None:
    """The source revision that the variant's present words were made from."""
    present = latest_revision(session, variant)
    if present is None or present.source_digest is None:
        return None
    query = (
        select(Revision)
        .join(Variant, col(Revision.variant_id) == col(Variant.id))
        .where(
            Variant.post_id == variant.post_id,
            Variant.language == home,
            Revision.digest == present.source_digest,
        )
        .order_by(col(Revision.number).desc())
    )
    return session.exec(query).first()
