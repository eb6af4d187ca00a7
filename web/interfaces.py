"""The languages the desk speaks."""

from __future__ import annotations

INTERFACES = ("de", "en")
#: English as it is written in Europe: the day before the month.
LOCALES = {"de": "de", "en": "en_GB"}
