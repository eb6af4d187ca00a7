"""Writing: campaigns, posts and the revisions of their variants."""

from campaigns.content.actions.arranging import move_post
from campaigns.content.actions.creating import NewPost, create_campaign
from campaigns.content.actions.writing import (
    add_revision,
    check_letters,
    confirm_source,
    set_status,
    write_revision,
)

__all__ = [
    "NewPost",
    "add_revision",
    "check_letters",
    "confirm_source",
    "create_campaign",
    "move_post",
    "set_status",
    "write_revision",
]
