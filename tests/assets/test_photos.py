"""Photos are cut around what matters, darkened only as far as words need it, and never mirrored."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from assets.errors import AssetError
from assets.geometry.items import Inset, TextLine
from assets.geometry.plan import plan_card
from assets.image import draw, render_card
from assets.photos import veiled, window
from assets.spec import Brand, CardSpec, Photo, Words
from tests.assets import cards

SIDES = st.integers(40, 4000)
SHARES = st.floats(0, 1)


def cut_to(photo: Photo, size: tuple[int, int]) -> Image.Image:
    return veiled(photo, size, None, 0.0)


def picture(colour: str, size: tuple[int, int] = (1200, 900), spot: tuple[int, int] | None = None) -> bytes:
    image = Image.new("RGB", size, colour)
    if spot is not None:
        image.paste("#ff00ff", (spot[0] - 40, spot[1] - 40, spot[0] + 40, spot[1] + 40))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@given(st.tuples(SIDES, SIDES), st.tuples(SIDES, SIDES), st.tuples(SHARES, SHARES))
def test_what_is_shown_lies_inside_has_the_shape_and_holds_the_focus(
    whole: tuple[int, int], size: tuple[int, int], focus: tuple[float, float]
) -> None:
    left, top, right, bottom = window(whole, size, focus)
    assert left >= -1e-6 and top >= -1e-6 and right <= whole[0] + 1e-6 and bottom <= whole[1] + 1e-6
    assert (right - left) * size[1] == pytest.approx((bottom - top) * size[0], rel=1e-6)
    assert left - 1e-6 <= focus[0] * whole[0] <= right + 1e-6
    assert top - 1e-6 <= focus[1] * whole[1] <= bottom + 1e-6


@pytest.mark.parametrize("size", [(1080, 300), (300, 1080), (1001, 999)])
@pytest.mark.parametrize("spot", [(80, 80), (1100, 820), (600, 100)])
def test_the_focus_stays_in_the_picture_whatever_its_shape(
    size: tuple[int, int], spot: tuple[int, int]
) -> None:
    photo = Photo(picture("#808080", spot=spot), (spot[0] / 1200, spot[1] / 900))
    cut = cut_to(photo, size)
    assert cut.size == size
    seen = sum(count for count, colour in cut.getcolors(1 << 22) if colour == (255, 0, 255))  # type: ignore[misc]
    scale = max(size[0] / 1200, size[1] / 900)
    assert seen > 0.6 * (80 * scale) ** 2


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#c8a080"])
@pytest.mark.parametrize("layout", ["cover", "photo"])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_words_can_be_read_on_any_photo(layout: str, colour: str, language: str) -> None:
    spec = cards.card(layout, language)
    render_card(
        CardSpec(layout, "story", language, spec.direction, spec.words, cards.BRAND, Photo(picture(colour)))
    )


def test_a_brand_of_any_readable_colours_veils_a_white_photo_enough() -> None:
    for ink, paper in (("#1b2a4a", "#fdf6e3"), ("#ffffff", "#202020"), ("#5b5b5b", "#ffffff")):
        brand = Brand("Farbe", ink=ink, paper=paper)
        words = Words("Frist", source="§ 622 BGB")
        render_card(
            CardSpec("cover", "square", "de", "ltr", words, brand, Photo(picture("#ffffff"), credit="A"))
        )


def test_away_from_words_the_photo_keeps_its_colours() -> None:
    photo = Photo(picture("#80b0f0"))
    words = Words("Frist", source="§ 622 BGB")
    spec = CardSpec("cover", "story", "de", "ltr", words, cards.BRAND, photo)
    plan = plan_card(spec)
    place = next(item for item in plan.items if isinstance(item, Inset) and item.kind == "photo")
    image = draw(plan, spec.brand)
    rows = [image.getpixel((540, y)) for y in range(round(place.box.y), round(place.box.bottom), 8)]
    assert (0x80, 0xB0, 0xF0) in rows and len(set(rows)) > 3


@pytest.mark.parametrize("format", ["square", "portrait", "story", "a6"])
def test_a_photo_stays_clear_beside_the_mark_that_stands_on_it(format: str) -> None:
    spec = CardSpec(
        "cover", format, "de", "ltr", Words("Frist"), Brand("Name"), Photo(picture("#80b0f0"), credit="A")
    )
    plan = plan_card(spec)
    mark = next(item for item in plan.items if isinstance(item, TextLine) and item.layer == "logos")
    image = draw(plan, spec.brand)
    assert image.getpixel((plan.width - 20, round(mark.box.y + mark.box.height / 2))) == (0x80, 0xB0, 0xF0)
    assert image.getpixel((round(mark.box.x) - 4, round(mark.baseline))) == (255, 255, 255)


def test_a_photo_is_not_mirrored_and_its_credit_stands_on_the_card() -> None:
    photo = Photo(picture("#808080", spot=(80, 450)), (0.5, 0.5), "Photographer 1")
    for direction, language in (("ltr", "de"), ("rtl", "ar")):
        spec = CardSpec("photo", "portrait", language, direction, Words("1"), cards.BRAND, photo)  # type: ignore
        plan = plan_card(spec)
        assert any("Photographer 1" in item.text for item in plan.items if isinstance(item, TextLine))
        place = next(item for item in plan.items if isinstance(item, Inset) and item.kind == "photo").box
        cut = cut_to(photo, (round(place.width), round(place.height)))
        drawn = draw(plan, spec.brand).crop(
            (round(place.x), round(place.y), round(place.right), round(place.bottom))
        )
        assert drawn.tobytes() == cut.tobytes()


def test_a_photo_that_is_none_and_a_focus_outside_are_refused() -> None:
    with pytest.raises(AssetError, match="cannot be read"):
        cut_to(Photo(b"GIF89a"), (100, 100))
    with pytest.raises(AssetError, match="focus"):
        Photo(b"", (1.2, 0.5))


def test_a_layout_for_a_photo_has_a_fade_where_there_is_none() -> None:
    words = cards.WORDS["de"]["cover"]
    spec = CardSpec("cover", "portrait", "de", "ltr", words, cards.BRAND)
    image = draw(plan_card(spec), spec.brand)
    assert image.getpixel((540, 2)) != image.getpixel((540, 500))
