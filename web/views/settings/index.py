"""The address of the settings leads to the first screen the person may open."""

from __future__ import annotations

from flask import redirect
from werkzeug.wrappers import Response

from campaigns.people.rules import check_can_keep_spaces
from web.identity import page
from web.views.settings.blueprint import settings, tabs


@settings.get("/")
@page(needs=check_can_keep_spaces)
def index() -> Response:
    return redirect(tabs()[0][1], code=303)
