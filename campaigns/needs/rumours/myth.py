"""From a refuted rumour to the post that answers it: the fact first, the claim once, the fact again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from campaigns.errors import BadInput, NotReady
from campaigns.needs.rumours.models import Rumour
from campaigns.needs.topics.helplines import helpline_numbers
from campaigns.needs.topics.taxonomy import Taxonomy
from campaigns.vocabulary import RumourStatus

#: What is planned for a rumour: the card, and the short text for the threads in which it goes around.
KINDS = ("myth_fact", "group_comment")


#: What a redaction left, in whatever language it was shown.
_TAKEN_OUT = re.compile(r"⟨[^⟨⟩\n]{1,40}⟩")


@dataclass(frozen=True)
class MythPost:
    """What planning needs for a post on a rumour.

    `fact` comes first and last on the card, `claim` (in `claim_language`) once between them; `language` is
    where the rumour goes around, so that the post is written there even when the programme's other languages wait.
    """

    topic: str
    fact: str
    claim: str
    claim_language: str | None
    language: str | None
    sources: tuple[str, ...]
    risk: int
    space: str | None
    kinds: tuple[str, ...] = KINDS

    @property
    def in_order(self) -> tuple[str, str, str]:
        """Fact, claim, fact: what is read first and last is what is remembered."""
        return self.fact, self.claim, self.fact


def myth_post(rumour: Rumour, *, book: Taxonomy) -> MythPost:
    """The pieces of the post. Refuses what was not refuted, has no topic, or is answered in private only."""
    if rumour.verdict != RumourStatus.REFUTED.value:
        raise NotReady("Only a refuted rumour becomes a myth post. Look into it and say what is so.")
    if rumour.topic is None:
        raise NotReady("The rumour has no topic yet. Choose one, so that a lawyer knows whose it is.")
    topic = book.topic(rumour.topic)
    if topic.is_sensitive:
        raise NotReady(
            "“{topic}” is answered by people in private and never becomes a campaign. The helpline is {helpline}.",
            topic=topic.en,
            helpline=helpline_numbers(topic.key),
        )
    return MythPost(
        topic=topic.key,
        fact=rumour.finding,
        claim=rumour.claim,
        claim_language=rumour.claim_language,
        language=rumour.language,
        sources=tuple(rumour.sources),
        risk=rumour.risk,
        space=rumour.space,
    )


def holds_redaction(text: str) -> bool:
    """Whether something about a person was taken out of a text, so that its words cannot stand in public."""
    return bool(_TAKEN_OUT.search(text))


def refuse_redacted(**texts: str) -> None:
    """Refuses the first of these fields in which a placeholder of what was taken out stands."""
    for name, text in texts.items():
        if found := _TAKEN_OUT.search(text):
            raise BadInput(
                "“{placeholder}” stands where something about a person was taken out. Take the placeholder out and "
                "write the sentence without it.",
                field=name,
                placeholder=found.group(),
            )
