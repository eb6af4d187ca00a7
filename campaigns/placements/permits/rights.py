"""What each right that a channel is asked for lets us do, in plain words for whoever allows it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

RIGHTS: Mapping[str, str] = MappingProxyType(
    {
        "read:accounts": "See who the account is.",
        "read:statuses": "Read its posts and their counters.",
        "write:media": "Upload pictures and films.",
        "write:statuses": "Post, correct and take down.",
        "pages_show_list": "See which pages you look after.",
        "pages_manage_posts": "Post, correct and take down on the page.",
        "pages_read_engagement": "Read the page's posts and reactions to them.",
        "read_insights": "Read the counters of posts.",
        "instagram_business_basic": "See who the account is and what it posted.",
        "instagram_business_content_publish": "Post pictures and films.",
        "instagram_business_manage_insights": "Read the counters of posts.",
        "threads_basic": "See who the account is and what it posted.",
        "threads_content_publish": "Post texts, pictures and films.",
        "threads_manage_insights": "Read the counters of posts.",
        "threads_delete": "Take posts down.",
        "https://www.googleapis.com/auth/youtube": "Upload films, change and take them down, and see their counters.",
        "w_organization_social": "Post, correct and take down for the page.",
        "r_organization_social": "Read the page's posts and their counters.",
        "rw_organization_admin": "See which pages you look after, and their counters.",
        "tweet.read": "Read the account's posts and their counters.",
        "tweet.write": "Post and take down.",
        "users.read": "See who the account is.",
        "media.write": "Upload pictures and films.",
        "offline.access": "Stay connected without signing in again.",
    }
)
