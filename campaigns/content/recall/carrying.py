"""A recall follows a text from revision to revision while what was recalled still stands in it."""

from __future__ import annotations

from sqlmodel import Session, col, select

from campaigns.content.checks.values.found import Key
from campaigns.content.checks.values.reading import read_values
from campaigns.content.frames import framed_languages, load_frames
from campaigns.content.models import PostFact, Revision, Variant
from campaigns.content.notation import format_value
from campaigns.content.recall.models import Recall, RecallItem
from campaigns.content.recall.still_said import still_said
from campaigns.content.recall.views import views_of
from campaigns.content.stored_facts import fact_view
from campaigns.content.wording import Writer
from campaigns.facts.queries import facts_by_id, texts_of_facts


def carry_recalls(session: Session, *, variant: Variant, before: Revision, after: Revision) -> None:
    """Keeps recalls of the words before open for the words after, where these say the same still."""
    query = (
        select(RecallItem, Recall)
        .join(Recall, col(Recall.id) == RecallItem.recall_id)
        .where(
            RecallItem.variant_id == variant.id,
            RecallItem.revision == before.number,
            col(RecallItem.settled_at).is_(None),
        )
    )
    for item, recall in session.exec(query):
        if what_stands(session, recall=recall, variant=variant, revision=after, before=before):
            item.revision = after.number
            session.add(item)
    session.flush()


def what_stands(
    session: Session, *, recall: Recall, variant: Variant, revision: Revision, before: Revision | None = None
) -> str:
    """The recalled value or sentence that a text still says, as it is written there; "" where none was found."""
    old, new = views_of(session, recall)
    return still_said(
        revision.words,
        old=old,
        new=new,
        language=variant.language,
        before=(before or revision).words,
        elsewhere=_said_by_others(session, recall=recall, variant=variant),
    )


def _said_by_others(session: Session, *, recall: Recall, variant: Variant) -> frozenset[Key]:
    """Values that other facts behind the post say in its language."""
    language, own = variant.language, {recall.fact_id, recall.successor_id}
    uses = session.exec(select(PostFact.fact_id).where(PostFact.post_id == variant.post_id))
    others = [each for each in uses if each not in own]
    facts, texts = facts_by_id(session, others), texts_of_facts(session, others)
    said: list[str] = []
    for fact_id in others:
        view = fact_view(facts[fact_id], texts.get(fact_id, {}))
        said += [format_value(value, language=language) for value in view.values.values()]
        if language in view.words and language in framed_languages():
            writer = Writer(load_frames(language))
            said += [writer.headline(view), writer.sentence(view)]
    return frozenset(key for text in said for one in read_values(text, language) for key in one.keys)
