"""The doctor: what this instance stands on, and what to do where something is missing."""

from __future__ import annotations

from flask import current_app
from werkzeug.wrappers import Response

from campaigns.people.rules import check_can_see_doctor
from web.fragments import show
from web.identity import page
from web.views.settings.blueprint import settings, tabs


@settings.get("/doctor")
@page(needs=check_can_see_doctor)
def doctor() -> Response:
    examine = current_app.extensions["litfass_doctor"]
    return show("settings/doctor.html", findings=list(examine()) if examine else [], tabs=tabs())
