"""Columns under the name of a count that are not it: a part of it, another measure, one of two for the same figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from campaigns.reach.exports.words import COUNTED, is_other_measure, meaning_of, part_of

PART = (
    "A part of a count, like organic or boosted. It was left out: the whole was taken from its own column, and a part "
    "is not the whole."
)
PART_ALONE = (
    "A part of a count, like organic or boosted, and the file has no column of the whole. It was left out and not "
    "added up, because the same person can be in both parts. Export the column of the whole as well."
)
OTHER_MEASURE = (
    "Another measure under a similar name: views of some seconds, viewers or thumbnails are no views, reach or "
    "impressions of a post. It was left out."
)
SECOND = "A second column for a figure that was taken from another one. It was left out."
OF_ANOTHER_LANGUAGE = (
    "The columns are called in a language of which only some names are known; these are not. Nothing was taken from "
    "them. If one holds a figure that you need, say what it means."
)


@dataclass(frozen=True)
class LeftOut:
    """Columns from which nothing is taken, for one reason."""

    reason: str
    columns: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def why_left_out(
    headers: Sequence[str], places: Mapping[str, int], said: set[int], *, is_of_another_language: bool
) -> tuple[LeftOut, ...]:
    """Columns left out that a reader could miss, by reason. `said` are places of which a person spoke."""
    taken = {*places.values(), *said}
    groups: dict[str, list[str]] = {}
    for place, header in enumerate(headers):
        if not header or place in taken:
            continue
        reason = _reason(header, places) or (OF_ANOTHER_LANGUAGE if is_of_another_language else "")
        if reason:
            groups.setdefault(reason, []).append(header[:60])
    return tuple(LeftOut(reason, tuple(columns)) for reason, columns in groups.items())


def only_parts(headers: Sequence[str]) -> tuple[str, ...]:
    """Headers that name parts of counts or other measures: what a file without any whole count has instead."""
    return tuple(
        header[:60] for header in headers if header and (part_of(header) or is_other_measure(header))
    )


def _reason(header: str, places: Mapping[str, int]) -> str:
    whole = part_of(header)
    if whole:
        return PART if whole in places else PART_ALONE
    if is_other_measure(header):
        return OTHER_MEASURE
    meaning = meaning_of(header)
    if meaning in COUNTED:
        return SECOND if meaning in places else OTHER_MEASURE
    return ""
