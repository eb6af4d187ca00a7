"""The facts under a campaign: each as a sentence, with what it rests on and in which posts it is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from campaigns.content.frames import load_frames
from campaigns.content.models import PostFact
from campaigns.content.stored_facts import fact_view
from campaigns.content.wording import Writer
from campaigns.facts.models import Fact
from campaigns.facts.queries import facts_by_id, texts_of_facts
from campaigns.facts.validity import holds_on


@dataclass(frozen=True)
class FactUse:
    """A fact as people read it. `posts` are ids; `has_moved`: some words were made from an older revision.

    `original` is the same in the language the facts are written in, where `sentence` is in another one.
    """

    fact: Fact
    sentence: str
    language: str
    original: str
    languages: Sequence[str]
    posts: Sequence[int]
    has_moved: bool
    holds: bool


def facts_used(
    session: Session, *, post_ids: Sequence[int], language: str, today: date, source_language: str = ""
) -> list[FactUse]:
    """The facts behind these posts, in their order, said in `language` where they are (else in German or any).

    `source_language`: in which else they are said, for those who check the one against the other.
    """
    uses: dict[int, list[PostFact]] = defaultdict(list)
    query = (
        select(PostFact)
        .where(col(PostFact.post_id).in_(list(post_ids)))
        .order_by(col(PostFact.post_id), col(PostFact.position))
    )
    for use in session.exec(query):
        uses[use.fact_id].append(use)
    facts, texts = facts_by_id(session, uses), texts_of_facts(session, uses)
    found = []
    for fact_id, links in uses.items():
        fact, words = facts[fact_id], texts.get(fact_id, {})
        code = next((each for each in (language, "de", "en", *words) if each in words), language)
        view = fact_view(fact, words)
        has_original = source_language in words and source_language != code
        found.append(
            FactUse(
                fact=fact,
                sentence=Writer(load_frames(code)).sentence(view) if words else "",
                language=code,
                original=Writer(load_frames(source_language)).sentence(view) if has_original else "",
                languages=sorted(words),
                posts=[link.post_id for link in links],
                has_moved=any(fact.revision > link.fact_revision for link in links),
                holds=holds_on(fact, today),
            )
        )
    return found
