"""The parts of a layout: layers, groups, decor, and the words they may use."""

from dataclasses import dataclass, fields
from typing import Literal

from assets.spec import Words
from assets.weights import Weight

Ground = Literal["paper", "ink", "accent", "white", "tint", "fade", "photo"]
Ink = Literal["text", "quiet", "accent", "hairline"]

KINDS = ("text", "list", "rule", "qr", "logos", "funder", "icon")
FLOWS = ("column", "row")
JUSTIFIES = ("start", "center", "end", "between")
ALIGNS = ("start", "center", "end", "stretch")
GROUNDS = ("paper", "ink", "accent", "white", "tint", "fade", "photo")
INKS = ("text", "quiet", "accent", "hairline")
MARKERS = ("none", "numbers", "checks", "dashes", "arrows", "icons")
YIELDS = ("", "first", "last")
SHAPES = ("square", "tall", "story", "wide")
SIDES = ("start", "end", "top", "bottom")
FIELDS = (*(one.name for one in fields(Words)), "credit")

LEAST_PX = 32  # 12 CSS px on a phone that shows 1080 px on 390 CSS px


@dataclass(frozen=True)
class Layer:
    """Something drawn.

    text: `fields` joined by `join`, between the sizes of `size`; `floor` is the smallest size that a single wide word
    may force (0: the smallest of `size`); `display` lets a date that is too wide part before its year, and
    rather so than be smaller than `parts_below`; at most `lines` lines (0: any); `strike` draws a line through it;
    `at_most_of` and `at_most` limit its size to a share of another layer's.
    list: one item per entry of the field, with `marker` in a gutter, `gap` between, `rules` above each. The marker
    "icons" takes the card's signs one by one, and numbers where there are none; `gutter` is its width in ems.
    icon: the sign named `icon`, or the card's own where that is empty, `extent` high; on a disc of `ground`.
    rule: a line, `thickness` high, `length` of the width (1.0: all); with a `ground` it is a shape of that colour that
    reaches the edges of `bleed`. qr: a code of `extent` pixels. logos: the bar of
    marks, `extent` high. funder: the locked zone, its emblem `extent` high, white as far as the edges of `bleed`.
    `ground` and `pad` [block, inline] give a text its own patch of colour. `only_with`: fields of which one must be
    filled for this layer to appear. A layer that `yields` is left out where everything else would not fit beside it:
    "first" before the white between things is made least, "last" only before a text would be refused.
    """

    kind: str
    fields: tuple[str, ...] = ()
    join: str = " · "
    size: tuple[int, ...] = (44, 44)
    weight: Weight = "regular"
    leading: float = 1.36
    floor: int = 0
    display: bool = False
    parts_below: int = 0
    lines: int = 0
    colour: Ink = "text"
    balance: bool = False
    hang: bool = False
    strike: bool = False
    at_most_of: str = ""
    at_most: float = 1.0
    marker: str = "none"
    gap: int = 28
    rules: bool = False
    thickness: int = 2
    length: float = 1.0
    extent: int = 56
    icon: str = ""
    gutter: float = 1.5
    ground: Ground | None = None
    pad: tuple[int, ...] = (0, 0)
    only_with: tuple[str, ...] = ()
    bleed: tuple[str, ...] = ()
    share: float = 1.0
    yields: str = ""


@dataclass(frozen=True)
class Group:
    """Layers and groups one under another (column) or side by side (row), `gap` apart.

    `pad` is [top, end, bottom, start]. `ground` fills the group, as far as the picture's edge on the sides of
    `bleed`; "fade" is a gradient of the accent, "photo" the card's photo cut to the group, darkened behind words, or
    the fade where the card has none. A group that may `grow` takes spare room; `justify` says where its children then
    stand. `share` is its part of a row's width. `least` is the smallest height; like white it gives way to letters.
    """

    children: tuple[str, ...]
    flow: str = "column"
    gap: int = 0
    pad: tuple[int, ...] = (0, 0, 0, 0)
    ground: Ground | None = None
    bleed: tuple[str, ...] = ()
    grow: bool = False
    justify: str = "start"
    align: str = "start"
    share: float = 1.0
    least: int = 0


@dataclass(frozen=True)
class Decor:
    """A rectangle of the ground, in thousandths of width and height; mirrored for right-to-left."""

    colour: Ground
    x: int
    y: int
    width: int
    height: int
