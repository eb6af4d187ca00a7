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
            "Take %(number)s question out again? The radar follows, several at a time.",
            "Take %(number)s questions out again? The radar follows, several at a time.",
            undone.deleted,
            number=number(undone.deleted),
        )
        if undone.deleted
        else _("Undo the import? No question is taken out.")
    )
    return " ".join([asked, *_staying(undone, batches)])


def undo_asked(batch: NeedBatch) -> str:
    """Asked before in the list of imports: by what the import brought, because to look each of them up takes long."""
    brought = batch.report.get("imported") or 0
    if not brought:
        return str(_("Undo the import? No question is taken out."))
    asked = ngettext(
        "Take %(number)s question out again? It stays where another import holds it, too.",
        "Take %(number)s questions out again? Those stay that another import holds, too.",
        brought,
        number=number(brought),
    )
    return str(asked)


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
