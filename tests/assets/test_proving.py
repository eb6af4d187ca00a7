"""A slice of the program that proves the layouts with real texts, and that it can find what it looks for."""

from dataclasses import replace
from pathlib import Path

import pytest

from assets.geometry.items import Plan, TextLine
from assets.geometry.plan import plan_card
from tests.assets import cards, proving

STEP = 1811  # a prime, so that every language, layout and format has its turn


def test_real_texts_fit_or_are_refused_with_language_and_number(shared_data: Path) -> None:
    chosen = (
        list(proving.cases(shared_data))[::STEP]
        + list(proving.cases(shared_data, only_articles=True))[:: STEP // 5]
    )
    assert {case[0] for case in chosen} == set(cards.LANGUAGES)
    found = [proving.judge(shared_data, *case) for case in chosen]
    assert [fault for _, faults in found for fault in faults] == []
    assert {outcome for outcome, _ in found} >= {"fits", "refused"}


def test_there_are_thirty_articles_and_the_apps_strings_in_every_language(shared_data: Path) -> None:
    for language in cards.LANGUAGES:
        strings = proving.app_strings(shared_data, language)
        assert len(proving.texts(shared_data, language)) == proving.ARTICLES + len(strings)
        assert language == "sv" or len(strings) > 200  # the app does not speak Swedish


@pytest.fixture
def plan() -> Plan:
    return plan_card(cards.card("explainer", "de"))


def changed(plan: Plan, layer: str, **how: object) -> Plan:
    """The plan with the first line of a layer changed."""
    line = next(item for item in plan.items if isinstance(item, TextLine) and item.layer == layer)
    other = replace(line, **how)  # type: ignore[arg-type]
    return replace(plan, items=tuple(other if item is line else item for item in plan.items))


def test_a_line_in_the_margin_one_on_another_and_a_box_are_found(plan: Plan) -> None:
    spec = cards.card("explainer", "de")
    assert [*proving.outside(spec, plan), *proving.boxes_for_letters(plan), *proving.broken(spec, plan)] == []
    line = next(item for item in plan.items if isinstance(item, TextLine) and item.layer == "headline")
    wide = changed(plan, "headline", text=line.text * 2)
    assert any("margin" in one for one in proving.outside(spec, wide))
    body = next(item for item in plan.items if isinstance(item, TextLine) and item.layer == "body")
    assert any(
        "lies on" in one for one in proving.outside(spec, changed(plan, "headline", baseline=body.baseline))
    )
    assert any("box" in one for one in proving.boxes_for_letters(changed(plan, "body", text="漢字")))


@pytest.mark.parametrize(
    ("lines", "language", "sentence"),
    [
        (["Kündigungs-", "schutz gilt"], "de", ""),
        (["Kündigungs", "schutz gilt"], "de", "may not end"),
        (["K-", "ündigungsschutz gilt"], "de", "too few letters"),
        (["Kündigungsschutz"], "de", "cut off"),
        (["Kündigungsschutz", "giltt"], "de", "not what stands"),
        (["Kündigungs-", "schutz gilt"], "ar", "not what stands"),
    ],
)
def test_a_broken_word_is_found(lines: list[str], language: str, sentence: str) -> None:
    found = list(proving._broken_in(("Kündigungsschutz gilt",), lines, language))
    assert (sentence in found[0]) if sentence else found == []
