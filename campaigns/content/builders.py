"""How each kind of post is put together from facts and frames: one function a kind or family of kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from campaigns.content.copy import Copy
from campaigns.content.draft_inputs import Contact, DraftRequest
from campaigns.content.fact_view import FactView
from campaigns.content.values import Value, ValueKind
from campaigns.content.wording import Writer
from campaigns.reasons import reason
from campaigns.vocabulary import FactKind

Builder = Callable[[Writer, DraftRequest], Copy]


def _needs_facts(writer: Writer, request: DraftRequest) -> Sequence[FactView]:
    if not request.facts:
        writer.missing.append(reason("A post of the kind “{kind}” needs a fact.", kind=request.kind))
    return request.facts


def _single(writer: Writer, request: DraftRequest) -> Copy:
    """Explainer and deadline: one fact, its figure large, its validity below."""
    for fact in _needs_facts(writer, request)[:1]:
        figure = _figure(fact)
        moment = fact.first_value(ValueKind.DATE) if request.kind == "deadline" else None
        date = writer.write(moment) if moment else ""
        return Copy(
            headline=writer.headline(fact),
            body=writer.sentence(fact),
            number=writer.write(figure) if figure else "",
            date=writer.validity(fact) if fact.kind == FactKind.AMOUNT and fact.valid_from else date,
        )
    return Copy()


def _figure(fact: FactView) -> Value | None:
    """The one figure worth showing large: the new one of a change, else the only one there is."""
    if fact.kind not in _FIGURES:
        return None
    figures = {name: value for name, value in fact.values.items() if value.kind in _FIGURE_VALUES}
    if len(figures) == 1:
        return next(iter(figures.values()))
    return figures.get("new")


_FIGURES: Final = frozenset({FactKind.AMOUNT, FactKind.DEADLINE, FactKind.CHANGE})
_FIGURE_VALUES: Final = frozenset({ValueKind.AMOUNT, ValueKind.DURATION, ValueKind.PERCENT})


def _myth(writer: Writer, request: DraftRequest) -> Copy:
    for fact in _needs_facts(writer, request)[:1]:
        return Copy(
            headline=writer.headline(fact),
            body=writer.sentence(fact),
            myth=writer.claim(fact),
            myth_label=writer.say("label.false"),
            fact_label=writer.say("label.true"),
        )
    return Copy()


def _series(headline: str, lead: str = "") -> Builder:
    """Several facts in order: short lines for the picture, full sentences beside it; `lead` says how to use them."""

    def build(writer: Writer, request: DraftRequest) -> Copy:
        facts = _needs_facts(writer, request)
        return Copy(
            headline=writer.say(headline, topic=request.topic),
            body=writer.say(lead) if lead else "",
            steps=tuple(writer.headline(fact) for fact in facts),
            details=tuple(writer.sentence(fact) for fact in facts),
        )

    return build


def _changes(writer: Writer, request: DraftRequest) -> Copy:
    """What changes and from when: one change speaks for itself, several are listed.

    The moment is a date value of the fact: its validity says how long the announcement may be made.
    """
    title, line = (
        ("changed.headline", "line.valid_since")
        if has_changed(request)
        else ("headline.what_changes", "line.valid_from")
    )
    copy = (_single if len(request.facts) == 1 else _series(title))(writer, request)
    starts = _starts(request)
    return replace(copy, date=writer.say_when(line, date=starts[0]) if starts else "")


def has_changed(request: DraftRequest) -> bool:
    """Whether everything that the post announces holds already when it is read."""
    starts = _starts(request)
    return request.kind == "what_changes" and bool(
        request.day and starts and all(start < request.day for start in starts)
    )


def _starts(request: DraftRequest) -> list[date]:
    """The days from which the announced changes hold, the first first."""
    return sorted(value.day for fact in request.facts if (value := fact.first_value(ValueKind.DATE)))


def _referral(writer: Writer, request: DraftRequest) -> Copy:
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
            lines.append(writer.labelled("web" if part == "url" else part, writer.write(Value(kind, raw))))
    return "\n".join(lines)


def _event(writer: Writer, request: DraftRequest) -> Copy:
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
        register_by = writer.say_when("line.register_by", date=event.register_until)
        # A number of days that are left would be wrong on the day to which somebody moves the reminder.
        lines.insert(0 if request.reminder else len(lines), register_by)
    return Copy(
        headline=title or writer.say("headline.live_qa", topic=request.topic),
        body="\n".join(lines),
        date=lines[0],
    )


def _comment(writer: Writer, request: DraftRequest) -> Copy:
    """A short answer for a thread: the fact first, a heard claim once as false, private questions elsewhere."""
    for fact in _needs_facts(writer, request)[:1]:
        body = writer.sentence(fact)
        if fact.kind == FactKind.MYTH:
            body = f"{body}\n{writer.say('comment.correction', claim=writer.claim(fact))}"
        return Copy(headline=writer.headline(fact), body=body)
    return Copy()


BUILDERS: Final[Mapping[str, Builder]] = MappingProxyType(
    {
        "explainer": _single,
        "carousel": _series("headline.overview"),
        "myth_fact": _myth,
        "steps": _series("headline.steps", lead="lead.steps"),
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
