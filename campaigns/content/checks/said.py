"""Whether both texts say "not" and "except", and whether both say "must" or "may"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from campaigns.content.checks.abreast import Bead, sentences_abreast
from campaigns.content.checks.dropped import find_dropped, paid
from campaigns.content.checks.duty import compare_duty
from campaigns.content.checks.exceptions import compare_exceptions
from campaigns.content.checks.finding import Finding
from campaigns.content.checks.limits import limits_kept
from campaigns.content.checks.markers import Marker, Said, apart_from, finding_of, said
from campaigns.content.checks.values.found import Kind
from campaigns.content.checks.values.reading import read_values

NOT_ADDED = "“{target}” negates here; no negation was found in the source."

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
    added = [] if _costs_zero(source, source_language) else _added(mine, theirs, places, told)
    beads = sentences_abreast(source, target, **both)
    return [*added, *compare_exceptions(beads, **both), *compare_duty(beads, **both)]


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


def _costs_zero(text: str, language: str) -> bool:
    """Whether a text says "0 €", which others say by "nothing"."""
    return any(one.kind is Kind.AMOUNT and one.numbers == {0} for one in read_values(text, language))


def _added(here: Said, there: Said, kept: Places, times: Places) -> list[Finding]:
    """A "not" that no word of the source accounts for; a limit that both texts say alike accounts for none.

    Persian "نه" is nine as well, as in "nine in the evening".
    """
    # "Χωρίς κανένα", "بدون هیچ": without any, no "not" of its own.
    any_of_none = ("concord",) if "without" in there else ()
    nots = apart_from(there, "not", ("limit", "only_not", "without", *any_of_none, *paid(here)))
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
