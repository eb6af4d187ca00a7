"""The blueprint of reach, and the screens that stand side by side."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from campaigns.reach.rules import can_fix_reports, can_import_figures
from web import identity

reach_pages = Blueprint("reach", __name__)

Tab = tuple[str, str, bool, int | None]


def tabs() -> list[Tab]:
    """The screens of reach that this role sees."""
    here = request.endpoint or ""
    found: list[Tab] = [(_("Campaigns"), url_for("reach.index"), here == "reach.index", None)]
    found.append((_("Fixed reports"), url_for("reach.versions"), here == "reach.versions", None))
    if can_fix_reports(identity.actor()):
        found.append((_("Reports due"), url_for("reach.owed_reports"), here == "reach.owed_reports", None))
    if can_import_figures(identity.actor()):
        found.append(
            (
                _("Exports"),
                url_for("reach.imports"),
                here in ("reach.imports", "reach.imported", "reach.export"),
                None,
            )
        )
        found.append((_("Unmatched rows"), url_for("reach.unmatched"), here == "reach.unmatched", None))
    return found
