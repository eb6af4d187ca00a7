"""Held pieces as markup that a service leaves alone, and plain text again."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from campaigns.content.machine.pieces import Piece


def marked(pieces: Sequence[Piece], opening: str, closing: str) -> str:
    """The text with its held pieces between the two tags; letters that are markup are escaped."""
    return "".join(
        f"{opening}{html.escape(piece.text, quote=False)}{closing}"
        if piece.held
        else html.escape(piece.text, quote=False)
        for piece in pieces
    )


def unmarked(text: str, tag: str) -> str:
    """Plain text without the tag; every other sign stays what it is."""
    return html.unescape(re.sub(rf"</?{tag}(?:\s[^<>]*)?/?>", "", text))
