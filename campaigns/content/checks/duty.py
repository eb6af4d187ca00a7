"""Whether a "must" became a "may", or the other way: "must apply" is not "kann beantragen"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from campaigns.content.checks.abreast import Bead
from campaigns.content.checks.finding import Finding
from campaigns.content.checks.limits import limits_kept
from campaigns.content.checks.markers import Marker, Said, apart_from, finding_of, said
from campaigns.content.checks.values.found import Kind
from campaigns.content.checks.words import words_of

MUST_TO_MAY = "The source says “{source}” (must); here stands “{target}” (may)."
MAY_TO_MUST = "The source says “{source}” (may); here stands “{target}” (must)."

_COUNTED = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.DURATION, Kind.NUMBER})


def compare_duty(beads: Iterable[Bead], *, source_language: str, target_language: str) -> list[Finding]:
    """A finding for the first sentence whose "must" became a "may", or the other way.

    A clause with a "not" is left out: "darf nicht" and "must not" say the same. "May be at most 24" and "must be at
    most 24" do so, too.
    """
    for bead in beads:
        here = _affirmed(bead.source, source_language)
        there = _affirmed(bead.target, target_language)
        kept = limits_kept(
            bead.source, bead.target, source_language=source_language, target_language=target_language
        )
        is_capped = any(one.is_upper and one.value.kind in _COUNTED for one in kept)
        for own, other, message in (("must", "may", MUST_TO_MAY), ("may", "must", MAY_TO_MUST)):
            allowed = _times(here, other, f"{other}_too")
            plainly = own in here and (not allowed or allowed < _times(there, other))
            turned = other in there and own not in there and not _beside(there, f"{own}_too", other)
            if plainly and turned and not (own == "may" and is_capped):
                return [finding_of("obligation", message, here[own][0], _moved(there[other][0], bead.start))]
    return []


def _times(told: Said, *kinds: str) -> int:
    return len({place for kind in kinds for place in told.get(kind, ())})


def _moved(marker: Marker, by: int) -> Marker:
    return marker[0], marker[1] + by, marker[2] + by


def _affirmed(text: str, language: str) -> Said:
    """What a text says before "otherwise", without its clauses that negate."""
    told = _before_otherwise(said(text, language))
    nots = apart_from(told, "not", ("without",))
    clauses = _clauses(text, language)
    denied = [(start, end) for start, end in clauses if any(start <= one[1] < end for one in nots)]
    kept = {
        kind: [one for one in places if not any(start <= one[1] < end for start, end in denied)]
        for kind, places in told.items()
    }
    return {kind: places for kind, places in kept.items() if places}


def _clauses(text: str, language: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in _parted(language).finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


@cache
def _parted(language: str) -> re.Pattern[str]:
    """What parts clauses: a sign, an "and", a "but"."""
    words = words_of(language) or words_of("en")
    assert words is not None
    joints = "|".join((*words.conjunctions, *words.contrasts))
    arabic = r"|\sو(?=\w{3})" if language == "ar" else ""
    return re.compile(rf"[,،;؛:()–—.!?؟]|\s(?:{joints})\s{arabic}", re.IGNORECASE)


def _before_otherwise(said: Said) -> Said:
    """What is said before "otherwise": what follows is no duty but what happens without it."""
    end = min((start for _, start, _ in said.get("otherwise", ()) if start), default=None)
    if end is None:
        return said
    kept = {kind: [one for one in places if one[1] < end] for kind, places in said.items()}
    return {kind: places for kind, places in kept.items() if places}


def _beside(said: Said, kind: str, other: str) -> list[Marker]:
    """Markers of a kind that are not the tail of another marker: "poate să", "μπορεί να" is one "may"."""
    ends = {end for _, _, end in said[other]}
    return [one for one in apart_from(said, kind, (other,)) if one[1] - 1 not in ends]
