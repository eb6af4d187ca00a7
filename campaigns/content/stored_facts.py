"""Facts from the database as drafting sees them, and what people call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlmodel import Session

from campaigns.content.fact_view import FactView, FactWords, read_values
from campaigns.content.frames import framed_languages, load_frames
from campaigns.content.notation import without_isolates
from campaigns.content.wording import Writer
from campaigns.facts.models import Fact, FactText
from campaigns.facts.queries import facts_by_id, texts_of_facts
from campaigns.facts.state import FactState
from campaigns.vocabulary import FactStatus


def fact_view(fact: Fact, texts: Mapping[str, FactText]) -> FactView:
    """A stored fact as planning and drafting see it."""
    return FactView(
        key=fact.key,
        topic=fact.topic,
        kind=fact.kind,
        jurisdiction=fact.jurisdiction,
        words={code: FactWords(text.headline, text.sentence, text.claim) for code, text in texts.items()},
        values=read_values(fact.values),
        laws=tuple(fact.laws),
        valid_from=fact.valid_from,
        valid_to=fact.valid_to,
        review_on=fact.review_on,
        source_title=fact.source_title,
        source_url=fact.source_url,
        read_on=fact.read_on,
        is_checked=fact.status is FactStatus.CHECKED,
    )


def view_of_state(fact: Fact, state: FactState) -> FactView:
    """What the fact said in a state, as drafting sees it."""
    return FactView(
        key=fact.key,
        topic=fact.topic,
        kind=fact.kind,
        jurisdiction=state.jurisdiction,
        words={code: FactWords(**texts) for code, texts in state.texts.items()},
        values=read_values(state.values),
        laws=state.laws,
        valid_from=state.valid_from,
        valid_to=state.valid_to,
        source_title=state.source_title,
        source_url=state.source_url,
        read_on=state.read_on,
    )


def fact_title(view: FactView, language: str) -> str:
    """The fact's short words in a language, else in German or any; its key where it has none."""
    for code in (language, "de", "en", *view.words):
        if code in view.words and code in framed_languages():
            writer = Writer(load_frames(code))
            said = writer.headline(view) or writer.sentence(view)
            if said:
                return without_isolates(said)
    return view.key


def fact_titles(session: Session, ids: Iterable[int], language: str) -> dict[int, str]:
    """The short words of several facts."""
    wanted = list(ids)
    texts = texts_of_facts(session, wanted)
    return {
        fact_id: fact_title(fact_view(fact, texts.get(fact_id, {})), language)
        for fact_id, fact in facts_by_id(session, wanted).items()
    }
