"""Whether a layout can be filled with what the texts of a post say."""

from __future__ import annotations

from sqlmodel import Session

from assets.layouts import layout_for
from campaigns.content.models import Post
from campaigns.content.queries import latest_revisions, variants_of_posts
from campaigns.content.rendering.words import card_words


def fields_lacking(session: Session, post: Post, layouts: tuple[str, ...]) -> dict[str, str]:
    """Of these layouts those that no text of the post can fill, each with the first field that is empty in every
    language. A post without texts lacks nothing yet."""
    variants = variants_of_posts(session, [post.id or 0]).get(post.id or 0, {})
    texts = [card_words(each.words) for each in latest_revisions(session, variants.values()).values()]
    lacking: dict[str, str] = {}
    for key in layouts if texts else ():
        for field in layout_for(key).needs:
            if not any(getattr(words, field) for words in texts):
                lacking[key] = field
                break
    return lacking
