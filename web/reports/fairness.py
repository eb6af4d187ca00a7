"""Shares of questions, views and clicks beside one another: which are told, and what they are of."""

from __future__ import annotations

from flask_babel import gettext as _

from campaigns.reach.reports import Report
from web.formats import number, share
from web.reports.languages import language_word
from web.reports.posts import definition_word
from web.words.reach import place_word

SHARES = ("asked", "seen", "clicked")


def fairness_note(report: Report) -> str:
    """What the shares are of, of how many posts views are known, and which languages have none and why."""
    compared = report.compared
    if compared is None:
        return ""
    notes = [
        _(
            "Every share is of all languages of which that measure is known, together: of their questions, before and "
            "in the period, of the views of their posts, and of the clicks on their links."
        )
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
    if compared.unseen:
        names = ", ".join(language_word(code) for code in compared.unseen)
        notes.append(
            _(
                "Without a share of views, because views of their posts are not known in this way: %(names)s.",
                names=names,
            )
        )
    if compared.held:
        names = ", ".join(language_word(code) for code in compared.held)
        notes.append(
            _(
                "Without a share of questions, because their numbers are held back to protect people: %(names)s.",
                names=names,
            )
        )
    return " ".join(str(note) for note in notes)


def shares_known(report: Report) -> list[str]:
    """Of which shares any language tells one: "asked", "seen", "clicked"."""
    return [name for name in SHARES if any(getattr(row, name) is not None for row in report.fairness)]


def holds_shares(report: Report) -> bool:
    """Whether shares of questions are held back, all of them."""
    return "asked" not in shares_known(report) and bool(report.rows) and report.asked_during.shown != 0


def shared_out(report: Report, value: float | None, name: str) -> str:
    """A share; of questions that are held back not even that is told."""
    if value is not None:
        return share(value)
    return str(_("held back") if is_share_held(report, name) else _("not available"))


def is_share_held(report: Report, name: str) -> bool:
    """Whether a share that is not told is held back; else nobody knows it."""
    return name == "asked" and (report.asked_before.shown, report.asked_during.shown) != (0, 0)
