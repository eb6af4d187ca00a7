"""Length on X against the public vectors of twitter-text, version 3."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from campaigns.content.counting import COUNTERS

SECTIONS = ("WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest")


@pytest.mark.parametrize("section", SECTIONS)
def test_posts_weigh_what_the_vectors_say(shared_data: Path, section: str) -> None:
    vectors = yaml.safe_load((shared_data / "vectors/twitter-text/validate.yml").read_text(encoding="utf-8"))
    weighed = {row["text"]: COUNTERS["weighted"](row["text"]) for row in vectors["tests"][section]}
    assert weighed == {row["text"]: row["expected"]["weightedLength"] for row in vectors["tests"][section]}
