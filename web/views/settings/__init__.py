"""Settings: behind the road, what it runs on. One file per screen."""

from web.views.settings import (
    access,
    accounts,
    apps,
    audit,
    changing,
    doctor,
    glossary,
    index,
    languages,
    leaving,
    machine,
    people,
    permits,
    programme,
    spaces,
    subscribers,
    tokens,
)
from web.views.settings.blueprint import settings

__all__ = [
    "access",
    "accounts",
    "apps",
    "audit",
    "changing",
    "doctor",
    "glossary",
    "index",
    "languages",
    "leaving",
    "machine",
    "people",
    "permits",
    "programme",
    "settings",
    "spaces",
    "subscribers",
    "tokens",
]
