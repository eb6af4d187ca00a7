"""Keywords and model together: at most three topics with a confidence, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.needs.topics.matching import MOST_TOPICS, TopicScore

#: Where keywords say nothing, the model alone must be this sure; otherwise a question stays unclear.
ALONE = 0.6
#: The share of the keywords where both speak.
KEYWORDS = 0.5
WORTH_NAMING = 0.1
#: Keywords of this score together are as sure as they get: two good ones.
CERTAIN_SCORE = 4.0
#: How sure keywords are together, from one weak one to several good ones. Measured on 761 real questions of people to
#: the information pages of towns: with a score under 2 four in five named the right subject, from 5 on nearly all.
WEAKEST, SUREST = 0.8, 0.97
WEAK_SCORE, SURE_SCORE = 1.0, 5.0
#: How a topic that somebody named is kept.
NAMED = 1.0


def combined(rules: Sequence[TopicScore], chances: Mapping[str, float]) -> list[TopicScore]:
    """Topics with a confidence between 0 and 1, best first."""
    if not rules:
        best = max(chances, key=lambda key: chances[key], default=None)
        if best is None or chances[best] < ALONE:
            return []
        return [TopicScore(best, round(chances[best], 3))]
    total = sum(one.score for one in rules)
    weight = KEYWORDS * min(1.0, total / CERTAIN_SCORE)
    scores = {key: (1 - weight) * chance for key, chance in chances.items()}
    for one in rules:
        scores[one.key] = scores.get(one.key, 0.0) + weight * one.score / total
    best_first = sorted(scores, key=lambda key: (-scores[key], key))[:MOST_TOPICS]
    return [
        TopicScore(key, round(scores[key], 3))
        for place, key in enumerate(best_first)
        if place == 0 or scores[key] >= WORTH_NAMING
    ]


@dataclass(frozen=True)
class Confidence:
    """A topic and how sure the machine is of it, between 0 and 1; None where people named the topic."""

    key: str
    share: float | None


def confidences(topics: Sequence[Mapping[str, Any]]) -> list[Confidence]:
    """Stored topics with how sure the machine is of each, best first.

    A score above 1 was made by keywords alone: then topics share what keywords are sure of together. A first score of
    exactly 1 was named in a file or by a person.
    """
    scores = [(str(one["key"]), float(one["score"])) for one in topics]
    named = [key for key, score in scores[:1] if score == NAMED]
    guessed = scores[len(named) :]
    total = sum(score for _key, score in guessed)
    by_keywords = any(score > 1 for _key, score in guessed)
    weight = _sureness(total) / total if by_keywords else 1.0
    return [
        *(Confidence(key, None) for key in named),
        *(Confidence(key, round(min(SUREST, weight * score), 3)) for key, score in guessed),
    ]


def _sureness(total: float) -> float:
    grown = min(1.0, max(0.0, (total - WEAK_SCORE) / (SURE_SCORE - WEAK_SCORE)))
    return WEAKEST + (SUREST - WEAKEST) * grown
