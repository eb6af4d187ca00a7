"""One question, as the machine understands it: what had to be removed, which language, which topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.languages import languages
from campaigns.needs.language import Detected, detect_language
from campaigns.needs.language.given import agrees, holds_against
from campaigns.needs.learning.combining import Confidence, combined, confidences
from campaigns.needs.learning.model import TopicModel
from campaigns.needs.redaction import Redacted, redact
from campaigns.needs.topics.matching import TopicScore, classify
from campaigns.needs.topics.taxonomy import Taxonomy


@dataclass(frozen=True)
class Understood:
    """A question without identifiers, its language and at most three topics, best first."""

    redacted: Redacted
    language: str | None
    confidence: float
    topics: tuple[TopicScore, ...]

    @property
    def sure(self) -> list[Confidence]:
        """How sure the machine is of each topic."""
        return confidences([{"key": one.key, "score": one.score} for one in self.topics])

    def as_json(self) -> dict[str, Any]:
        """One entry of `litfass needs classify --json`. The text itself is not repeated."""
        return {
            "language": self.language,
            "confidence": self.confidence,
            "topics": [
                {"key": one.key, "score": one.score, "confidence": sure.share}
                for one, sure in zip(self.topics, self.sure, strict=True)
            ],
            "unclear": not self.topics,
            "redacted": dict(self.redacted.counts),
        }


def understand(
    text: str,
    *,
    language: str | None = None,
    allowed: Sequence[str] = (),
    favoured: Sequence[str] = (),
    book: Taxonomy | None = None,
    model: TopicModel | None = None,
) -> Understood:
    """Redacts first, then tells language (unless it is known) and topics from what is left.

    A given `language` holds unless the words are in letters it is not written in (`language/given.py`). `allowed` are
    the languages that may be answered (all of ours when empty), `favoured` those of the programme; `book` are its
    topics (the product's when None), `model` is what was learned from its confirmed questions.
    """
    redacted = redact(text)
    if language and agrees(language, redacted.text):
        found = Detected(language, 1.0)
    else:
        found = detect_language(redacted.text, allowed=allowed or tuple(languages()), favoured=favoured)
        if language and holds_against(language, redacted.text, found):
            found = Detected(language, 1.0)
    topics = classify(redacted.text, language=found.language, book=book)
    if model is not None:
        topics = combined(topics, model.chances(redacted.text, found.language))
    return Understood(redacted, found.language, found.confidence, tuple(topics))
