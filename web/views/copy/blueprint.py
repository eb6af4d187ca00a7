"""The blueprint of the copy screens."""

from __future__ import annotations

from flask import Blueprint

copy_pages = Blueprint("copy", __name__)
