"""Sheets for printing: the size of the paper, words that are text, and the same sheet as on the screen."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
import typst
from PIL import Image, ImageChops, ImageStat

from assets.errors import AssetError
from assets.fonts import FILES
from assets.formats import format_for
from assets.geometry.items import TextLine
from assets.geometry.plan import plan_card
from assets.image import PDF, render_card
from assets.sheets import pdf
from assets.spec import CardSpec
from tests.assets import cards

POINTS = {"a4": (595.276, 841.89), "a6": (297.638, 419.528)}


@pytest.mark.parametrize("key", POINTS)
def test_a_sheet_has_the_size_of_its_paper_and_one_page(key: str) -> None:
    made = render_card(cards.card("flyer", "de", key), media_type=PDF)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", made.data)
    assert [tuple(map(float, box)) for box in boxes] == [pytest.approx(POINTS[key], abs=0.01)]
    assert (made.width, made.height) == {"a4": (2480, 3508), "a6": (1240, 1748)}[key]
    assert made.data.count(b"/FontFile2") == made.data.count(b"/CIDFontType2")  # every face is in the file


@pytest.mark.parametrize(
    ("layout", "language"), [("flyer", "ar"), ("icon_steps", "fa"), ("cover", "de"), ("steps", "ru")]
)
def test_a_sheet_drawn_by_another_program_looks_as_the_picture(
    layout: str, language: str, tmp_path: Path
) -> None:
    """Typst shapes and orders letters by its own means; a lost joint or a turned number would show."""
    spec = cards.card(layout, language, "a6")
    with drawn_by_typst(spec, tmp_path) as sheet, Image.open(BytesIO(render_card(spec).data)) as picture:
        size = (sheet.width // 4, sheet.height // 4)
        one, two = (image.convert("L").resize(size, Image.Resampling.BOX) for image in (sheet, picture))
    difference = ImageStat.Stat(ImageChops.difference(one, two)).mean[0] / 255
    turned = (
        ImageStat.Stat(ImageChops.difference(one, two.transpose(Image.Transpose.FLIP_LEFT_RIGHT))).mean[0]
        / 255
    )
    assert difference < 0.02 < turned


def test_lines_of_a_sheet_begin_where_those_of_the_picture_do(tmp_path: Path) -> None:
    """A point or comma at a line's end does not hang out of it, which would move where the line begins."""
    spec = cards.card("flyer", "ar", "a6")
    lines = [
        item for item in plan_card(spec).items if isinstance(item, TextLine) and item.layer == "headline"
    ]
    assert lines[0].text.endswith("،") and not lines[1].text.endswith("،")
    with drawn_by_typst(spec, tmp_path) as sheet, Image.open(BytesIO(render_card(spec).data)) as picture:
        for line in lines:
            ends = [_ink_ends(image.convert("L"), line) for image in (sheet, picture)]
            assert abs(ends[0] - ends[1]) <= 3, (line.text, ends)


def _ink_ends(image: Image.Image, line: TextLine) -> int:
    """The last column with light letters on the dark ground of a line."""
    band = image.crop((0, round(line.baseline - 0.6 * line.px), image.width, round(line.baseline)))
    box = band.point(lambda value: 255 if value > 200 else 0).getbbox()
    assert box is not None
    return box[2]


def drawn_by_typst(spec: CardSpec, tmp_path: Path) -> Image.Image:
    fmt = format_for(spec.format)
    writer = pdf._Writer(plan_card(spec), spec, fmt, tmp_path)
    (tmp_path / "sheet.json").write_text(json.dumps(writer.sheet()), encoding="utf-8")
    (tmp_path / "sheet.typ").write_bytes(pdf._TEMPLATE.read_bytes())
    dots = 72 * fmt.width / POINTS["a6"][0]
    drawn = typst.compile(
        tmp_path / "sheet.typ",
        root=tmp_path,
        font_paths=[FILES],
        ignore_system_fonts=True,
        format="png",
        ppi=dots,
    )
    assert isinstance(drawn, bytes)
    return Image.open(BytesIO(drawn))


def test_a_second_sheet_has_the_same_bytes() -> None:
    one, two = (render_card(cards.card("photo", "fa", "a4"), media_type=PDF) for _ in range(2))
    assert one.data == two.data


def test_a_pdf_of_a_format_for_screens_is_refused_with_the_sheets_there_are() -> None:
    with pytest.raises(AssetError, match=r"portrait.*a4, a6"):
        render_card(cards.card("flyer", "de", "portrait"), media_type=PDF)
