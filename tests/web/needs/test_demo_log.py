"""The questions of the demo show what the radar tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from campaigns.demo.advice_log import LogSpec, Rise, advice_log
from campaigns.demo.scenario import scenes
from campaigns.people.presets import preset
from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.needs.advice_log import TODAY
from tests.web.needs.pages import page_of, words_of


def test_the_rise_of_a_demo_log_was_answered_wrongly_often_enough_to_count(
    desk_of: Callable[..., Desk], take: Callable[[bytes], Any]
) -> None:
    scene = scenes()[0]
    spec = LogSpec(
        languages=scene.log_languages,
        topics=preset(scene.key).topics,
        a_week=scene.a_week,
        rise=Rise(scene.rise_topic, scene.rise_languages),
        seed=1,
    )
    take(advice_log(spec, today=TODAY))

    items = page_of(desk_of(Role.STAFF), "/needs?view=ranking").find_class("ranking__item")
    points = [
        float(words_of(line.xpath("./td")[0]))
        for item in items
        for line in item.xpath(".//table[contains(@class, 'parts')]/tbody/tr")
        if words_of(line.xpath("./th")[0]) == "wrong answers"
    ]
    assert max(points) > 0
