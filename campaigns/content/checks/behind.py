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

NO_CONTACT: Final = (
    "“{target}” is neither a contact of the programme nor in the facts behind this post. Readers would end up "
    "there."
)

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
_CONTACTS: Final = frozenset({Kind.PHONE, Kind.MAIL, Kind.URL})


def find_unfounded(subject: Subject) -> Iterator[Finding]:
    """A finding for each value in digits that no fact behind the post says, and for each strange contact."""
    yield from _strange_contacts(subject)
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


def _strange_contacts(subject: Subject) -> Iterator[Finding]:
    """Phones, mails and addresses of the source that come from nowhere; translations are held against the source."""
    if subject.own is None or subject.language != subject.source_language:
        return
    said = [*subject.own, *(fact.text for fact in subject.facts)]
    keys = {key for text in said for one in read_values(text, subject.language) for key in one.keys}
    for name, text in subject.texts.items():
        for value in read_values(text, subject.language):
            if value.kind in _CONTACTS and not value.keys & keys:
                yield Finding(
                    check="fact",
                    severity=Severity.WARNING,
                    message=NO_CONTACT,
                    values={"target": value.written},
                    place=Place(name, value.start, value.end),
                    target_value=value.written,
                )


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
