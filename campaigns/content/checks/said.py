"""Whether both texts say "not", and whether both say "must" or "may"."""

from __future__ import annotations

import re

from campaigns.content.checks.abreast import sentences_abreast
from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.markers import Marker, Said, apart_from, said

NOT_DROPPED = "The source says “{source}”; no negation was found here."
NOT_ADDED = "“{target}” negates here; no negation was found in the source."
MUST_TO_MAY = "The source says “{source}” (must); here stands “{target}” (may)."
MAY_TO_MUST = "The source says “{source}” (may); here stands “{target}” (must)."
#: What stands beside another negation in languages that say it twice.
_PARTICLE = re.compile(r"n['’-]|ne\b")


def compare_said(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """Findings where a plain "not" has no counterpart at all, or a plain "must" became a plain "may".

    Whether a "not" was dropped is asked sentence by sentence, so that a "not" here does not answer for one that is
    gone there; the rest is asked of both texts as a whole.
    """
    if source_language == target_language:
        return []
    both = {"source_language": source_language, "target_language": target_language}
    pairs = [(one.source, one.target) for one in sentences_abreast(source, target, **both)]
    for here, there in pairs if len(pairs) > 1 else [(source, target)]:
        if (
            here
            and there
            and (finding := _dropped(said(here, source_language), said(there, target_language)))
        ):
            return [finding]
    mine, theirs = said(source, source_language), said(target, target_language)
    return [*_added(mine, theirs), *_duty(mine, theirs)]


def _dropped(here: Said, there: Said) -> Finding | None:
    """A word that only limits ("lose", "instead") answers for one of its own kind in the source first.

    "Without" on both sides answers for itself alone; "not later than" needs no "not" in another language, and
    "costs nothing" none where the other text says "free".
    """
    kinds = ("limit", "only_not", *(("without",) if "without" in here and "without" in there else ()))
    lost, kept = apart_from(here, "not", (*kinds, *_paid(there))), apart_from(there, "not", kinds)
    if lost and not kept and _limits(there) <= _limits(here):
        return _finding("negation", NOT_DROPPED, lost[0], None)
    without = apart_from(here, "without", _paid(there))
    if without and "without" not in there and _all(there) < _all(here):
        return _finding("negation", NOT_DROPPED, without[0], None)
    if "not_only" in here and "only" in there and not {"not", "not_only"} & there.keys():
        return _finding("negation", NOT_DROPPED, here["not_only"][0], None)
    return None


def _added(here: Said, there: Said) -> list[Finding]:
    added = apart_from(there, "not", ("limit", "only_not", *_paid(here)))
    if added and not {"not", "not_too", "not_broad"} & here.keys():
        return [_finding("negation", NOT_ADDED, None, added[0])]
    return []


def _paid(other: Said) -> tuple[str, ...]:
    """Negations that need no twin where the other text says "free"."""
    return ("costs_nothing",) if "free" in other else ()


def _all(said: Said) -> int:
    """How often something is negated; "ne … aucun" and "nitko ne" negate once."""
    places = {place for kind in ("not", "not_too", "limit") for place in said.get(kind, ())}
    return len({one for one in places if not _PARTICLE.match(one[0].lower())} or places)


def _limits(said: Said) -> int:
    """Words that only limit; "without" answers for itself."""
    return sum(len(apart_from(said, kind, ("without",))) for kind in ("not_too", "limit"))


def _duty(here: Said, there: Said) -> list[Finding]:
    here, there = _before_otherwise(here), _before_otherwise(there)
    if "not" in here or "not" in there:
        return []
    for own, other, message in (("must", "may", MUST_TO_MAY), ("may", "must", MAY_TO_MUST)):
        plainly = own in here and not {other, f"{other}_too"} & here.keys()
        turned = other in there and own not in there and not _beside(there, f"{own}_too", other)
        if plainly and turned:
            return [_finding("obligation", message, here[own][0], there[other][0])]
    return []


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
    return [one for one in said.get(kind, ()) if one[1] - 1 not in ends]


def _finding(
    check: str, message: str, here: tuple[str, int, int] | None, there: tuple[str, int, int] | None
) -> Finding:
    source, target = here[0] if here else "", there[0] if there else ""
    return Finding(
        check=check,
        severity=Severity.WARNING,
        message=message,
        values={"source": source, "target": target},
        place=Place("", there[1], there[2]) if there else Place(),
        source_value=source,
        target_value=target,
    )
