"""Shares of questions, views and clicks beside one another: which are told, and what they are of."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from campaigns.reach.insights.metrics import Metric
from campaigns.reach.report.building import Report
from web.formats import number
from web.reports.languages import language_word
from web.reports.posts import definition_word
from web.words.reach import place_word

SHARES = ("asked", "seen", "clicked")


def fairness_note(report: Report) -> str:
    """Which languages are compared, what their shares are of, and which are left out and why."""
    compared = report.compared
    if compared is None or not report.fairness:
        return ""
    notes = [
        _(
            "Compared are %(names)s. Each share is of these languages together: of their questions, before and in the "
            "period, of the views of their posts, and of the clicks on their links.",
            names=_named([row.language for row in report.fairness]),
        ),
        *_left_out(compared.held, compared.unseen),
    ]
    if compared.channel:
        definition = definition_word(compared.definition)
        channel = place_word(compared.channel)
        notes.append(
            _(
                "Views are those that %(channel)s counts, and no others, because channels count differently; they are "
                "known of %(known)s of %(posts)s posts.",
                channel=f"{channel} ({definition})" if definition else channel,
                known=number(compared.known), posts=number(compared.posts),
            )
        )  # fmt: skip
    elif report.everything and report.everything.spreads[str(Metric.VIEWS)].known:
        notes.append(
            _("Views are not compared: of fewer than two of these languages they are known in one way.")
        )
    if holds_shares(report):
        notes.append(_("Questions are not compared: of fewer than two languages their number is told."))
    return " ".join(str(note) for note in notes)


def shares_known(report: Report) -> list[str]:
    """Which measures are compared: "asked", "seen", "clicked"."""
    return [name for name in SHARES if any(getattr(row, name) is not None for row in report.fairness)]


def holds_shares(report: Report) -> bool:
    """Whether shares of questions are held back, all of them."""
    return "asked" not in shares_known(report) and bool(report.rows) and report.asked_during.shown != 0


def _left_out(held: Sequence[str], unseen: Sequence[str]) -> list[str]:
    """How many languages are not compared, and which of them for which reason."""
    count = len({*held, *unseen})
    if not count:
        return []
    notes = [_("Languages left out: %(count)s.", count=number(count))]
    if held:
        notes.append(
            _("Their numbers of questions are held back to protect people: %(names)s.", names=_named(held))
        )
    if unseen:
        notes.append(_("Views of their posts are not known in this way: %(names)s.", names=_named(unseen)))
    return [str(note) for note in notes]


def _named(codes: Sequence[str]) -> str:
    return ", ".join(language_word(code) for code in codes)
