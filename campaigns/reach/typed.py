"""Figures as people type them, with the separators of any language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from campaigns.errors import BadInput
from campaigns.reach.metrics import Metric

_SEPARATORS = str.maketrans("", "", ".,\u00a0\u202f '’٬")


def read_figures(value: Callable[[str], str], metrics: Iterable[Metric]) -> dict[Metric, int]:
    """What was typed under each metric's name; an empty field is not known and left out."""
    found: dict[Metric, int] = {}
    for metric in metrics:
        plain = value(str(metric)).strip().translate(_SEPARATORS)
        if not plain:
            continue
        if not plain.isdecimal() or len(plain) > 20:
            raise BadInput(
                "Write a whole number, or leave the field empty if it is not known.", field=str(metric)
            )
        found[metric] = int(plain)
    return found
