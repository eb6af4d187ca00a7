"""Taking a machine's suggestion into a text: a revision like any other, with its origin said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from campaigns.content.actions import write_revision
from campaigns.content.copy import Copy
from campaigns.content.frames import load_frames
from campaigns.content.machine.models import Suggestion
from campaigns.content.machine.order import order_of
from campaigns.content.machine.suggestions import origin_with
from campaigns.content.models import Revision, Variant
from campaigns.content.queries import campaign_of_variant, latest_revision
from campaigns.content.wording import Writer
from campaigns.errors import Conflict, NotFound, NotReady
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.vocabulary import MachineTask

#: Fields that hold several lines, one a place ("steps.2").
_LISTS = ("steps", "details")


def take_suggestion(
    session: Session, *, variant: Variant, suggestion_id: int, based_on: int, by: Actor, now: datetime
) -> Revision:
    """The next revision with the suggested places in it and everything else as it was.

    Refused when the words the machine was asked about have changed since: its answer is about another text.
    """
    suggestion = session.get(Suggestion, suggestion_id)
    if suggestion is None or suggestion.variant_id != variant.id:
        raise NotFound("There is no such suggestion for this text.")
    if suggestion.task is MachineTask.BACK_TRANSLATE:
        raise NotReady("A back-translation shows what a text says. It is no text to take.")
    if order_of(session, variant=variant, task=suggestion.task).of_digest != suggestion.of_digest:
        raise Conflict("The text has changed since the machine was asked. Ask it again.")
    words = words_with(session, variant=variant, suggestion=suggestion)
    return write_revision(
        session,
        variant=variant,
        words=words,
        based_on=based_on,
        by=by,
        now=now,
        origin=origin_with(suggestion, words),
        source_digest=suggestion.of_digest if suggestion.task is MachineTask.TRANSLATE else None,
    )


def words_with(session: Session, *, variant: Variant, suggestion: Suggestion) -> dict[str, Any]:
    """The words of the text with the suggested places in it; the standing lines where nothing is written yet."""
    present = latest_revision(session, variant)
    words = dict(present.words) if present else _standing(session, variant)
    return _with(words, suggestion.texts)


def _with(words: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    """The words with texts put into their places; lists grow as far as there are texts."""
    for place, text in texts.items():
        name, _, number = place.partition(".")
        if name not in _LISTS:
            words[name] = text
            continue
        lines = list(words.get(name) or ())
        lines += [""] * (int(number) - len(lines))
        lines[int(number) - 1] = text
        words[name] = lines
    for name in _LISTS:
        if name in words:
            words[name] = [line for line in words[name] if line]
    return Copy.from_dict(words).to_dict()


def _standing(session: Session, variant: Variant) -> dict[str, Any]:
    """What every post carries, from our own frames: the notice and the imprint."""
    campaign, _post = campaign_of_variant(session, variant)
    programme = session.get_one(Programme, campaign.programme_id)
    writer = Writer(load_frames(variant.language))
    imprint = ""
    if programme.imprint_url:
        imprint = writer.say(
            "line.imprint",
            organisation=writer.name(programme.organisation),
            url=writer.url(programme.imprint_url),
        )
    return Copy(notice=writer.say("line.notice"), imprint=imprint).to_dict()
