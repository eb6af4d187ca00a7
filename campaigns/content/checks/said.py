"""Whether both texts say "not", and whether both say "must" or "may"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from campaigns.content.checks.abreast import Bead, sentences_abreast
from campaigns.content.checks.dropped import find_dropped, paid
from campaigns.content.checks.finding import Finding
from campaigns.content.checks.limits import limits_kept
from campaigns.content.checks.markers import Marker, Said, apart_from, finding_of, said
from campaigns.content.checks.values.found import Kind
from campaigns.content.checks.values.reading import read_values

NOT_ADDED = "“{target}” negates here; no negation was found in the source."
MUST_TO_MAY = "The source says “{source}” (must); here stands “{target}” (may)."
MAY_TO_MUST = "The source says “{source}” (may); here stands “{target}” (must)."

_COUNTED = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.DURATION, Kind.NUMBER})

Places = Sequence[tuple[int, int]]
"""Where something stands in a text, from and up to which code point."""


def compare_said(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """Findings where a plain "not" has no counterpart at all, or a plain "must" became a plain "may".

    Whether a "not" was dropped is asked sentence by sentence, so that a "not" here does not answer for one that is
    gone there; the rest is asked of both texts as a whole.
    """
    if source_language == target_language:
        return []
    both = {"source_language": source_language, "target_language": target_language}
    pairs = list(_pairs(sentences_abreast(source, target, **both)))
    for here, there in pairs if len(pairs) > 1 else [(source, target)]:
        if finding := find_dropped(here, there, **both):
            return [finding]
    mine, theirs = said(source, source_language), said(target, target_language)
    kept, told = limits_kept(source, target, **both), _times(target, target_language)
    places = [(one.start, one.end) for one in kept]
    is_capped = any(one.is_upper and one.value.kind in _COUNTED for one in kept)
    return [*_added(mine, theirs, places, told), *_duty(mine, theirs, is_capped=is_capped)]


def _pairs(beads: Iterable[Bead]) -> Iterator[tuple[str, str]]:
    """Sentences of both texts. One of the source that stands alone belongs to what stands before it.

    A sentence whose first word was taken out begins with a small letter, and no longer shows where it begins.
    """
    here = there = ""
    for one in beads:
        if here and there and one.target:
            yield here, there
            here = there = ""
        here, there = f"{here} {one.source}".strip(), f"{there} {one.target}".strip()
    if here and there:
        yield here, there


def _added(here: Said, there: Said, kept: Places, times: Places) -> list[Finding]:
    """A "not" that no word of the source accounts for; a limit that both texts say alike accounts for none.

    Persian "نه" is nine as well, as in "nine in the evening".
    """
    nots = apart_from(there, "not", ("limit", "only_not", "without", *paid(here)))
    added = [one for one in nots if not _stands_in(one, times)]
    answered = ("without",) if "without" in there else ()
    plain = apart_from(here, "not", answered)
    others = [one for kind in ("not_too", "not_broad") for one in apart_from(here, kind, answered)]
    if added and not plain and all(_stands_in(one, kept) for one in others):
        return [finding_of("negation", NOT_ADDED, None, added[0])]
    return []


def _stands_in(marker: Marker, places: Places) -> bool:
    return any(start <= marker[1] and marker[2] <= end for start, end in places)


def _times(text: str, language: str) -> Places:
    """Where a text says a time of day."""
    return [(one.start, one.end) for one in read_values(text, language) if one.kind is Kind.TIME]


def _duty(here: Said, there: Said, *, is_capped: bool) -> list[Finding]:
    """A "must" that became a "may", or the other way; "may be at most 24" and "must be at most 24" say the same."""
    here, there = _before_otherwise(here), _before_otherwise(there)
    if any(apart_from(one, "not", ("without",)) for one in (here, there)):
        return []
    for own, other, message in (("must", "may", MUST_TO_MAY), ("may", "must", MAY_TO_MUST)):
        plainly = own in here and not {other, f"{other}_too"} & here.keys()
        turned = other in there and own not in there and not _beside(there, f"{own}_too", other)
        if plainly and turned and not (own == "may" and is_capped):
            return [finding_of("obligation", message, here[own][0], there[other][0])]
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
