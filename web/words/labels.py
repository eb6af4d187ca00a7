"""The words of the vocabulary that are no states: roles, kinds, origins, Länder and the like."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any

from flask_babel import lazy_gettext

from campaigns.vocabulary import (
    FactKind,
    KitNews,
    KitUse,
    Land,
    MachineKind,
    MachineTask,
    Origin,
    RecallCause,
    Risk,
    Role,
    Theme,
    WorkKind,
)
from web.words.states import mark

_ = lazy_gettext


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
        (KitNews.NEW, _("the link")),
        (KitNews.CORRECTED, _("the correction")),
        (KitNews.HELD, _("that it waits")),
        (KitNews.GOOD_AGAIN, _("that it is good again")),
        (KitNews.WITHDRAWN, _("the withdrawal")),
        (KitUse.OPENED, _("page opened")),
        (KitUse.WHOLE, _("ZIP taken")),
        (KitUse.FILE, _("single file taken")),
        (KitUse.SHARED, _("“We have shared it”")),
        (Risk.LOW, _("Low risk")),
        (Risk.MEDIUM, _("Medium risk")),
        (Risk.HIGH, _("High risk")),
    )
    return {(type(word), word.value): shown for word, shown in pairs}


def label(word: StrEnum) -> str:
    """The word for people; a state's word where the vocabulary means a state."""
    found = labels().get((type(word), word.value))
    return str(found if found is not None else mark(word).word)
