"""The surroundings of kits, as this desk has them."""

from __future__ import annotations

from flask import current_app

from campaigns.kits.desk import KitDesk
from web.letters import outbox


def kit_desk() -> KitDesk:
    return KitDesk(current_app.config["BASE_URL"], outbox())
