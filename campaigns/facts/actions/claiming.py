"""Writing down a false claim that goes around, and what is so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from campaigns.errors import BadInput
from campaigns.facts.models import Fact, FactText
from campaigns.facts.rules import check_can_change_facts
from campaigns.facts.versions import keep_version
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.vocabulary import FactKind, FactStatus, Origin, Risk

#: What fits on a card in large letters.
LONGEST_HEADLINE = 90
#: Claims of a topic stand behind its other facts.
_POSITION = 90


def write_myth(
    session: Session,
    *,
    programme_id: int,
    key: str,
    topic: str,
    jurisdiction: str,
    language: str,
    headline: str,
    sentence: str,
    claims: Mapping[str, str],
    sources: Sequence[str],
    risk: Risk,
    read_on: date,
    by: Actor,
    now: datetime,
) -> Fact:
    """A claim with the fact that answers it, as a draft: a lawyer has to check it.

    `headline` and `sentence` are in `language`; `claims` holds the claim there and wherever it is known as it is told.
    Sources that are web addresses become the fact's address, the first other one its title; those with § its laws.
    """
    check_can_change_facts(by)
    said = _said(headline, sentence)
    told = _told(claims, language)
    if session.exec(select(Fact).where(Fact.programme_id == programme_id, Fact.key == key)).first():
        raise BadInput("A post on this rumour was written before. Change its fact there.")
    fact = Fact(
        programme_id=programme_id,
        key=key,
        topic=topic,
        kind=FactKind.MYTH,
        position=_POSITION,
        jurisdiction=jurisdiction,
        **_cited(sources),
        read_on=read_on,
        risk=risk,
        status=FactStatus.DRAFT,
        created_at=now,
        changed_at=now,
    )
    session.add(fact)
    session.flush()
    for code, claim in told.items():
        words = said if code == language else {"headline": "", "sentence": ""}
        session.add(
            FactText(
                fact_id=fact.id or 0,
                language=code,
                headline=words["headline"],
                sentence=words["sentence"],
                claim=claim,
                origin=Origin.HUMAN,
                changed_at=now,
            )
        )
    session.flush()
    keep_version(session, fact=fact, by=by, now=now)
    record(
        session,
        action="write_fact",
        subject="fact",
        subject_id=fact.id,
        by=by,
        programme_id=programme_id,
        now=now,
        topic=topic,
        revision=fact.revision,
    )
    return fact


def _said(headline: str, sentence: str) -> dict[str, str]:
    """What is so, short enough for a card."""
    words = {"headline": _one_line(headline, "headline"), "sentence": _one_line(sentence, "sentence")}
    if len(words["headline"]) > LONGEST_HEADLINE:
        raise BadInput("Say it in at most {limit} characters.", field="headline", limit=LONGEST_HEADLINE)
    return words


def _told(claims: Mapping[str, str], language: str) -> dict[str, str]:
    """The claim by language; the language of the fact has to be among them."""
    told = {code: _one_line(text, "claim") for code, text in claims.items() if text.strip()}
    if language not in told:
        raise BadInput("Fill this in.", field="claim")
    return told


def _cited(sources: Sequence[str]) -> dict[str, Any]:
    """Sources as the fields of a fact that hold them."""
    links = [source for source in sources if source.startswith(("https://", "http://"))]
    laws = [source for source in sources if "§" in source or "Art." in source]
    titles = [source for source in sources if source not in (*links, *laws)]
    return {
        "laws": laws,
        "source_title": (titles[0] if titles else "")[:200],
        "source_url": (links[0] if links else "")[:500],
    }


def _one_line(text: str, field: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise BadInput("Fill this in.", field=field)
    if "{" in line or "}" in line:
        raise BadInput("Write it without curly brackets.", field=field)
    return line
