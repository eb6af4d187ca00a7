"""Words over a photo stand on a sheet of their own."""

import pytest

from assets.films.scenes import on_photo
from assets.films.sprites import sprite_of
from assets.geometry.items import Patch
from assets.geometry.plan import plan_card
from tests.assets.cards import BRAND, card


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("format", ["story", "square", "landscape"])
def test_the_sheet_covers_all_of_its_place_and_every_word(language: str, format: str) -> None:
    plan = on_photo(plan_card(card("explainer", language, format)), lowest=10_000)
    sheet, *words = plan.items
    assert isinstance(sheet, Patch)
    whole = sprite_of(plan.items, BRAND, (plan.width, plan.height))
    assert whole is not None and whole.shares is None
    assert (whole.x, whole.y, *whole.luma.size) == (
        sheet.box.x,
        sheet.box.y,
        sheet.box.width,
        sheet.box.height,
    )
    for item in words:
        assert sheet.box.x <= item.box.x and item.box.right <= sheet.box.right


def test_the_sheet_ends_where_captions_begin() -> None:
    sheet = on_photo(plan_card(card("explainer", "de", "landscape")), lowest=400).items[0]
    assert isinstance(sheet, Patch) and sheet.box.bottom == 400
