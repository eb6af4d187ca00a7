"""A linear model of topics: numbers in a file, never code.

The file is NumPy's .npz without pickles: `schema` (version, topics, dimensions as JSON), `weights` (topics ×
dimensions) and `bias` (topics). Whatever does not fit is refused.
"""

from __future__ import annotations

import io
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from campaigns.errors import BadInput
from campaigns.needs.learning.features import DIMENSIONS, features

if TYPE_CHECKING:
    from numpy import ndarray

SCHEMA = 1
MOST_TOPICS = 500
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, eq=False)
class TopicModel:
    """Weights by topic; `chances` are what they say of a text."""

    topics: tuple[str, ...]
    weights: ndarray[Any, Any]
    bias: ndarray[Any, Any]

    def chances(self, text: str, language: str | None) -> dict[str, float]:
        """The probability of every topic; they add up to 1."""
        places = features(text, language)
        sums = self.weights[:, places].sum(axis=1) / math.sqrt(len(places)) + self.bias
        largest = float(sums.max())
        powers = [math.exp(float(one) - largest) for one in sums]
        total = sum(powers)
        return {key: power / total for key, power in zip(self.topics, powers, strict=True)}

    def to_bytes(self) -> bytes:
        """The file."""
        import numpy

        schema = {"version": SCHEMA, "topics": list(self.topics), "dimensions": DIMENSIONS}
        out = io.BytesIO()
        numpy.savez_compressed(
            out,
            schema=numpy.frombuffer(json.dumps(schema).encode(), dtype=numpy.uint8),
            weights=self.weights.astype(numpy.float16),
            bias=self.bias.astype(numpy.float32),
        )
        return out.getvalue()


def read_model(data: bytes) -> TopicModel:
    """The model in a file. Refuses what is not one, without running anything of it."""
    import numpy

    if len(data) > MOST_BYTES:
        raise _unfit()
    try:
        with numpy.load(io.BytesIO(data), allow_pickle=False) as file:
            schema = json.loads(file["schema"].tobytes())
            weights, bias = file["weights"].astype(numpy.float32), file["bias"].astype(numpy.float32)
            topics = tuple(str(key) for key in schema["topics"])
            fits = (
                schema["version"] == SCHEMA
                and schema["dimensions"] == DIMENSIONS
                and 1 < len(topics) <= MOST_TOPICS
                and weights.shape == (len(topics), DIMENSIONS)
                and bias.shape == (len(topics),)
                and bool(numpy.isfinite(weights).all() and numpy.isfinite(bias).all())
            )
    except Exception:  # numpy and zipfile raise whatever a damaged file makes them raise
        raise _unfit() from None
    if not fits:
        raise _unfit()
    return TopicModel(topics, weights, bias)


def _unfit() -> BadInput:
    return BadInput(
        "The stored model of topics cannot be read. Train it once more; until then keywords decide."
    )
