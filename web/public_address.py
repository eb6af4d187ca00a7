"""Whether the world outside reaches this desk: some channels fetch pictures and films from it."""

from __future__ import annotations

from flask import current_app


def has_public_address() -> bool:
    """Whether LITFASS_BASE_URL names an https address, which channels can fetch files from."""
    return str(current_app.config["BASE_URL"]).startswith("https://")
