"""Training on what people confirmed, judged on questions the model has not seen.

Needs scikit-learn; without it training is refused in a sentence and keywords go on deciding. Pure: texts in, model
out; it may take minutes and must not run inside a transaction.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module

from campaigns.errors import NotReady, Unusable
from campaigns.needs.learning.combining import combined
from campaigns.needs.learning.features import DIMENSIONS, features
from campaigns.needs.learning.model import TopicModel, read_model
from campaigns.needs.normalising import words_of
from campaigns.needs.topics.matching import classify
from campaigns.needs.topics.taxonomy import Taxonomy

FEWEST_EXAMPLES = 200
FEWEST_HELD_OUT = 40
FEWEST_OF_A_TOPIC = 5
#: One question in so many is held out.
HELD_OUT = 5


@dataclass(frozen=True)
class Example:
    """A question without identifiers and the topic a person confirmed for it."""

    text: str
    language: str | None
    topic: str


@dataclass(frozen=True)
class Trained:
    """A model and how often it and the keywords named the confirmed topic first, of `held_out` questions."""

    model: TopicModel
    trained_on: int
    held_out: int
    rules_right: int
    model_right: int

    @property
    def is_better(self) -> bool:
        """Better by more than chance does: the difference exceeds its own standard deviation."""
        gained = self.model_right - self.rules_right
        return gained > math.sqrt(max(1, self.held_out - self.rules_right)) / 2


def train(examples: Sequence[Example], *, book: Taxonomy) -> Trained:
    """A model of these questions. Refuses too few of them: fewer teach nothing that keywords do not know."""
    known = [one for one in examples if one.topic in book.topics]
    learned = [one for one in known if not _is_held_out(one)]
    counts = Counter(one.topic for one in learned)
    learned = [one for one in learned if counts[one.topic] >= FEWEST_OF_A_TOPIC]
    held_out = [one for one in known if _is_held_out(one)]
    topics = sorted({one.topic for one in learned})
    if len(known) < FEWEST_EXAMPLES or len(held_out) < FEWEST_HELD_OUT or len(topics) < 2:
        raise NotReady(
            "There are {count} confirmed questions; {needed} of several topics are needed before a model can learn "
            "from them.",
            count=len(known),
            needed=FEWEST_EXAMPLES,
        )
    model = _fitted(learned, topics)
    return Trained(
        model=model,
        trained_on=len(learned),
        held_out=len(held_out),
        rules_right=sum(_first(one, book, None) == one.topic for one in held_out),
        model_right=sum(_first(one, book, model) == one.topic for one in held_out),
    )


def _is_held_out(one: Example) -> bool:
    """By the words, so that the same question of two days never stands on both sides."""
    return sha256(" ".join(words_of(one.text)).encode()).digest()[0] % HELD_OUT == 0


def _first(one: Example, book: Taxonomy, model: TopicModel | None) -> str | None:
    found = classify(one.text, language=one.language, book=book)
    if model is not None:
        found = combined(found, model.chances(one.text, one.language))
    return found[0].key if found else None


def _fitted(learned: Sequence[Example], topics: Sequence[str]) -> TopicModel:
    try:
        import numpy

        sparse, linear = import_module("scipy.sparse"), import_module("sklearn.linear_model")
    except ImportError:
        raise Unusable(
            "Training needs the library scikit-learn, which is not installed. Keywords go on deciding."
        ) from None
    places: list[int] = []
    values: list[float] = []
    ends = [0]
    for one in learned:
        found = features(one.text, one.language)
        places += found
        values += [1 / math.sqrt(len(found))] * len(found)
        ends.append(len(places))
    matrix = sparse.csr_matrix((values, places, ends), shape=(len(learned), DIMENSIONS), dtype=numpy.float32)
    numbers = {key: number for number, key in enumerate(topics)}
    wanted = numpy.array([numbers[one.topic] for one in learned])
    fitted = linear.LogisticRegression(C=20.0, max_iter=200).fit(matrix, wanted)
    weights, bias = fitted.coef_, fitted.intercept_
    if len(topics) == 2:  # scikit-learn keeps one row for two classes
        weights, bias = numpy.vstack([-weights / 2, weights / 2]), numpy.array([-bias[0] / 2, bias[0] / 2])
    # As it will be stored: the judgement is made on the same numbers.
    return read_model(TopicModel(tuple(topics), weights, bias).to_bytes())
