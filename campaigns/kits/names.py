"""What the files of a kit are called: by words of its language where they are plain ASCII, else by English ones.

Names go through archives, phones and shared drives of which many spoil every other letter, so only languages are named
here that can be written without.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_NAMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "de": {
            "README": "LIESMICH", "contact": "kontakt", "alt": "beschreibung",
            "sources-and-dates": "quellen-und-termine", "handoff": "gruppen", "feed": "website",
            "explainer": "erklaerbeitrag", "carousel": "karussell", "myth-fact": "mythos-und-fakt",
            "steps": "schritte", "deadline": "frist", "checklist": "checkliste", "what-changes": "was-sich-aendert",
            "event": "veranstaltung", "referral": "anlaufstelle", "live-qa": "live-sprechstunde",
            "group-comment": "kommentar-fuer-gruppen", "film": "kurzfilm", "square": "quadrat",
            "portrait": "hochformat", "landscape": "querformat",
        }
    }
)  # fmt: skip


def named(word: str, language: str) -> str:
    """The word of a file's name, like “square” or “myth-fact”, in this language."""
    return _NAMES.get(language, {}).get(word, word)
