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

    def screen(word: str, endpoint: str, *others: str) -> Tab:
        """A screen, which stays the one that is open where its forms were refused."""
        return word, url_for(endpoint), here in (endpoint, *others), None

    found = [screen(_("Campaigns"), "reach.index"), screen(_("Fixed reports"), "reach.versions")]
    if can_fix_reports(identity.actor()):
        found.append(screen(_("Reports due"), "reach.owed_reports", "reach.owe"))
    if can_import_figures(identity.actor()):
        found.append(screen(_("Exports"), "reach.imports", "reach.take_in", "reach.imported", "reach.export"))
        found.append(screen(_("Unmatched rows"), "reach.unmatched", "reach.attach"))
    return found
