"""English sentences that reports keep in data: what translators of the desk have to know of."""

from __future__ import annotations

from campaigns.reach.files.sheets import NOTES
from campaigns.reach.insights.metrics import all_definitions
from campaigns.reach.report.observed import REASONS
from campaigns.reach.report.rows import NOT_TOLD, SEVERAL_WAYS


def reach_sentences() -> tuple[str, ...]:
    """Definitions of the figures, why one or the comparison is not available, and notes of the workbook."""
    found = [text for each in all_definitions().values() for text in (each.sentence, each.note) if text]
    return (*dict.fromkeys(found), NOT_TOLD, SEVERAL_WAYS, *REASONS, *NOTES)
