"""Keywords and model together: at most three topics with a confidence, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.needs.topics import MOST_TOPICS, TopicScore

#: Where keywords say nothing, the model alone must be this sure; otherwise a question stays unclear.
ALONE = 0.6
#: The share of the keywords where both speak.
KEYWORDS = 0.5
WORTH_NAMING = 0.1
#: Keywords of this score together are as sure as they get: two good ones.
CERTAIN_SCORE = 4.0
#: No machine is surer: of the test sentences about so many get their topic from the keywords.
SUREST = 0.97
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

    A score above 1 was made by keywords alone: then a topic is as sure as its share of what was found, and all of
    it less sure the less was found (two good keywords are enough). A first score of exactly 1 was named in a file.
    """
    scores = [(str(one["key"]), float(one["score"])) for one in topics]
    named = [key for key, score in scores[:1] if score == NAMED]
    guessed = scores[len(named) :]
    total = sum(score for _key, score in guessed)
    weight = 1.0
    if any(score > 1 for _key, score in guessed):
        weight = min(1.0, total / CERTAIN_SCORE) / total
    return [
        *(Confidence(key, None) for key in named),
        *(Confidence(key, round(min(SUREST, weight * score), 3)) for key, score in guessed),
    ]
