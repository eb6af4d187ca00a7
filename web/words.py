"""The vocabulary in the reader's language: labels of roles and states, and refusals as sentences.

A state is never told by colour alone: each has a word, a shape and a tone. The shapes are drawn by the
stylesheet (`.mark--<shape>`), the tones are `good`, `waiting`, `moving`, `stop` and `quiet`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask_babel import get_locale, gettext, lazy_gettext

from campaigns.errors import Refusal
from campaigns.languages import languages
from campaigns.needs.taxonomy import taxonomy
from campaigns.placements.standing import TextState
from campaigns.reasons import Reason
from campaigns.vocabulary import (
    CampaignStage,
    Decision,
    FactKind,
    FactStatus,
    KitNews,
    KitStatus,
    KitUse,
    Land,
    MachineKind,
    MachineTask,
    Origin,
    PlacementStatus,
    ProposalStatus,
    RecallCause,
    Risk,
    Role,
    RumourStatus,
    Theme,
    VariantStatus,
    WorkKind,
    WorkStatus,
)
from web.channel_words import channel_named
from web.picture_words import field_word, format_word, formats_named, layer_word

_ = lazy_gettext


@dataclass(frozen=True)
class Mark:
    """How a state is shown: its word, its tone and its shape."""

    word: Any
    tone: str
    shape: str


@cache
def marks() -> dict[tuple[type[StrEnum], str], Mark]:
    """The mark of every state a person meets, by kind and word: “draft” of a fact is not “draft” of a text."""
    pairs = (
        (VariantStatus.MISSING, Mark(_("Missing"), "quiet", "empty")),
        (VariantStatus.DRAFT, Mark(_("Written"), "waiting", "quarter")),
        (VariantStatus.RENDERED, Mark(_("Rendered"), "waiting", "half")),
        (VariantStatus.SUBMITTED, Mark(_("In review"), "moving", "ring")),
        (VariantStatus.RETURNED, Mark(_("Returned"), "stop", "diamond")),
        (VariantStatus.APPROVED, Mark(_("Approved"), "good", "check")),
        (TextState.MISSING, Mark(_("Missing"), "quiet", "empty")),
        (TextState.WRITTEN, Mark(_("Written"), "waiting", "quarter")),
        (TextState.RENDERED, Mark(_("Rendered"), "waiting", "half")),
        (TextState.SUBMITTED, Mark(_("In review"), "moving", "ring")),
        (TextState.RETURNED, Mark(_("Returned"), "stop", "diamond")),
        (TextState.APPROVED, Mark(_("Approved"), "good", "check")),
        (TextState.PLACED, Mark(_("Scheduled"), "good", "clock")),
        (TextState.PUBLISHED, Mark(_("Published"), "good", "out")),
        (TextState.TROUBLE, Mark(_("Needs you"), "stop", "question")),
        (TextState.OUTDATED, Mark(_("Outdated"), "stop", "bar")),
        (TextState.LAPSED, Mark(_("Approval ended"), "stop", "cross")),
        (PlacementStatus.PROPOSED, Mark(_("Proposed"), "quiet", "empty")),
        (PlacementStatus.SCHEDULED, Mark(_("Scheduled"), "waiting", "clock")),
        (PlacementStatus.SENDING, Mark(_("Being sent"), "moving", "ring")),
        (PlacementStatus.PUBLISHED, Mark(_("Published"), "good", "out")),
        (PlacementStatus.FAILED, Mark(_("Failed"), "stop", "diamond")),
        (PlacementStatus.UNCONFIRMED, Mark(_("Unconfirmed"), "stop", "question")),
        (PlacementStatus.MISSED, Mark(_("Missed"), "stop", "diamond")),
        (PlacementStatus.EXPIRED, Mark(_("Expired"), "stop", "empty")),
        (PlacementStatus.HELD, Mark(_("Held"), "stop", "bar")),
        (PlacementStatus.CANCELLED, Mark(_("Cancelled"), "quiet", "cross")),
        (WorkStatus.WAITING, Mark(_("Waiting"), "waiting", "quarter")),
        (WorkStatus.RUNNING, Mark(_("Running"), "moving", "ring")),
        (WorkStatus.DONE, Mark(_("Done"), "good", "check")),
        (WorkStatus.REFUSED, Mark(_("Refused"), "stop", "diamond")),
        (WorkStatus.CANCELLED, Mark(_("Stopped"), "quiet", "cross")),
        (CampaignStage.PLANNED, Mark(_("Planned"), "quiet", "empty")),
        (CampaignStage.WRITING, Mark(_("Writing"), "waiting", "quarter")),
        (CampaignStage.REVIEW, Mark(_("In review"), "moving", "ring")),
        (CampaignStage.SCHEDULED, Mark(_("Scheduled"), "waiting", "clock")),
        (CampaignStage.RUNNING, Mark(_("Running"), "moving", "half")),
        (CampaignStage.FINISHED, Mark(_("Finished"), "good", "check")),
        (CampaignStage.ARCHIVED, Mark(_("Archived"), "quiet", "bar")),
        (ProposalStatus.OPEN, Mark(_("Open"), "waiting", "half")),
        (ProposalStatus.PLANNED, Mark(_("Planned"), "good", "check")),
        (ProposalStatus.DISMISSED, Mark(_("Dismissed"), "quiet", "cross")),
        (RumourStatus.NEW, Mark(_("Just heard"), "waiting", "empty")),
        (RumourStatus.CHECKING, Mark(_("Being checked"), "moving", "ring")),
        (RumourStatus.REFUTED, Mark(_("Refuted"), "stop", "cross")),
        (RumourStatus.TRUE, Mark(_("True"), "good", "check")),
        (RumourStatus.UNCLEAR, Mark(_("Cannot be told"), "waiting", "question")),
        (RumourStatus.PUBLISHED, Mark(_("Answered"), "good", "check")),
        (RumourStatus.MONITORED, Mark(_("Watched"), "quiet", "half")),
        (FactStatus.DRAFT, Mark(_("Not checked"), "waiting", "quarter")),
        (FactStatus.CHECKED, Mark(_("Checked"), "good", "check")),
        (FactStatus.RETIRED, Mark(_("Retired"), "quiet", "bar")),
        (KitStatus.OPEN, Mark(_("Good"), "good", "check")),
        (KitStatus.HELD, Mark(_("Held"), "stop", "bar")),
        (KitStatus.WITHDRAWN, Mark(_("Withdrawn"), "quiet", "cross")),
        (Decision.APPROVE, Mark(_("Approved"), "good", "check")),
        (Decision.RETURN, Mark(_("Returned"), "stop", "diamond")),
        (Decision.WITHDRAW, Mark(_("Withdrawn"), "stop", "cross")),
    )
    return {(type(state), state.value): shown for state, shown in pairs}


@cache
def labels() -> dict[tuple[type[StrEnum], str], Any]:
    """The word for everything of the vocabulary that is not a state, by kind and word."""
    pairs = (
        (Role.ADVISOR, _("Advisor")),
        (Role.STAFF, _("Campaign staff")),
        (Role.TRANSLATOR, _("Translator")),
        (Role.LAWYER, _("Lawyer")),
        (Role.LEAD, _("Lead")),
        (Role.BOARD, _("Board")),
        (Role.EVALUATOR, _("Evaluator")),
        (Role.ADMIN, _("Admin")),
        (Theme.AUTO, _("Like the device")),
        (Theme.LIGHT, _("Light")),
        (Theme.DARK, _("Dark")),
        (WorkKind.IMPORT_NEEDS, _("Importing questions")),
        (WorkKind.RENDER_CAMPAIGN, _("Making pictures")),
        (WorkKind.MAKE_FILMS, _("Making films")),
        (WorkKind.REPORT, _("Writing the report")),
        (WorkKind.MACHINE_HELP, _("Asking the machine")),
        (MachineKind.DEEPL, _("DeepL")),
        (MachineKind.LIBRETRANSLATE, _("LibreTranslate")),
        (MachineKind.CHAT, _("A language model (OpenAI's protocol)")),
        (MachineTask.TRANSLATE, _("Suggest translations")),
        (MachineTask.SIMPLIFY, _("Put the source into plain language")),
        (MachineTask.BACK_TRANSLATE, _("Translate back for the lawyer")),
        (WorkKind.FIND_PHRASES, _("Looking for new phrases")),
        (WorkKind.MATCH_AGAIN, _("Matching questions without a topic again")),
        (WorkKind.TRAIN_TOPICS, _("Learning topics")),
        (WorkKind.IMPORT_INSIGHTS, _("Taking in an export")),
        (WorkKind.EXAMINE_ACCOUNT, _("Asking the channel about the account")),
        (WorkKind.TAKE_DOWN, _("Taking the post down")),
        (WorkKind.CORRECT_POST, _("Correcting the post")),
        (Origin.HUMAN, _("Written by a person")),
        (Origin.FRAME, _("From a sentence pattern")),
        (Origin.MEMORY, _("From the translation memory")),
        (Origin.MACHINE, _("By machine, unedited")),
        (Origin.MACHINE_EDITED, _("By machine, edited")),
        (Land.BADEN_WUERTTEMBERG, _("Baden-Württemberg")),
        (Land.BAVARIA, _("Bavaria")),
        (Land.BERLIN, _("Berlin")),
        (Land.BRANDENBURG, _("Brandenburg")),
        (Land.BREMEN, _("Bremen")),
        (Land.HAMBURG, _("Hamburg")),
        (Land.HESSE, _("Hesse")),
        (Land.MECKLENBURG_VORPOMMERN, _("Mecklenburg-Vorpommern")),
        (Land.LOWER_SAXONY, _("Lower Saxony")),
        (Land.NORTH_RHINE_WESTPHALIA, _("North Rhine-Westphalia")),
        (Land.RHINELAND_PALATINATE, _("Rhineland-Palatinate")),
        (Land.SAARLAND, _("Saarland")),
        (Land.SAXONY, _("Saxony")),
        (Land.SAXONY_ANHALT, _("Saxony-Anhalt")),
        (Land.SCHLESWIG_HOLSTEIN, _("Schleswig-Holstein")),
        (Land.THURINGIA, _("Thuringia")),
        (FactKind.RULE, _("Rule")),
        (FactKind.RIGHT, _("Right")),
        (FactKind.AMOUNT, _("Amount")),
        (FactKind.DEADLINE, _("Deadline")),
        (FactKind.STEP, _("Step")),
        (FactKind.CONTACT, _("Contact")),
        (FactKind.MYTH, _("Myth")),
        (FactKind.CHANGE, _("Change of the law")),
        (RecallCause.CHANGED, _("Changed")),
        (RecallCause.ENDED, _("Ended")),
        (RecallCause.RETIRED, _("Withdrawn")),
        (RecallCause.DOUBTED, _("In doubt")),
        (KitNews.NEW, _("sent")),
        (KitNews.CORRECTED, _("told of the correction")),
        (KitNews.HELD, _("told to wait")),
        (KitNews.GOOD_AGAIN, _("told that it is good again")),
        (KitNews.WITHDRAWN, _("told of the withdrawal")),
        (KitUse.OPENED, _("page opened")),
        (KitUse.WHOLE, _("ZIP taken")),
        (KitUse.FILE, _("single file taken")),
        (KitUse.SHARED, _("“We have shared it”")),
        (Risk.LOW, _("Low risk")),
        (Risk.MEDIUM, _("Medium risk")),
        (Risk.HIGH, _("High risk")),
    )
    return {(type(word), word.value): shown for word, shown in pairs}


def mark(state: StrEnum) -> Mark:
    return marks()[type(state), state.value]


def label(word: StrEnum) -> str:
    """The word for people; a state's word where the vocabulary means a state."""
    found = labels().get((type(word), word.value))
    return str(found if found is not None else mark(word).word)


def sentence(refusal: Refusal) -> str:
    """The refusal in the reader's language."""
    return said(refusal.message, refusal.values)


def said(message: str, values: Mapping[str, Any] | None = None) -> str:
    """A stored sentence with {named} values in the reader's language; empty stays empty."""
    told = {name: told_value(name, each) for name, each in (values or {}).items()}
    return gettext(message).format(**told) if message else ""


#: Values of a finding that are pieces of a text, in whatever direction it runs.
_PIECES = frozenset({"source", "target", "right", "letter", "post"})


def told_piece(message: str, values: Mapping[str, Any]) -> str:
    """A sentence about pieces of a text, each isolated: Arabic words must not turn the sentence around."""
    isolated = {
        name: f"\u2068{_balanced(value)}\u2069" if name in _PIECES and isinstance(value, str) else value
        for name, value in values.items()
    }
    return said(message, isolated)


def _balanced(piece: str) -> str:
    """The piece without its own isolates where the cut took only one of a pair: the other would end ours too soon."""
    depth, deepest = 0, 0
    for mark in _ISOLATES.findall(piece):
        depth += -1 if mark == "\u2069" else 1
        deepest = min(deepest, depth)
    return _ISOLATES.sub("", piece) if depth or deepest else piece


@cache
def codes_by_name() -> Mapping[str, str]:
    """Languages by their English names, under which checks and reasons keep them."""
    return {row.english: code for code, row in languages().items()}


def _is_german() -> bool:
    return (get_locale() or Locale("en")).language == "de"


@cache
def _topics_by_name() -> Mapping[str, str]:
    """The German names of topics by their English ones, under which refusals name them."""
    return {topic.en: topic.de for topic in taxonomy().topics.values()}


_ISOLATES = re.compile("[\u2066-\u2069]")
#: Values that say how many; other numbers may be the number of something.
_COUNTS = frozenset({"columns", "count", "least", "limit", "members", "most"})
#: Values that may be days, kept as 2027-01-31.
_DAYS = frozenset({"day", "first", "last"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Wall times, kept as 2027-01-31 18:00.
_MOMENTS = frozenset({"present", "wall"})
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")
#: Values that are themselves a sentence or a part of one, and values that name states.
_SENTENCES = frozenset({"answer", "feast", "kind", "layout", "message", "part", "problem", "reason", "what"})
_STATES = frozenset({"new", "old", "outcome", "status", "steps"})


#: Things that have a name of their own on the desk.
_NAMED = {
    "channel": channel_named,
    "field": field_word,
    "format": format_word,
    "formats": formats_named,
    "layer": layer_word,
}

#: The parts of a fact, as reasons name them.
_PARTS = (_("headline"), _("sentence"), _("claim"))


def told_value(name: str, value: Any) -> Any:
    """A value as it stands in a sentence: states and languages by their names, sentences translated."""
    if isinstance(value, int) and name in _COUNTS:
        return format_decimal(value, locale=get_locale() or Locale("en", "GB"))
    if isinstance(value, Reason):
        return told_piece(value.msgid, value.values)
    if not isinstance(value, str) or not value:
        return value
    if name in _NAMED:
        return _NAMED[name](value)
    if name in _DAYS and _DAY.fullmatch(value):
        return format_date(date.fromisoformat(value), "medium", locale=get_locale() or Locale("en", "GB"))
    if name in _MOMENTS and _MOMENT.fullmatch(value):
        wall = datetime.fromisoformat(value)
        there = get_locale() or Locale("en", "GB")
        return f"{format_date(wall, 'medium', locale=there)}, {format_time(wall, 'short', locale=there)}"
    if name == "language":
        code = codes_by_name().get(value, value)
        return (get_locale() or Locale("en", "GB")).languages.get(code, code)
    if name in ("its", "ours"):
        return (get_locale() or Locale("en", "GB")).territories.get(value.upper(), value)
    if name == "topic":
        found = taxonomy().topics.get(value)
        english = found.en if found else value
        return _topics_by_name().get(english, english) if _is_german() else english
    if name in _STATES:
        return ", ".join(str(_state_words().get(word, word)) for word in value.split(", "))
    return gettext(value) if name in _SENTENCES else value


@cache
def _state_words() -> dict[str, Any]:
    """States by their bare words; where two kinds share one, the first kind of the list names it."""
    words = {"superseded": _("Replaced")}
    for (_kind, state), shown in marks().items():
        words.setdefault(state, shown.word)
    return words
