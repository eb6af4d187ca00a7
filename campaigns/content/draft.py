"""A full draft of a post in one language, from copy frames and facts.

A draft is complete or it is not there: then `missing` says in sentences what to add. Every value in it was
written from its fact. Myths follow the fact: the headline is the fact, the claim is named once as false,
the explanation repeats the fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from campaigns.content.builders import BUILDERS, has_changed
from campaigns.content.copy import Copy
from campaigns.content.draft_inputs import Contact, DraftRequest, Event, Imprint, Reminder
from campaigns.content.fact_view import FactView
from campaigns.content.frames import Frames, framed_languages, load_frames
from campaigns.content.notation import as_number
from campaigns.content.values import ValueKind
from campaigns.content.wording import Writer
from campaigns.reasons import Reason, reason
from campaigns.vocabulary import Origin


@dataclass(frozen=True)
class Draft:
    """The copy, or what is missing for it."""

    copy: Copy | None
    missing: tuple[Reason, ...] = ()
    facts: tuple[str, ...] = ()
    origin: Origin = Origin.FRAME


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
    day: date | None = None,
    to_women: bool = False,
    reminder: Reminder | None = None,
) -> Draft:
    """The words of a post of this kind, or the sentences that say what it lacks in this language.

    From the day on which something has changed it is told as a thing of the past; `day` is the first on which
    the post may be read. `to_women`: in the voice that speaks to women, where the language has one. A `reminder` is
    called so, and says first until when there is time.
    """
    if frames is None and language not in framed_languages():
        return Draft(None, (reason("There are no copy frames in {language} yet.", language=language),))
    known = frames or load_frames(language)
    writer = Writer(known.to_women() if to_women else known, read_from=day)
    request = DraftRequest(kind, topic_name.strip(), facts, contact or Contact(), event, day, reminder)
    if not request.topic:
        writer.missing.append(reason("The topic has no name in {language} yet.", language=language))
    if not (imprint.organisation and imprint.url):
        writer.missing.append(
            reason(
                "The programme has no imprint: add the organisation and the address of its legal notice in its "
                "settings, then plan again."
            )
        )
    copy = BUILDERS[kind](writer, request)
    if writer.missing:
        return Draft(None, tuple(dict.fromkeys(writer.missing)))
    copy = _with_standing_lines(writer, request, copy, imprint, hashtags)
    return Draft(copy, facts=tuple(fact.key for fact in facts))


#: Kinds of post whose card shows the date.
_DATED_CARDS = frozenset({"deadline", "what_changes", "event", "live_qa"})


def _with_standing_lines(
    writer: Writer, request: DraftRequest, copy: Copy, imprint: Imprint, hashtags: Sequence[str]
) -> Copy:
    """What every post of a language carries: call to action, source, notice, imprint, hashtags, alt text."""
    tags = [f"#{tag.lstrip('#')}" for tag in hashtags] + list(writer.frames.hashtags)
    is_comment = request.kind == "group_comment"
    number = copy.number if copy.number not in copy.headline else ""
    # The description says what stands on the picture; an explainer's validity stands in the text beside it.
    moment = copy.date if request.kind in _DATED_CARDS else ""
    pieces = [copy.headline, number, copy.body, *copy.steps, moment]
    if copy.myth:
        pieces = [copy.headline, writer.labelled("false", copy.myth), copy.body]
    return replace(
        copy,
        kicker=writer.say(_kicker(request)),
        call_to_action=writer.say(_call_to_action(request)),
        source=writer.source(request.facts),
        notice=writer.say("line.notice"),
        imprint=writer.say(
            "line.imprint", organisation=writer.name(imprint.organisation), url=writer.url(imprint.url)
        ),
        hashtags=() if is_comment else tuple(dict.fromkeys(tags))[:3],
        alt_text=writer.alt_text("film" if request.kind == "film" else "card", pieces),
    )


def _kicker(request: DraftRequest) -> str:
    """The frame of the words above the headline."""
    if request.reminder is not None:
        return f"reminder.{request.reminder}"
    return "changed.kicker" if has_changed(request) else f"kicker.{request.kind}"


def _call_to_action(request: DraftRequest) -> str:
    """The frame of the call to action; nobody is told to call where no number stands."""
    has_phone = request.contact.phone or any(fact.first_value(ValueKind.PHONE) for fact in request.facts)
    if request.kind == "referral" and not has_phone:
        return "without_phone.referral"
    return f"call_to_action.{request.kind}"


def step_label(number: int, *, language: str) -> str:
    """ "Step 3" in a language, for layouts that number their slides."""
    return load_frames(language).say("label.step", number=as_number(number, language=language))
