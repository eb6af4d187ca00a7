"""Settings: behind the road, what it runs on. One file per screen."""

from web.views.settings import (
    accounts,
    audit,
    doctor,
    glossary,
    index,
    languages,
    machine,
    people,
    programme,
    spaces,
    tokens,
)
from web.views.settings.blueprint import settings

__all__ = [
    "accounts",
    "audit",
    "doctor",
    "glossary",
    "index",
    "languages",
    "machine",
    "people",
    "programme",
    "settings",
    "spaces",
    "tokens",
]
