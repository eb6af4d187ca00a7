"""Building the faces of signs: colour emoji from Twemoji, icons from Phosphor; `build` calls it."""

from pathlib import Path
from typing import Any

from defusedxml.ElementTree import parse
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.svgLib.path import parse_path
from fontTools.ttLib import TTFont

from assets.fonts.cutting import FIXED_TIME, source, write

EMOJI_ADVANCE = 1.08  # ems; a placeholder in the other faces keeps exactly this room
PLACEHOLDER, BLOCK = 0xFFFC, 0xFFFD  # the room of an emoji: empty, and as a block that shows where it stands

#: Icons by the name layouts and cards use; the value is the file's name where it differs.
ICONS = {
    "advice": "chats-circle",
    "baby": "baby-carriage",
    "bank": "bank",
    "bed": "bed",
    "bell": "bell",
    "broom": "broom",
    "bus": "bus",
    "calculator": "calculator",
    "calendar": "calendar-check",
    "care": "hand-heart",
    "check": "check-circle",
    "clock": "clock",
    "contract": "signature",
    "document": "file-text",
    "doctor": "stethoscope",
    "door": "door-open",
    "envelope": "envelope-simple",
    "eye": "eye",
    "factory": "factory",
    "family": "users-three",
    "farm": "plant",
    "food": "fork-knife",
    "gavel": "gavel",
    "globe": "globe",
    "handshake": "handshake",
    "hardhat": "hard-hat",
    "health": "first-aid-kit",
    "heart": "heart",
    "hospital": "hospital",
    "hourglass": "hourglass-medium",
    "house": "house",
    "identity": "identification-card",
    "key": "key",
    "knife": "knife",
    "language": "translate",
    "laptop": "laptop",
    "law": "scales",
    "list": "list-checks",
    "lock": "lock",
    "loudspeaker": "megaphone",
    "magnifier": "magnifying-glass",
    "money": "money",
    "package": "package",
    "pen": "pencil-simple",
    "people": "users",
    "percent": "percent",
    "person": "user-circle",
    "phone": "phone",
    "pin": "map-pin",
    "question": "question",
    "receipt": "receipt",
    "savings": "piggy-bank",
    "school": "graduation-cap",
    "shield": "shield-check",
    "speech": "chat-circle-text",
    "stop": "hand-palm",
    "truck": "truck",
    "umbrella": "umbrella",
    "warning": "warning",
    "woman": "gender-female",
    "work": "briefcase",
    "wrench": "wrench",
    "wrong": "x-circle",
}
_GRID = 256  # Phosphor draws on 256 units
_EM = 1024


def build_icons(root: Path, target: Path) -> None:
    """One outline per icon, filled style, standing on the baseline and one em high."""
    folder = source(root, "phosphor-icons-core", "assets", "fill")
    names = sorted(ICONS)
    glyphs: dict[str, Any] = {".notdef": TTGlyphPen(None).glyph()}
    for name in names:
        pen = TTGlyphPen(None)
        scale = _EM / _GRID
        upright = TransformPen(
            Cu2QuPen(pen, max_err=0.5, reverse_direction=True), (scale, 0, 0, -scale, 0, _EM)
        )
        for path in parse(folder / f"{ICONS[name]}-fill.svg").iter("{http://www.w3.org/2000/svg}path"):
            parse_path(path.attrib["d"], upright)
        glyphs[name] = pen.glyph()
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({0xE000 + number: name for number, name in enumerate(names)})
    builder.setupGlyf(glyphs)
    outlines = builder.font["glyf"]
    builder.setupHorizontalMetrics({name: (_EM, getattr(outlines[name], "xMin", 0)) for name in glyphs})
    builder.setupHorizontalHeader(ascent=_EM, descent=0)
    names_ = {
        "familyName": "Litfass Icons",
        "styleName": "Regular",
        "copyright": "Copyright 2023 Phosphor Icons",
    }
    builder.setupNameTable({**names_, "licenseDescription": "MIT License"})
    builder.setupOS2(sTypoAscender=_EM, sTypoDescender=0, usWinAscent=_EM, usWinDescent=0)
    builder.setupPost()
    font = builder.font
    font["head"].created = font["head"].modified = FIXED_TIME
    font.recalcTimestamp = False
    write(font, target)


def build_emoji(root: Path, target: Path) -> None:
    """Twemoji in flat colour layers. Base glyphs get a frame of the whole em, without which Pillow, which measures
    them and not their layers, draws nothing."""
    font = TTFont(source(root, "twemoji-colr-font", "twemoji.woff2"))
    em = font["head"].unitsPerEm
    bottom = font["hhea"].descent
    for name in font["COLR"].ColorLayers:
        pen = TTGlyphPen(None)
        pen.moveTo((0, bottom))
        for corner in ((0, bottom + em), (em, bottom + em), (em, bottom)):
            pen.lineTo(corner)
        pen.closePath()
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = (round(em * EMOJI_ADVANCE), 0)
    for tag in ("FFTM", "cvt ", "gasp", "GDEF"):
        if tag in font:
            del font[tag]
    font["post"].formatType = 3.0
    font["name"].setName("Litfass Emoji", 1, 3, 1, 0x409)
    font["name"].setName("Litfass Emoji", 4, 3, 1, 0x409)
    font["head"].created = font["head"].modified = FIXED_TIME
    font.recalcTimestamp = False
    write(font, target)


def with_room_for_emoji(font: TTFont) -> TTFont:
    """The face with two glyphs as wide as an emoji: an empty one that keeps its room in a line, and a block of the
    same width that tells where in the line, ordered and shaped, that room came to lie."""
    em = font["head"].unitsPerEm
    width = round(em * EMOJI_ADVANCE)
    side = round(em * 0.04)
    pen = TTGlyphPen(None)
    pen.moveTo((side, 0))
    for corner in ((side, em // 2), (width - side, em // 2), (width - side, 0)):
        pen.lineTo(corner)
    pen.closePath()
    order = font.getGlyphOrder()
    for name, code, glyph in (
        ("emojiroom", PLACEHOLDER, TTGlyphPen(None).glyph()),
        ("emojiblock", BLOCK, pen.glyph()),
    ):
        if name not in order:
            order = [*order, name]
        font.setGlyphOrder(order)
        font["glyf"][name] = glyph
        font["hmtx"][name] = (width, 0 if glyph.numberOfContours == 0 else side)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name
    font["maxp"].numGlyphs = len(order)
    return font
