"""Whether a negation of a sentence is gone in its translation: a "not" altogether, one of several, half of one."""

from __future__ import annotations

import re
from typing import Final

from campaigns.content.checks.finding import Finding
from campaigns.content.checks.markers import Marker, Said, apart_from, finding_of, said
from campaigns.content.checks.opposites import needing_negation, said_by_opposite

NOT_DROPPED: Final = "The source says “{source}”; no negation was found here."
FEWER: Final = "The source negates more often than this text; “{source}” may be missing here."
HALF: Final = "“{target}” needs a negation beside it; none was found here."
TURNED: Final = "The source says “{source}”; here stands “{target}”."

#: What only limits and is no "not" of its own.
_LIMITING: Final = ("limit", "only_not")
#: What stands beside another negation in languages that say it twice.
_PARTICLE: Final = re.compile(r"n['’-]|ne\b")
#: What parts two clauses.
_PARTED: Final = re.compile(r"[,;:()–—]")
#: Fewer words are a heading: "Nicio problemă", "Nothing to read".
_WORDS_OF_A_CLAUSE: Final = 6
#: Fewer words behind a comma are an aside without a verb.
_WORDS_OF_AN_ASIDE: Final = 4


def find_dropped(source: str, target: str, *, source_language: str, target_language: str) -> Finding | None:
    """The first negation of the source that the target lacks; both say the same, a sentence or a whole text."""
    here, there = said(source, source_language), said(target, target_language)
    both = {"source_language": source_language, "target_language": target_language}
    answered = said_by_opposite(source, target, **both)
    if "costs_nothing" in here and paid(there):
        # "Kostet nichts" needs no twin beside "free" as it is, and answers for no other negation.
        answered = max(0, answered - 1)
    return (
        _altogether(here, there, answered, is_of_verb=_denies_verb(here, source))
        or _until(here, there)
        or _always(here, there)
        or _half(here, there, target)
        or _one_of_several(here, there, answered - needing_negation(source, target, **both))
    )


def _altogether(here: Said, there: Said, answered: int, *, is_of_verb: bool) -> Finding | None:
    """A word that only limits ("lose", "instead") answers for one of its own kind in the source first.

    "Without" on both sides answers for itself alone, and never for "may not"; "not later than" needs no "not" in
    another language, and "costs nothing" none where the other text says "free"; "ohne Lohn" is said by "unpaid" too.
    """
    is_without_alone = "without" in there and ("without" in here or is_of_verb)
    kinds = (*_LIMITING, *(("without",) if is_without_alone else ()))
    lost, kept = apart_from(here, "not", (*kinds, *paid(there))), apart_from(there, "not", kinds)
    if len(lost) > answered and not kept and _limits(there) - _both_until(here, there) <= _limits(here):
        return finding_of("negation", NOT_DROPPED, lost[0], None)
    without = apart_from(here, "without", paid(there))
    if without and "without" not in there and _all(there) + answered < _all(here):
        return finding_of("negation", NOT_DROPPED, without[0], None)
    if "not_only" in here and "only" in there and not {"not", "not_only"} & there.keys():
        return finding_of("negation", NOT_DROPPED, here["not_only"][0], None)
    return None


def _both_until(here: Said, there: Said) -> int:
    """How many words like "until" only stand for the source's own: "Warte nicht bis …", "Wait until …"."""
    if "until" not in here or "until_not" in here:
        return 0
    untils = set(there.get("until", ()))
    limits = {place for kind in ("not_too", "limit") for place in apart_from(there, kind, ("without",))}
    return len(untils & limits)


def _until(here: Said, there: Said) -> Finding | None:
    """ "As long as not" needs its "not"; only a word like "until" says it without one."""
    if "until_not" not in here or {"not", "limit", "without"} & there.keys():
        return None
    is_said = "until" in there and "while" not in there
    if is_said or _limits(there) >= _limits(here):
        return None
    return finding_of("negation", NOT_DROPPED, here["until_not"][0], None)


def _always(here: Said, there: Said) -> Finding | None:
    """ "Never" that became "always", or the other way."""
    for own, turned in (("never", "always"), ("always", "never")):
        if own in here and own not in there and turned in there and turned not in here:
            return finding_of("negation", TURNED, here[own][0], there[turned][0])
    return None


def _half(here: Said, there: Said, target: str) -> Finding | None:
    """A "nobody" or "nothing" that languages which say it twice leave without its "not"."""
    if "not" not in here or len(target.split()) < _WORDS_OF_A_CLAUSE:
        return None
    needing = there.get("concord", [])
    needing = [one for one in needing if not _stands_alone(target, one)]
    others = [
        *apart_from(there, "not", ("concord",)),
        *(place for kind in ("without", "limit", "whole") for place in there.get(kind, ())),
    ]
    return finding_of("negation", HALF, here["not"][0], needing[0]) if needing and not others else None


def _stands_alone(text: str, marker: Marker) -> bool:
    """Whether a clause says little more than it: "потом ни одного", "danach keine mehr"."""
    before, behind = _PARTED.split(text[: marker[1]])[-1], _PARTED.split(text[marker[2] :].rstrip(" .!?"))[0]
    return len(f"{before} {marker[0]} {behind}".split()) < _WORDS_OF_AN_ASIDE


def _one_of_several(here: Said, there: Said, answered: int) -> Finding | None:
    """Two negations in the source, and words for one here; a "nobody" beside its "not" counts once with it.

    What is lacking in the source ("fehlt") may be said by a "not", which then answers for nothing else; so may other
    negative words ("arbeitslos"), and `answered` is less by them.
    """
    lost = [*apart_from(here, "not", (*_LIMITING, *paid(there))), *here.get("lack", ())]
    if len(here.get("not", ())) > len(here.get("neither", ())):
        # "Nicht …, weder … noch" says it once, as "no …, ni … ni" does.
        lost = [one for one in lost if one not in here.get("neither", ())]
    kinds = ("not", "not_too", "without", "limit", "lack")
    words = {place for kind in kinds for place in there.get(kind, ())}
    once = words - set(there.get("concord", ()))
    is_several = "not" in here and len(lost) - answered > 1
    if is_several and len(lost) - answered > len(once or words):
        return finding_of("negation", FEWER, here["not"][-1], None)
    return None


def _denies_verb(here: Said, source: str) -> bool:
    """Whether a "not" stands in one clause with a "may" or "must", as in "darf die Kaution nicht behalten"."""
    verbs = [place for kind in ("may", "must") for place in here.get(kind, ())]
    return any(
        not _PARTED.search(source, min(one[2], other[2]), max(one[1], other[1]))
        for one in here.get("not", ())
        for other in verbs
    )


def paid(other: Said) -> tuple[str, ...]:
    """Negations that need no twin where the other text says "free"."""
    return ("costs_nothing",) if "free" in other else ()


def _all(said: Said) -> int:
    """How often something is negated; "ne … aucun", "nitko ne" and "δεν … τίποτα" negate once."""
    places: set[Marker] = {place for kind in ("not", "not_too", "limit") for place in said.get(kind, ())}
    places = _apart(places - set(said.get("concord", ())) or places)
    return len({one for one in places if not _PARTICLE.match(one[0].lower())} or places)


def _apart(places: set[Marker]) -> set[Marker]:
    """Each word once: "ohne" in "ohne dass" denies nothing of its own."""
    return {
        one
        for one in places
        if not any(other != one and other[1] <= one[1] and one[2] <= other[2] for other in places)
    }


def _limits(said: Said) -> int:
    """Words that only limit; "without" answers for itself."""
    return sum(len(apart_from(said, kind, ("without",))) for kind in ("not_too", "limit"))
