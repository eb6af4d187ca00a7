"""English sentences that reports keep in data: what translators of the desk have to know of."""

from __future__ import annotations

from campaigns.reach.metrics import DEFINITIONS
from campaigns.reach.reports import NOT_TOLD


def reach_sentences() -> tuple[str, ...]:
    """Definitions of the figures, and why one is not available."""
    return (*(definition.sentence for definition in DEFINITIONS.values()), NOT_TOLD)
