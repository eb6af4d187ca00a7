"""What the last making of pictures or films could not make, as sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from campaigns.content.models import Post
from campaigns.work.models import Work
from web.formats import language_name
from web.words.content import format_word, say


@dataclass(frozen=True)
class NotMade:
    """One reason, told once: how many it kept from being made, which they are, and the sentence that says why and what
    to do."""

    count: int
    where: str
    why: str


def not_made(work: Work | None) -> list[NotMade]:
    """What could not be made, reason by reason, that of the most first."""
    reasons: dict[str, list[dict[str, Any]]] = {}
    for item in work.result.get("not_made", []) if work else []:
        reasons.setdefault(say(item["sentence"], item["values"]), []).append(item)
    told = [NotMade(len(items), _where(items), why) for why, items in reasons.items()]
    return sorted(told, key=lambda one: -one.count)


def _where(items: Sequence[dict[str, Any]]) -> str:
    """“Post 1, Arabic, Farsi, Square, Story; Post 3, Arabic, Square”: languages that lack the same stand together."""
    formats: dict[tuple[int, str], list[str]] = {}
    for item in items:
        formats.setdefault((item["post"], item["language"]), []).append(format_word(item["format"]))
    languages: dict[tuple[int, str], list[str]] = {}
    for (post, language), lacking in formats.items():
        alike = ", ".join(dict.fromkeys(lacking))
        languages.setdefault((post, alike), []).append(language_name(language))
    return "; ".join(
        _("Post %(number)s, %(language)s, %(format)s", number=post, language=", ".join(names), format=alike)
        for (post, alike), names in languages.items()
    )


def why_not_made(work: Work | None, post: Post, format_key: str) -> dict[str, str]:
    """The sentence that says why for each language in which a post's picture of this format, or a slide behind it,
    could not be made."""
    return {
        item["language"]: say(item["sentence"], item["values"])
        for item in (work.result.get("not_made", []) if work else [])
        if item["post"] == post.position and item["format"].partition("/")[0] == format_key
    }
