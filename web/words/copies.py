"""The words of the copy screens: how far a language is, what a term names, why a text from a file waits."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _

from campaigns.vocabulary import Coverage, TermKind, WaitingReason
from web.words.states import Mark


@cache
def coverage_marks() -> dict[Coverage, Mark]:
    """How each state of coverage is shown, the furthest first."""
    return {
        Coverage.UP_TO_DATE: Mark(_("Up to date"), "good", "check"),
        Coverage.IN_WORK: Mark(_("In work"), "waiting", "half"),
        Coverage.MACHINE: Mark(_("By machine"), "moving", "ring"),
        Coverage.OUTDATED: Mark(_("Outdated"), "stop", "bar"),
        Coverage.MISSING: Mark(_("Missing"), "quiet", "empty"),
    }


@cache
def term_kinds() -> dict[TermKind, Any]:
    """What a term of the glossary names."""
    return {
        TermKind.OFFICE: _("Office"),
        TermKind.TITLE: _("Residence title"),
        TermKind.BENEFIT: _("Benefit"),
        TermKind.LAW: _("Legal term"),
        TermKind.OTHER: _("Other"),
    }


@cache
def waiting_reasons() -> dict[WaitingReason, Any]:
    """Why a text from a file waits for a person."""
    return {
        WaitingReason.SOURCE_CHANGED: _("The source has changed since the file left."),
        WaitingReason.TARGET_CHANGED: _("The translation has changed since the file left."),
        WaitingReason.BOTH_CHANGED: _("Source and translation have changed since the file left."),
    }
