"""A plan as a PDF: letters as outlines of embedded fonts that can be searched and copied, photos at 300 dots an inch.

Typst writes the file. It is handed finished lines at finished places and decides nothing; its shaping works on the same
font files as that of the pictures. The same plan gives the same bytes.
"""

import json
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from fontTools.ttLib import TTFont

from assets.errors import AssetError
from assets.fonts import FILES
from assets.formats import Format
from assets.geometry.items import Inset, Mark, Patch, Plan, TextLine
from assets.marks import ICON_ON_DISC, sign_points, tick_colour
from assets.paint import fade_end, ground_colour, text_colour
from assets.sheets.files import icon_as_svg, logo_file, photo_as_jpeg, qr_as_svg
from assets.spec import Brand, CardSpec
from assets.typeset.measure import advance

DOTS_PER_INCH = 300
_MM_PER_INCH = 25.4
_POINTS_PER_MM = 72 / _MM_PER_INCH
_TEMPLATE = Path(__file__).with_name("sheet.typ")
_EMOJI = "Litfass Emoji"


def pdf_of(plan: Plan, spec: CardSpec, fmt: Format) -> bytes:
    """The sheet as a PDF that says its language and title and carries its words as text."""
    assert fmt.millimetres is not None
    with TemporaryDirectory(prefix="litfass-sheet-") as name:
        folder = Path(name)
        writer = _Writer(plan, spec, fmt, folder)
        (folder / "sheet.json").write_text(json.dumps(writer.sheet()), encoding="utf-8")
        (folder / "sheet.typ").write_bytes(_TEMPLATE.read_bytes())
        try:
            made = typst.compile(
                folder / "sheet.typ",
                root=folder,
                font_paths=[FILES],
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=["ua-1"],
            )
        except typst.TypstError as fault:
            raise AssetError("The sheet cannot be written as a PDF: {reason}.", reason=fault) from None
    if not isinstance(made, bytes):
        raise AssetError("The sheet has more than one page; the layout is at fault.")
    return made


def print_pixels(fmt: Format) -> tuple[int, int]:
    """Width and height of the sheet in dots at the resolution of printing."""
    assert fmt.millimetres is not None
    width, height = (round(side / _MM_PER_INCH * DOTS_PER_INCH) for side in fmt.millimetres)
    return width, height


class _Writer:
    """Items of a plan as rows for the template, in points."""

    def __init__(self, plan: Plan, spec: CardSpec, fmt: Format, folder: Path) -> None:
        self.plan, self.spec, self.folder = plan, spec, folder
        assert fmt.millimetres is not None
        self.size = tuple(side * _POINTS_PER_MM for side in fmt.millimetres)
        self.point = self.size[0] / plan.width
        self.dots = print_pixels(fmt)[0] / plan.width
        self.has_title = False

    def sheet(self) -> dict[str, Any]:
        ground = _paint(self.plan.ground, self.spec.brand)
        whole = {"kind": "patch", "x": 0, "y": 0, "width": self.size[0], "height": self.size[1]}
        rows: list[dict[str, Any]] = [{**whole, "colour": ground}]
        for item in self.plan.items:
            if isinstance(item, TextLine):
                rows += self._text(item)
            elif isinstance(item, Patch):
                rows.append(
                    {"kind": "patch", **self._box(item), "colour": _paint(item.colour, self.spec.brand)}
                )
            elif isinstance(item, Mark):
                rows += self._mark(item)
            else:
                rows.append(self._inset(item))
        return {
            "title": self.spec.words.headline.replace("\n", " "),
            "author": self.spec.brand.name,
            "language": self.spec.language,
            "width": self.size[0],
            "height": self.size[1],
            "items": rows,
        }

    def _box(self, item: Patch | Mark | Inset) -> dict[str, float]:
        """A rectangle at the edge of the sheet reaches it, whatever was rounded."""
        box, point = item.box, self.point
        right, bottom = min(box.right * point, self.size[0]), min(box.bottom * point, self.size[1])
        if box.bottom > self.plan.height - 1:
            bottom = self.size[1]
        x, y = box.x * point, box.y * point
        return {"x": x, "y": y, "width": right - x, "height": bottom - y}

    def _text(self, line: TextLine) -> list[dict[str, Any]]:
        width = advance(line.text, line.path, line.language, line.direction) * line.px
        left = line.box.right - width + line.hang if line.side == "right" else line.box.x - line.hang
        colour = _hex(text_colour(self.spec.brand, line.ground, line.colour, line.px))
        family, weight = _face(line.path)
        is_first = line.layer == "headline" and not self.has_title
        self.has_title = self.has_title or is_first
        row = {
            "kind": "text",
            "x": left * self.point,
            "y": line.baseline * self.point,
            "text": line.text,
            "fonts": [family, _EMOJI],
            "weight": weight,
            "size": line.px * self.point,
            "colour": colour,
            "language": line.language,
            "rtl": line.direction == "rtl",
            "plain": line.language.split("-")[0] in ("tr", "az"),
            "first": is_first,
        }
        return [row, self._strike(line, left, width, colour)] if line.strike else [row]

    def _strike(self, line: TextLine, left: float, width: float, colour: str) -> dict[str, Any]:
        point = self.point
        top = line.baseline - line.px * 0.27
        place = {"x": left * point, "y": top * point, "width": width * point}
        return {"kind": "patch", **place, "height": line.px / 18 * point, "colour": colour}

    def _mark(self, mark: Mark) -> list[dict[str, Any]]:
        brand, box = self.spec.brand, self._box(mark)
        ground, _, role = mark.colour.partition("/")
        colour = _hex(text_colour(brand, ground, role, 66))
        rows: list[dict[str, Any]] = []
        if mark.sign.startswith("icon/"):
            inner = dict(box)
            if mark.disc:
                rows.append({"kind": "disc", **box, "colour": _hex(ground_colour(brand, mark.disc))})
                spare = box["width"] * (1 - ICON_ON_DISC) / 2
                inner = {"x": box["x"] + spare, "y": box["y"] + spare}
                inner |= {"width": box["width"] * ICON_ON_DISC, "height": box["width"] * ICON_ON_DISC}
            name = self._file("svg", icon_as_svg(mark.sign.removeprefix("icon/"), colour))
            return [*rows, {"kind": "image", **inner, "file": name, "alt": ""}]
        if mark.sign == "check":
            rows.append({"kind": "patch", **box, "colour": colour})
            colour = _hex(tick_colour(brand, ground, text_colour(brand, ground, role, 66)))
        side = box["width"]
        points = [((1 - x if mark.flipped else x) * side, y * side) for x, y in sign_points(mark.sign)]
        return [*rows, {"kind": "sign", **box, "points": points, "thick": side * 0.15, "colour": colour}]

    def _inset(self, inset: Inset) -> dict[str, Any]:
        box = self._box(inset)
        alt = {"qr": str(inset.data), "logo": "Logo", "emblem": "Emblem"}.get(inset.kind, "")
        if inset.kind == "qr":
            name = self._file("svg", qr_as_svg(str(inset.data)))
        elif inset.kind == "photo":
            name = self._file("jpg", photo_as_jpeg(inset, self.dots))
        else:
            ending, data = logo_file(inset.data)
            name = self._file(ending, data)
        return {"kind": "image", **box, "file": name, "alt": alt}

    def _file(self, ending: str, data: bytes) -> str:
        name = f"{len(list(self.folder.iterdir()))}.{ending}"
        (self.folder / name).write_bytes(data)
        return name


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _paint(colour: str, brand: Brand) -> str | list[str]:
    """A colour, or both ends of a fade."""
    ground, _, role = colour.partition("/")
    if role:
        return _hex(text_colour(brand, ground, role))
    return (
        [_hex(ground_colour(brand, ground)), _hex(fade_end(brand))]
        if ground == "fade"
        else _hex(ground_colour(brand, ground))
    )


@lru_cache(maxsize=32)
def _face(path: Path) -> tuple[str, int]:
    """Family and weight by which the file is known."""
    with TTFont(path, lazy=True) as file:
        return str(file["name"].getDebugName(1)), int(file["OS/2"].usWeightClass)
