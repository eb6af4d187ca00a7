"""A full draft of a post in one language, from copy frames and facts.

A draft is complete or it is not there: then `missing` says in sentences what to add. Every value in it was
written from its fact. Myths follow the fact: the headline is the fact, the claim is named once as false,
the explanation repeats the fact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from types import MappingProxyType
from typing import Final

from campaigns.content.copy import Copy
from campaigns.content.fact_view import FactView
from campaigns.content.frames import Frames, load_frames
from campaigns.content.notation import as_number
from campaigns.content.reasons import Reason, reason
from campaigns.content.values import Value, ValueKind
from campaigns.content.wording import Writer
from campaigns.vocabulary import FactKind, Origin


@dataclass(frozen=True)
class Imprint:
    """Who answers for the post, and where that can be read."""

    organisation: str
    url: str


@dataclass(frozen=True)
class Contact:
    """An office people can turn to."""

    name: str = ""
    phone: str = ""
    mail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Event:
    """Something people can come to. `day` and `begins` are wall time at `place`; `title` by language."""

    title: Mapping[str, str]
    day: date
    begins: time
    place: str = ""
    register_until: date | None = None


@dataclass(frozen=True)
class Draft:
    """The copy, or what is missing for it."""

    copy: Copy | None
    missing: tuple[Reason, ...] = ()
    facts: tuple[str, ...] = ()
    origin: Origin = Origin.FRAME


@dataclass(frozen=True)
class _Request:
    """What the builders of the kinds need beside the writer."""

    kind: str
    topic: str
    facts: Sequence[FactView]
    contact: Contact
    event: Event | None


def draft_copy(
    kind: str,
    *,
    language: str,
    topic_name: str,
    facts: Sequence[FactView],
    imprint: Imprint,
    hashtags: Sequence[str] = (),
    contact: Contact | None = None,
    event: Event | None = None,
    frames: Frames | None = None,
) -> Draft:
    """The words of a post of this kind, or the sentences that say what it lacks in this language."""
    writer = Writer(frames or load_frames(language))
    request = _Request(kind, topic_name.strip(), facts, contact or Contact(), event)
    if not request.topic:
        writer.missing.append(reason("The topic has no name in {language} yet.", language=language))
    if not (imprint.organisation and imprint.url):
        writer.missing.append(
            reason("The programme has no imprint: add the organisation and the address of its legal notice.")
        )
    copy = _BUILDERS[kind](writer, request)
    if writer.missing:
        return Draft(None, tuple(dict.fromkeys(writer.missing)))
    copy = _with_standing_lines(writer, request, copy, imprint, hashtags)
    return Draft(copy, facts=tuple(fact.key for fact in facts))


def _with_standing_lines(
    writer: Writer, request: _Request, copy: Copy, imprint: Imprint, hashtags: Sequence[str]
) -> Copy:
    """What every post of a language carries: call to action, source, notice, imprint, hashtags, alt text."""
    tags = [f"#{tag.lstrip('#')}" for tag in hashtags] + list(writer.frames.hashtags)
    is_comment = request.kind == "group_comment"
    number = copy.number if copy.number not in copy.headline else ""
    pieces = [copy.headline, number, copy.body, *copy.steps, copy.date]
    if copy.myth:
        pieces = [copy.headline, f"{copy.myth_label}: {copy.myth}", copy.body]
    return replace(
        copy,
        kicker=writer.say(f"kicker.{request.kind}"),
        call_to_action=writer.say(f"call_to_action.{request.kind}"),
        source=writer.source(request.facts),
        notice=writer.say("line.notice"),
        imprint=writer.say(
            "line.imprint", organisation=writer.name(imprint.organisation), url=writer.url(imprint.url)
        ),
        hashtags=() if is_comment else tuple(dict.fromkeys(tags))[:3],
        alt_text=writer.alt_text("film" if request.kind == "film" else "card", pieces),
    )


def _needs_facts(writer: Writer, request: _Request) -> Sequence[FactView]:
    if not request.facts:
        writer.missing.append(reason("A post of the kind “{kind}” needs a fact.", kind=request.kind))
    return request.facts


def _single(writer: Writer, request: _Request) -> Copy:
    """Explainer and deadline: one fact, its figure large, its validity below."""
    for fact in _needs_facts(writer, request)[:1]:
        figure = fact.first_value(ValueKind.AMOUNT, ValueKind.DURATION, ValueKind.PERCENT)
        moment = fact.first_value(ValueKind.DATE)
        shows_validity = fact.kind in (FactKind.AMOUNT, FactKind.CHANGE) and fact.valid_from is not None
        return Copy(
            headline=writer.headline(fact),
            body=writer.sentence(fact),
            number=writer.write(figure) if figure and fact.kind in _FIGURES else "",
            date=writer.validity(fact)
            if shows_validity
            else writer.write(moment)
            if moment and request.kind == "deadline"
            else "",
        )
    return Copy()


_FIGURES: Final = frozenset({FactKind.AMOUNT, FactKind.DEADLINE, FactKind.CHANGE})


def _myth(writer: Writer, request: _Request) -> Copy:
    for fact in _needs_facts(writer, request)[:1]:
        return Copy(
            headline=writer.headline(fact),
            body=writer.sentence(fact),
            myth=writer.claim(fact),
            myth_label=writer.say("label.false"),
            fact_label=writer.say("label.true"),
        )
    return Copy()


def _series(headline: str) -> Callable[[Writer, _Request], Copy]:
    """Several facts in order: short lines for the picture, full sentences beside it."""

    def build(writer: Writer, request: _Request) -> Copy:
        facts = _needs_facts(writer, request)
        return Copy(
            headline=writer.say(headline, topic=request.topic),
            steps=tuple(writer.headline(fact) for fact in facts),
            details=tuple(writer.sentence(fact) for fact in facts),
        )

    return build


def _changes(writer: Writer, request: _Request) -> Copy:
    """What changes and from when: one change speaks for itself, several are listed."""
    copy = (_single if len(request.facts) == 1 else _series("headline.what_changes"))(writer, request)
    starts = sorted(fact.valid_from for fact in request.facts if fact.valid_from)
    return replace(copy, date=writer.say("line.valid_from", date=writer.day(starts[0])) if starts else "")


def _referral(writer: Writer, request: _Request) -> Copy:
    contact = _contact_block(writer, request.contact)
    if not request.facts and not contact:
        writer.missing.append(reason("A referral post needs a contact fact or the programme's contact."))
    return Copy(
        headline=writer.say("headline.referral", topic=request.topic),
        body="\n".join(writer.sentence(fact) for fact in request.facts),
        contact=contact,
    )


def _contact_block(writer: Writer, contact: Contact) -> str:
    """Name, phone, mail and address, each on its own line (a line of its own survives any network's bidi)."""
    kinds = {"phone": ValueKind.PHONE, "mail": ValueKind.MAIL, "url": ValueKind.URL}
    lines = [writer.name(contact.name)] if contact.name else []
    for part, kind in kinds.items():
        if raw := getattr(contact, part):
            label = writer.say("label.web" if part == "url" else f"label.{part}")
            lines.append(f"{label}: {writer.write(Value(kind, raw))}")
    return "\n".join(lines)


def _event(writer: Writer, request: _Request) -> Copy:
    if request.event is None:
        writer.missing.append(reason("An event post needs the event: title, day, time and place."))
        return Copy()
    event = request.event
    title = event.title.get(writer.code, "") if request.kind == "event" else ""
    if request.kind == "event" and not title:
        writer.missing.append(reason("The event has no title in {language} yet.", language=writer.code))
    begins = writer.write(Value(ValueKind.TIME, event.begins.strftime("%H:%M")))
    lines = [writer.say("line.when", date=writer.day(event.day), time=begins)]
    if event.place:
        lines.append(writer.say("line.place", place=writer.name(event.place)))
    if event.register_until:
        lines.append(writer.say("line.register_by", date=writer.day(event.register_until)))
    return Copy(
        headline=title or writer.say("headline.live_qa", topic=request.topic),
        body="\n".join(lines),
        date=lines[0],
    )


def _comment(writer: Writer, request: _Request) -> Copy:
    """A short answer for a thread: the fact first, a heard claim once as false, private questions elsewhere."""
    for fact in _needs_facts(writer, request)[:1]:
        body = writer.sentence(fact)
        if fact.kind == FactKind.MYTH:
            body = f"{body}\n{writer.say('comment.correction', claim=writer.claim(fact))}"
        return Copy(headline=writer.headline(fact), body=body)
    return Copy()


_BUILDERS: Final[Mapping[str, Callable[[Writer, _Request], Copy]]] = MappingProxyType(
    {
        "explainer": _single,
        "carousel": _series("headline.overview"),
        "myth_fact": _myth,
        "steps": _series("headline.steps"),
        "deadline": _single,
        "checklist": _series("headline.checklist"),
        "what_changes": _changes,
        "event": _event,
        "referral": _referral,
        "live_qa": _event,
        "group_comment": _comment,
        "film": _series("headline.overview"),
    }
)


def step_label(number: int, *, language: str) -> str:
    """ "Step 3" in a language, for layouts that number their slides."""
    return load_frames(language).say("label.step", number=as_number(number, language=language))
