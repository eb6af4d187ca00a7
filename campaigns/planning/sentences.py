"""English words that planning shows but keeps in data: what translators of the desk have to know of."""

from __future__ import annotations

from datetime import date

from campaigns.planning.calendar import COUNTRIES, deadline_rows, public_holidays
from campaigns.planning.feasts import feasts_between
from campaigns.planning.kinds import KINDS
from campaigns.vocabulary import Land


def planning_sentences() -> tuple[str, ...]:
    """Labels and aims of kinds, names of feasts, holidays and legal deadlines, each once."""
    year = (date(2027, 1, 1), date(2027, 12, 31))
    found = [text for kind in KINDS.values() for text in (kind.label, kind.aim)]
    found += [feast.name for feast in feasts_between(*year)]
    places = [(place, "") for place in COUNTRIES] + [("de", land.value) for land in Land]
    found += [name for place, land in places for name in public_holidays(place, land, *year).values()]
    found += [str(row["name"]) for row in deadline_rows()]
    return tuple(dict.fromkeys(found))
