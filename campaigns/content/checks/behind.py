"""Values of a text against the facts behind it: a number that no fact says is found before the lawyer reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.subject import Subject
from campaigns.content.checks.values.found import Found, Kind
from campaigns.content.checks.values.reading import read_values

OTHER_VALUE: Final = "“{target}” stands in none of the facts behind this post. They say: {said}."
NO_VALUE: Final = "“{target}” stands in none of the facts behind this post."

#: What is compared, and how grave a difference is where the facts do say something of this kind. Dates and periods
#: of a post have other origins too: an appointment, a countdown.
_COMPARED: Final = {
    Kind.AMOUNT: Severity.ERROR,
    Kind.PERCENT: Severity.ERROR,
    Kind.LAW: Severity.WARNING,
    Kind.DURATION: Severity.WARNING,
}
#: Lines around the text that speak of the programme and not of the facts.
_LEFT_OUT: Final = frozenset({"contact", "imprint", "notice", "hashtags", "kicker"})
_MOST_SAID: Final = 4


def find_unfounded(subject: Subject) -> Iterator[Finding]:
    """A finding for each value in digits that no fact behind the post says."""
    if not subject.facts:
        return
    known = [one for fact in subject.facts for one in read_values(fact.text, fact.language)]
    keys = {key for one in known for key in one.keys}
    for name, text in subject.texts.items():
        if name.split(".")[0] in _LEFT_OUT:
            continue
        for value in read_values(text, subject.language):
            if value.grade == "hard" and value.kind in _COMPARED and not value.keys & keys:
                yield _finding(name, value, _alike(value, known))


def _alike(value: Found, known: list[Found]) -> list[str]:
    """What the facts say of the same kind, in the same currency."""
    alike = [one.written for one in known if one.kind is value.kind and one.grade == "hard"]
    return list(dict.fromkeys(alike))[:_MOST_SAID]


def _finding(field: str, value: Found, said: list[str]) -> Finding:
    return Finding(
        check="fact",
        severity=_COMPARED[value.kind] if said else Severity.WARNING,
        message=OTHER_VALUE if said else NO_VALUE,
        values={"target": value.written, "said": ", ".join(said)},
        place=Place(field, value.start, value.end),
        target_value=value.written,
    )
