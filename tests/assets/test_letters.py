"""Letters put down by table are the same pixels as letters blended; uneven grounds are seen."""

import pickle
from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from assets.geometry.items import Patch, TextLine
from assets.geometry.plan import plan_card
from assets.image import draw, render_card
from assets.layouts import layout_keys
from assets.letters import Surface, draw_letters, letters_of
from assets.paint import ground_colour
from tests.assets import cards


@pytest.mark.parametrize("language", cards.SCRIPTS)
@pytest.mark.parametrize("layout", layout_keys())
def test_letters_by_table_are_the_pixels_of_blending(layout: str, language: str) -> None:
    spec = cards.card(layout, language)
    plan = plan_card(spec)
    everything = draw(plan, spec.brand)
    lines = [item for item in plan.items if isinstance(item, TextLine)]
    bare = draw(replace(plan, items=tuple(item for item in plan.items if item not in lines)), spec.brand)
    draw_letters(
        bare, [letters_of(line, spec.brand, []) for line in lines]
    )  # no surface: every mask is blended
    assert ImageChops.difference(everything, bare).getbbox() is None


def test_lines_that_reach_into_each_other_keep_all_their_ink() -> None:
    spec = cards.card("explainer", "de")
    line = next(
        item for item in plan_card(spec).items if isinstance(item, TextLine) and item.layer == "headline"
    )
    near = replace(line, baseline=line.baseline + 0.4 * line.px)
    page = Surface((0, 0, 1080, 1350), ground_colour(spec.brand, "paper"))
    pictures = []
    for surfaces in ([page], []):
        image = Image.new("RGB", (1080, 1350), page.colour)
        draw_letters(image, [letters_of(one, spec.brand, surfaces) for one in (line, near)])
        pictures.append(image.tobytes())
    assert pictures[0] == pictures[1]


def test_a_line_across_the_edge_of_a_surface_has_no_ground_of_one_colour() -> None:
    spec = cards.card("deadline", "de")
    plan = plan_card(spec)
    line = next(item for item in plan.items if isinstance(item, TextLine) and item.layer == "date")
    page = Surface((0, 0, 1080, 1350), (255, 255, 255))
    banner = next(item for item in plan.items if isinstance(item, Patch))
    middle = round(line.baseline - 0.3 * line.px)
    half = Surface((0, 0, 1080, middle), (200, 50, 31))
    assert banner.box.bottom > line.baseline
    assert letters_of(line, spec.brand, [page]).ground == (255, 255, 255)
    assert letters_of(line, spec.brand, [page, half]).ground is None
    assert letters_of(line, spec.brand, [half, page]).ground == (255, 255, 255)


def test_a_picture_travels_between_processes() -> None:
    made = render_card(cards.card("steps", "ar"), media_type="image/jpeg")
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - our own bytes
    assert type(made.fit.layers) is dict
