"""Whether a correction is small: a comma, a typing error. A value, a "not" or a "must" that moves is more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from campaigns.content.checks.limits import compare_limits
from campaigns.content.checks.markers import markers
from campaigns.content.checks.parity import compare_values
from campaigns.content.copy import Copy
from campaigns.errors import BadInput

_CHANGED: Final = (
    "“{before}” became “{after}”: that is more than a small correction. Take the tick away, so that the "
    "translations follow."
)
_GONE: Final = (
    "“{before}” is gone: that is more than a small correction. Take the tick away, so that the "
    "translations follow."
)
_CAME: Final = (
    "“{after}” was added: that is more than a small correction. Take the tick away, so that the "
    "translations follow."
)
#: Kinds of marker of which each text must have as many. Words that only may negate ("frei", "gegen") say too little.
_KINDS: Final = ("not", "without", "limit", "must", "may", "must_too", "may_too")


def check_small_correction(before: Mapping[str, Any], after: Mapping[str, Any], *, language: str) -> None:
    """Refuses words that mean something else than those before: values, limits, §§, addresses, negation, duty."""
    here, there = Copy.from_dict(dict(before)).texts(), Copy.from_dict(dict(after)).texts()
    for name in dict.fromkeys([*here, *there]):
        old, new = here.get(name, ""), there.get(name, "")
        if old == new:
            continue
        if differs := _values(old, new, language) or _markers(old, new, language):
            gone, came = differs
            message = _CHANGED if gone and came else _GONE if gone else _CAME
            raise BadInput(message, field="is_minor", before=gone, after=came)


def _values(old: str, new: str, language: str) -> tuple[str, str] | None:
    both = {"source_language": language, "target_language": language}
    for finding in [*compare_values(old, new, **both), *compare_limits(old, new, **both)]:
        return finding.source_value, finding.target_value
    return None


def _markers(old: str, new: str, language: str) -> tuple[str, str] | None:
    here, there = markers(old, language), markers(new, language)
    for kind in _KINDS:
        mine, theirs = here.get(kind, []), there.get(kind, [])
        if len(mine) != len(theirs):
            gone = [word for word in mine if word not in theirs] or mine
            came = [word for word in theirs if word not in mine] or theirs
            return (gone[-1], "") if len(mine) > len(theirs) else ("", came[-1])
    return None
