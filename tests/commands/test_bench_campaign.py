"""The benchmark of a campaign makes what it counts, and its figures fit one another."""

from __future__ import annotations

import importlib

import pytest

#: The command of the same name hides the module.
campaign = importlib.import_module("commands.bench.campaign")


def test_a_campaign_of_one_post_is_drawn_in_three_sizes_and_filmed_in_each_language() -> None:
    found = campaign.bench_campaign(1, languages=("de", "ar"), film="film/landscape")

    assert (found["pictures"], found["films"]) == (1 * 2 * 3, 2)
    assert found["total_s"] == pytest.approx(found["pictures_s"] + found["films_s"], abs=0.11)
    assert found["files_per_s"] == pytest.approx(8 / found["total_s"], rel=0.05)
    assert found["processor_s"] > 0
    assert found["peak_mb"] > 50


def test_every_post_of_the_whole_campaign_has_words_in_all_nineteen_languages() -> None:
    assert len(set(campaign.LANGUAGES)) == 19
    with campaign.campaign_home() as home:
        orders = campaign.picture_orders(home)

    assert len(orders) == 8 * 19 * 3
