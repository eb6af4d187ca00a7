"""Whether both texts say "not", and whether both say "must" or "may"."""

from __future__ import annotations

import re
from functools import lru_cache

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.folding import fold, fold_word
from campaigns.content.checks.words import words_of
from campaigns.content.segments.splitting import split

NOT_DROPPED = "The source says “{source}”; no negation was found here."
NOT_ADDED = "“{target}” negates here; no negation was found in the source."
MUST_TO_MAY = "The source says “{source}” (must); here stands “{target}” (may)."
MAY_TO_MUST = "The source says “{source}” (may); here stands “{target}” (must)."
#: What stands beside another negation in languages that say it twice.
_PARTICLE = re.compile(r"n['’-]|ne\b")
#: "no. 3" is a number, not a no.
_CITED = re.compile(r"(?<!\w)no\.? ?(?=\d)")


_Place = tuple[str, int, int]
_Said = dict[str, list[_Place]]


@lru_cache(maxsize=4096)
def _said(text: str, language: str) -> _Said:
    """Every place where a marker of each kind stands in a text."""
    words, folded = words_of(language), fold(text)
    plain = _CITED.sub(lambda match: " " * len(match[0]), folded.text)
    found: _Said = {}
    for name, expression in (words.said if words else {}).items():
        spans = [
            folded.place(*match.span())
            for match in expression.finditer(plain)
            if not _is_other_word(folded.written(*match.span()), words.plain[name] if words else frozenset())
        ]
        if spans:
            found[name] = [(text[start:end], start, end) for start, end in spans]
    return found


def markers(text: str, language: str) -> dict[str, list[str]]:
    """The words of each kind ("not", "must", "may", …) that stand in a text, as they are written there."""
    return {kind: [written for written, _, _ in places] for kind, places in _said(text, language).items()}


def _is_other_word(written: str, plain: frozenset[str]) -> bool:
    """Whether accents make another word of it: "vă" (you) is not "va" (will)."""
    return not written.isascii() and fold_word(written) in plain


def compare_said(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """Findings where a plain "not" has no counterpart at all, or a plain "must" became a plain "may".

    Texts of as many sentences are compared sentence by sentence, so that a "not" here does not answer for one
    that is gone there.
    """
    if source_language == target_language:
        return []
    here, there = _said(source, source_language), _said(target, target_language)
    if findings := [*_negation(here, there), *_duty(here, there)]:
        return findings
    mine, theirs = split(source, source_language), split(target, target_language)
    if not 1 < len(mine) == len(theirs):
        return []
    for a, b in zip(mine, theirs, strict=True):
        here, there = _said(a.text, source_language), _said(b.text, target_language)
        if dropped := [one for one in _negation(here, there) if one.message == NOT_DROPPED]:
            return dropped
    return []


def _negation(here: _Said, there: _Said) -> list[Finding]:
    """A word that only limits ("free", "lose", "instead") answers for one of its own kind in the source first.

    "Without" on both sides answers for itself alone; "not later than" needs no "not" in another language.
    """
    kinds = {"limit", "only_not"} | ({"without"} if "without" in here and "without" in there else set())
    said, kept = _apart_from(here, kinds), _apart_from(there, kinds)
    if said and not kept and _limits(there) <= _limits(here):
        return [_finding("negation", NOT_DROPPED, said[0], None)]
    if "without" in here and "without" not in there and _all(there) < _all(here):
        return [_finding("negation", NOT_DROPPED, here["without"][0], None)]
    if "not_only" in here and "only" in there and not {"not", "not_only"} & there.keys():
        return [_finding("negation", NOT_DROPPED, here["not_only"][0], None)]
    added = _apart_from(there, {"limit", "only_not"})
    if added and not {"not", "not_too", "not_broad"} & here.keys():
        return [_finding("negation", NOT_ADDED, None, added[0])]
    return []


def _all(said: _Said) -> int:
    """How often something is negated; "ne … aucun" and "nitko ne" negate once."""
    places = {place for kind in ("not", "not_too", "limit") for place in said.get(kind, ())}
    return len({one for one in places if not _PARTICLE.match(one[0].lower())} or places)


def _limits(said: _Said) -> int:
    """Words that only limit; "without" answers for itself."""
    apart = said.get("without", ())
    places = (*said.get("not_too", ()), *said.get("limit", ()))
    return sum(not any(one[1] < end and start < one[2] for _, start, end in apart) for one in places)


def _apart_from(said: _Said, kinds: set[str]) -> list[_Place]:
    """The plain negations that stand in no marker of these kinds."""
    others = [place for kind in kinds for place in said.get(kind, ())]
    return [
        one
        for one in said.get("not", ())
        if not any(one[1] < end and start < one[2] for _, start, end in others)
    ]


def _duty(here: _Said, there: _Said) -> list[Finding]:
    here, there = _before_otherwise(here), _before_otherwise(there)
    if "not" in here or "not" in there:
        return []
    for own, other, message in (("must", "may", MUST_TO_MAY), ("may", "must", MAY_TO_MUST)):
        plainly = own in here and not {other, f"{other}_too"} & here.keys()
        turned = other in there and own not in there and not _beside(there, f"{own}_too", other)
        if plainly and turned:
            return [_finding("obligation", message, here[own][0], there[other][0])]
    return []


def _before_otherwise(said: _Said) -> _Said:
    """What is said before "otherwise": what follows is no duty but what happens without it."""
    end = min((start for _, start, _ in said.get("otherwise", ()) if start), default=None)
    if end is None:
        return said
    kept = {kind: [one for one in places if one[1] < end] for kind, places in said.items()}
    return {kind: places for kind, places in kept.items() if places}


def _beside(said: _Said, kind: str, other: str) -> list[_Place]:
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
