"""What undoing an import does, in words: before it is done, and afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from campaigns.needs.held import Undone
from campaigns.needs.models import NeedBatch
from web.formats import moment, number


def undo_question(undone: Undone, batches: Mapping[int, NeedBatch]) -> str:
    """Asked before: how many questions would go, and which stay with whom."""
    if not undone.deleted and not undone.kept:
        return str(_("No question belongs to this import alone. Undo it all the same? No figure changes."))
    asked = (
        ngettext(
            "Take %(number)s question out again? The radar is counted anew.",
            "Take %(number)s questions out again? The radar is counted anew.",
            undone.deleted,
            number=number(undone.deleted),
        )
        if undone.deleted
        else _("Undo the import? No question is taken out.")
    )
    return " ".join([asked, *_staying(undone, batches)])


def undo_told(undone: Undone, batches: Mapping[int, NeedBatch]) -> str:
    """Told afterwards."""
    told = (
        ngettext(
            "%(number)s question was taken out again.",
            "%(number)s questions were taken out again.",
            undone.deleted,
            number=number(undone.deleted),
        )
        if undone.deleted
        else _("The import is undone. No question was taken out.")
    )
    return " ".join([told, *_staying(undone, batches)])


def _staying(undone: Undone, batches: Mapping[int, NeedBatch]) -> list[str]:
    return [
        ngettext(
            "%(number)s question stays: the import of %(moment)s holds it, too.",
            "%(number)s questions stay: the import of %(moment)s holds them, too.",
            count,
            number=number(count),
            moment=moment(batches[heir].created_at),
        )
        for heir, count in undone.kept.items()
        if heir in batches
    ]
