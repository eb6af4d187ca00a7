"""The small line that leads into a headline: above it, beside nothing else, and never at the cost of a card."""

from dataclasses import replace

import pytest

from assets.errors import DoesNotFit
from assets.formats import FORMATS
from assets.geometry.items import TextLine
from assets.geometry.plan import plan_card
from assets.layouts import layout_keys
from assets.spec import CardSpec, Words
from tests.assets import cards

WITH_A_LABEL_OF_ITS_OWN = {"myth_fact"}
WITH_FEW_WORDS = {"icon"}
LEADS_INTO = {"deadline": "date", "what_changes": "date", "big_number": "number"}


def lines(spec: CardSpec, layer: str) -> list[TextLine]:
    return [item for item in plan_card(spec).items if isinstance(item, TextLine) and item.layer == layer]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("layout", sorted(set(layout_keys()) - WITH_A_LABEL_OF_ITS_OWN - WITH_FEW_WORDS))
@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_kicker_stands_small_above_what_it_leads_into(language: str, layout: str, format: str) -> None:
    spec = cards.card(layout, language, format)
    kicker, led = lines(spec, "kicker"), lines(spec, LEADS_INTO.get(layout, "headline"))
    assert " ".join(line.text for line in kicker) == spec.words.kicker
    assert kicker[-1].baseline < led[0].baseline - 0.6 * led[0].px
    assert kicker[0].px <= led[0].px
    assert {line.side for line in kicker} == {"right" if language == "ar" else "left"}


def test_a_myth_card_has_its_label_and_no_kicker() -> None:
    spec = cards.card("myth_fact", "de")
    assert spec.words.kicker and lines(spec, "kicker") == [] and lines(spec, "fact_label")
    assert plan_card(spec).left_out["kicker"] == "layout"
    assert "link" not in plan_card(spec).left_out


@pytest.mark.parametrize("layout", layout_keys())
def test_without_a_kicker_nothing_is_kept_free_for_it(layout: str) -> None:
    spec = cards.card(layout, "de")
    bare = replace(spec, words=replace(spec.words, kicker=""))
    assert lines(bare, "kicker") == []
    assert lines(bare, "headline")[0].px >= lines(spec, "headline")[0].px


def test_where_only_the_kicker_is_too_much_it_is_left_out() -> None:
    words = 1
    while True:
        body = " ".join(["Frist"] * words)
        try:
            plan_card(cards.card("explainer", "de", "square", Words("Kündigung", body)))
        except DoesNotFit:
            break
        spec = cards.card("explainer", "de", "square", Words("Kündigung", body, kicker="Wusstest du?"))
        plan = plan_card(spec)
        words += 1
    assert words > 40
    assert "kicker" not in plan.layers and "body" in plan.layers
    assert plan.left_out == {"kicker": "room"}


def test_a_refusal_never_blames_the_kicker() -> None:
    with pytest.raises(DoesNotFit) as refusal:
        plan_card(cards.card("explainer", "de", words=Words("Frist", "Frist " * 400, kicker="Frist " * 40)))
    assert refusal.value.layer == "body"
