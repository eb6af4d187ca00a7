"""The intent is on the disk before the first byte leaves. A few posts here; `make order` sends a thousand."""

from __future__ import annotations

import pytest

from tests.rules.order import watch

pytestmark = pytest.mark.any_database


def test_each_post_leaves_after_its_intent_was_brought_to_the_disk() -> None:
    order = watch(8)
    assert (order.posts, order.early) == (8, [])


def test_the_same_look_finds_posts_that_leave_before_it() -> None:
    assert watch(3, careless=True).early
