"""A film post without a film goes to the lawyers as a picture: that is seen at submitting."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from campaigns.approvals.proofs import Parts
from campaigns.content.models import Post
from campaigns.placements.actions.together.submitting import is_still


@pytest.mark.parametrize(
    ("kind", "seconds", "still"),
    [("film", [None, None], True), ("film", [None, 20], False), ("explainer", [None], False)],
)
def test_a_film_post_is_a_still_when_no_channel_gets_a_film(
    kind: str, seconds: list[int | None], still: bool
) -> None:
    parts = [SimpleNamespace(renditions=[SimpleNamespace(seconds=one)]) for one in seconds]
    post = Post(campaign_id=1, position=1, kind=kind, layout="steps")
    assert is_still(post, cast("list[Parts]", cast("Any", parts))) is still
