"""Tables whose head leaves open what a column is: two of one name, or names in a language of which few are known."""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.errors import BadInput
from campaigns.needs.intake.names import folded
from campaigns.reach.exports.columns import KNOWN, Columns
from campaigns.reach.exports.numbers import NotACount, read_count
from campaigns.reach.exports.words import COUNTED, IGNORED

#: A whole number of so many digits is an id.
_LONG_AS_AN_ID = 9
_MOST_NAMED = 30


def refuse_doubtful(columns: Columns, body: Sequence[tuple[int, tuple[str, ...]]]) -> None:
    """Refuses a table of which a column would be taken by guess, and says what to do."""
    _refuse_twice(columns, body)
    if columns.is_of_another_language:
        _refuse_half_known(columns, body)


def _refuse_twice(columns: Columns, body: Sequence[tuple[int, tuple[str, ...]]]) -> None:
    for metric in COUNTED:
        place = columns.places.get(metric)
        if place is None:
            continue
        name = folded(columns.headers[place])
        others = [at for at, header in enumerate(columns.headers) if at != place and folded(header) == name]
        for other in others:
            if any(_at(cells, place) != _at(cells, other) for _, cells in body):
                raise BadInput(
                    "The file has the column “{column}” twice, with different figures. Delete the one that is not "
                    "meant, or rename it, and choose the file once more.",
                    field="file",
                    column=columns.headers[place][:60],
                )


def _refuse_half_known(columns: Columns, body: Sequence[tuple[int, tuple[str, ...]]]) -> None:
    taken = {*columns.places.values(), *columns.said}
    unknown = [
        place
        for place, header in enumerate(columns.headers)
        if header and place not in taken and any(_at(cells, place) for _, cells in body)
    ]
    counts = [place for place in unknown if _holds_counts([_at(cells, place) for _, cells in body])]
    lacks = not ({"id", "url"} & set(columns.places) and {"posted", "date"} & set(columns.places))
    others = len(unknown) > len(counts)
    if not (len(counts) >= len(columns.counted) or (others and (lacks or not columns.has_posts))):
        return
    example = columns.headers[(counts or unknown)[0]][:40]
    raise BadInput(
        "The columns of this file are called in a language of which only some names are known. Known: {known}. Not "
        "known: {unknown}. Nothing was taken, because nothing is guessed. Export it in English or German, or say what "
        "each of them means, like “{example}=shares” or “{example}=ignore”; fields: {fields}.",
        field="map",
        known=_named(columns, sorted(columns.places.values())),
        unknown=_named(columns, unknown),
        example=example,
        fields=", ".join((*KNOWN, IGNORED)),
    )


def _holds_counts(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    if any(sum(map(str.isdigit, cell)) >= _LONG_AS_AN_ID for cell in filled):
        return False
    try:
        counts = [read_count(cell) for cell in filled]
    except NotACount:
        return False
    return any(count is not None for count in counts)


def _named(columns: Columns, places: Sequence[int]) -> str:
    return ", ".join(columns.headers[place][:40] for place in places[:_MOST_NAMED])


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""
