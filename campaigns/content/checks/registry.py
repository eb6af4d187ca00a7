"""Every check of copy by its key, and the run over one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from campaigns.content.checks.around import find_standing, find_terms, find_twins
from campaigns.content.checks.behind import find_unfounded
from campaigns.content.checks.channel_room import find_alt_text, find_hashtags, find_room
from campaigns.content.checks.direction import find_direction
from campaigns.content.checks.finding import Finding, Severity
from campaigns.content.checks.fitting import find_fit
from campaigns.content.checks.letters import find_wrong_letters
from campaigns.content.checks.own_case import find_own_case
from campaigns.content.checks.pair import check_pair
from campaigns.content.checks.placeholders import ADDED, find_left_over
from campaigns.content.checks.readability import find_hard, find_long
from campaigns.content.checks.sentences import EMPTY
from campaigns.content.checks.subject import Subject
from campaigns.content.checks.typography import find_typography
from campaigns.content.checks.value_finding import MISSING

Check = Callable[[Subject], Iterable[Finding]]
_LISTS: Final = ("steps", "details")
#: Standing lines and descriptions are worded freely; only what they say in values and places is compared.
_OF_PROSE: Final = frozenset({"negation", "obligation", "sentence"})
_AROUND: Final = frozenset({"alt_text", "source", "imprint", "notice", "contact", "kicker", "call_to_action"})


def _parity(subject: Subject) -> Iterator[Finding]:
    """Each field against the same field of the source; lists of another length as one text."""
    if subject.source is None:
        return
    here, there = _side_by_side(subject.source_texts), _side_by_side(subject.texts)
    lists = {name for name in _LISTS if here.get(name, []) and len(here[name]) != len(there.get(name, []))}
    for name, parts in here.items():
        if name == "hashtags":
            continue
        written = there.get(name, [""] * len(parts))
        if name in lists:
            parts, written = ["\n".join(parts)], ["\n".join(written)]
        for number, (source, target) in enumerate(zip(parts, written, strict=True), start=1):
            field = name if name not in _LISTS or name in lists else f"{name}.{number}"
            for finding in check_pair(
                source, target, source_language=subject.source_language, target_language=subject.language
            ):
                free = name in _AROUND and finding.check in _OF_PROSE and finding.message != EMPTY
                if not free and not _is_said_elsewhere(finding):
                    yield _softened(finding, name).at(field)


def _is_said_elsewhere(finding: Finding) -> bool:
    """A placeholder that was added is told as one that was never filled in."""
    return finding.message == ADDED


def _softened(finding: Finding, field: str) -> Finding:
    """What only lacks in a line around the text is no error: a description may say less than the picture."""
    if field in _AROUND and finding.message in (MISSING, EMPTY):
        return replace(finding, severity=Severity.WARNING)
    return finding


def _side_by_side(texts: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, text in texts.items():
        found.setdefault(name.split(".")[0], []).append(text)
    return found


def _left_over(subject: Subject) -> Iterator[Finding]:
    for name, text in subject.texts.items():
        for finding in find_left_over(text):
            yield finding.at(name)


def _letters(subject: Subject) -> Iterator[Finding]:
    for name, text in subject.texts.items():
        for finding in find_wrong_letters(text, language=subject.language):
            yield finding.at(name)


def _direction(subject: Subject) -> Iterator[Finding]:
    for name, text in subject.texts.items():
        for finding in find_direction(text, language=subject.language):
            yield finding.at(name)


def _typography(subject: Subject) -> Iterator[Finding]:
    for name, text in subject.prose.items():
        for finding in find_typography(text, language=subject.language):
            yield finding.at(name)


def _own_case(subject: Subject) -> Iterator[Finding]:
    with_unsure = subject.source is None or any(
        find_own_case(text, language=subject.source_language)
        for name, text in subject.source_texts.items()
        if name != "notice"
    )
    for name, text in subject.prose.items():
        if name != "notice":
            for finding in find_own_case(text, language=subject.language, with_unsure=with_unsure):
                yield finding.at(name)


def _readability(subject: Subject) -> Iterator[Finding]:
    copy = subject.copy
    said = [text for text in (copy.body, *(copy.details or copy.steps)) if text]
    yield from find_hard(said, language=subject.language)
    for name, text in subject.prose.items():
        if name not in _AROUND:
            for finding in find_long(text, language=subject.language):
                yield finding.at(name)


CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "parity": _parity,
        "fact": find_unfounded,
        "placeholder": _left_over,
        "direction": _direction,
        "length": find_room,
        "fit": find_fit,
        "letters": _letters,
        "own_case": _own_case,
        "term": find_terms,
        "standing": find_standing,
        "alt_text": find_alt_text,
        "hashtag": find_hashtags,
        "duplicate": find_twins,
        "readability": _readability,
        "typography": _typography,
    }
)
_ORDER: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}


#: The checks that can find an error; enough to decide whether a text may go to the lawyers.
STOPPING: Final = ("parity", "fact", "placeholder", "direction", "length")


def run_checks(subject: Subject, *, only: Iterable[str] = CHECKS) -> list[Finding]:
    """Every finding about one text, the gravest first; the same thing in the same field is said once."""
    found: dict[str, Finding] = {}
    for name in only:
        for finding in CHECKS[name](subject):
            found.setdefault(finding.key, finding)
    return sorted(found.values(), key=lambda one: _ORDER[one.severity])
