"""The icon, for browsers and readers of feeds that ask for it by its old name whatever a page says."""

from __future__ import annotations

from flask import Blueprint, current_app
from werkzeug.wrappers import Response

from web.identity import page

icon_pages = Blueprint("icon", __name__)


@icon_pages.get("/favicon.ico")
@page(public=True)
def favicon() -> Response:
    """The mark in three sizes."""
    return current_app.send_static_file("img/favicon.ico")
