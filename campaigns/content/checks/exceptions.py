"""Whether an exception of the source is gone: "… außer am Wochenende", "… es sei denn, …"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from campaigns.content.checks.abreast import Bead
from campaigns.content.checks.finding import Finding
from campaigns.content.checks.markers import Said, apart_from, finding_of, said

GONE: Final = "The source says “{source}”; no exception was found here."

#: What can say an exception: a word for it, "not", "only", "without", a word that denies.
_ANSWERS: Final = ("except", "not", "only", "without", "not_too", "limit")


def compare_exceptions(beads: Iterable[Bead], *, source_language: str, target_language: str) -> list[Finding]:
    """A finding for the first exception of the source that nothing in its sentence's translation can say."""
    for bead in beads:
        here, there = said(bead.source, source_language), said(bead.target, target_language)
        named = apart_from(here, "except", ("no_exception",))
        if not named or not bead.target or "except" in there:
            continue
        own = {place for kind in _ANSWERS for place in here.get(kind, ())} - set(here["except"])
        if _count(there) <= len(own):
            return [finding_of("negation", GONE, named[0], None)]
    return []


def _count(there: Said) -> int:
    """Places where something is denied or limited; one that is both counts once."""
    places = sorted({place[1:] for kind in _ANSWERS for place in there.get(kind, ())})
    return sum(
        all(other is one or not (other[0] <= one[0] and one[1] <= other[1]) for other in places)
        for one in places
    )
