"""What the last making of pictures or films could not make, as sentences."""

from __future__ import annotations

from flask_babel import gettext as _

from campaigns.content.models import Post
from campaigns.work.models import Work
from web.formats import language_name
from web.words.content import format_word, say


def not_made(work: Work | None) -> list[tuple[str, str]]:
    """What could not be made: which, and the sentence that says why and what to do."""
    return [
        (
            _(
                "Post %(number)s, %(language)s, %(format)s",
                number=item["post"],
                language=language_name(item["language"]),
                format=format_word(item["format"]),
            ),
            say(item["sentence"], item["values"]),
        )
        for item in (work.result.get("not_made", []) if work else [])
    ]


def why_not_made(work: Work | None, post: Post, format_key: str) -> dict[str, str]:
    """The sentence that says why for each language in which a post's picture of this format, or a slide behind it,
    could not be made."""
    return {
        item["language"]: say(item["sentence"], item["values"])
        for item in (work.result.get("not_made", []) if work else [])
        if item["post"] == post.position and item["format"].partition("/")[0] == format_key
    }
