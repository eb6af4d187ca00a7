"""What of a file was not understood, as sentences: of how many rows, which, and what happens to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from campaigns.needs.intake.unknown_words import MOST_WORDS
from web.formats import number
from web.words.radar import region_word


def unknown_told(field: str, *, rows: int, first: Iterable[int], words: Iterable[str] = ()) -> str:
    """One sentence for one field: “3 rows name a region we do not know …”."""
    told = _told(field, rows)
    named = ", ".join(words)
    places = ", ".join(str(row) for row in first)
    which = (
        _("Row %(rows)s.", rows=places)
        if rows == 1
        else _("Rows %(rows)s.", rows=places)
        if len(places.split(", ")) == rows
        else _("The first of them: rows %(rows)s.", rows=places)
    )
    return " ".join(
        part for part in (told, _("They say: %(words)s.", words=named) if named else "", which) if part
    )


def towns_told(towns: Mapping[str, str]) -> str:
    """The first towns that stand for their Land, each with it: “Leipzig (Saxony)”."""
    told = [f"{town} ({region_word(land)})" for town, land in list(towns.items())[:MOST_WORDS]]
    return ", ".join([*told, "…"] if len(towns) > MOST_WORDS else told)


def unknown_stored(unknown: Mapping[str, Any]) -> list[str]:
    """The sentences for what is kept of an import."""
    return [unknown_told(field, **told) for field, told in unknown.items()]


def _told(field: str, rows: int) -> str:
    """What is so, and what is done about it."""
    shown = number(rows)
    told: dict[str, Callable[[], str]] = {
        "language": lambda: ngettext(
            "%(shown)s row names a language we do not know; it is told from the words instead.",
            "%(shown)s rows name a language we do not know; it is told from the words instead.",
            rows,
            shown=shown,
        ),
        "region": lambda: ngettext(
            "%(shown)s row names a region or a town that is not known, or that could be two; it is counted without "
            "one. Write the Land beside it or instead.",
            "%(shown)s rows name a region or a town that is not known, or that could be two; they are counted without "
            "one. Write the Land beside it or instead.",
            rows,
            shown=shown,
        ),
        "platform": lambda: ngettext(
            "%(shown)s row names a platform we do not know; it counts as “other”.",
            "%(shown)s rows name a platform we do not know; they count as “other”.",
            rows,
            shown=shown,
        ),
        "sector": lambda: ngettext(
            "%(shown)s row names a sector we do not know; it counts as “other”.",
            "%(shown)s rows name a sector we do not know; they count as “other”.",
            rows,
            shown=shown,
        ),
        "risk": lambda: ngettext(
            "%(shown)s row gives a risk we do not know; it counts as low. Write 1, 2 or 3, or low, medium, high.",
            "%(shown)s rows give a risk we do not know; they count as low. Write 1, 2 or 3, or low, medium, high.",
            rows,
            shown=shown,
        ),
        "residence_status": lambda: ngettext(
            "%(shown)s row names a residence status we do not know; it is taken in without one.",
            "%(shown)s rows name a residence status we do not know; they are taken in without one.",
            rows,
            shown=shown,
        ),
        "info_quality": lambda: ngettext(
            "%(shown)s row says of the answers in the thread what we do not know; it counts as “nobody looked”.",
            "%(shown)s rows say of the answers in the thread what we do not know; they count as “nobody looked”.",
            rows,
            shown=shown,
        ),
        "topic": lambda: ngettext(
            "%(shown)s row names a topic we do not know; one is suggested from the words instead.",
            "%(shown)s rows name a topic we do not know; one is suggested from the words instead.",
            rows,
            shown=shown,
        ),
    }
    return str(told[field]())
