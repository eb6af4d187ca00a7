"""Boxes from groups: heights first (measure), then places (place). Coordinates are logical: x grows in reading
direction from the start edge; `plan` turns them into physical ones."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field

from assets.geometry.blocks import Block, Setting
from assets.geometry.items import Box
from assets.layouts.parts import Group, Layer
from assets.layouts.schema import Arrangement

GUTTER_EM = 1.5
TIGHTEST = 0.62


class CannotStand(Exception):
    """A word is wider than its box even at the smallest size; `layer` names whose."""

    def __init__(self, layer: str, width: float) -> None:
        self.layer, self.width = layer, width
        super().__init__(layer)


@dataclass(frozen=True)
class Content:
    """What there is to place: texts by layer (lists have several), and the natural size of insets."""

    settings: Mapping[str, tuple[Setting, ...]]
    insets: Mapping[str, Callable[[float], tuple[float, float]]]
    present: frozenset[str]  # names of layers and groups that are shown


def present_with_groups(arrangement: Arrangement, layers: Set[str]) -> frozenset[str]:
    """The layers that have content and the groups that show any of them; a rule alone does not make a group appear."""
    present = set(layers)

    def visit(name: str) -> bool:
        group = arrangement.groups.get(name)
        if group is None:
            return name in layers and arrangement.layers[name].kind != "rule"
        shown = [visit(child) for child in group.children]
        if any(shown):
            present.add(name)
        return any(shown)

    visit("page")
    return frozenset(present)


@dataclass
class Flow:
    """One attempt: sizes at `share` between smallest and largest."""

    arrangement: Arrangement
    content: Content
    share: float
    blocks: dict[tuple[str, int], tuple[Block, ...]] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # White between things gives way with the letters: at the smallest sizes it is TIGHTEST of its measure. Lines,
        # too, stand a little closer then.
        self.looseness = TIGHTEST + (1 - TIGHTEST) * min(1.0, 2 * self.share)
        self.leading = 1 - 0.2 * (1 - self.looseness)

    def gap(self, part: Group | Layer) -> float:
        return part.gap * self.looseness

    def pads(self, group: Group) -> tuple[float, float, float, float]:
        """Inner margins: top and bottom give way, the sides keep the margin of the page."""
        top, end, bottom, start = group.pad
        return top * self.looseness, end, bottom * self.looseness, start

    def children(self, group: Group) -> tuple[str, ...]:
        return tuple(child for child in group.children if child in self.content.present)

    # Heights

    def height(self, name: str, width: float) -> float:
        group = self.arrangement.groups.get(name)
        if group is None:
            return self._layer_height(name, self.arrangement.layers[name], width)
        top, end, bottom, start = self.pads(group)
        inner = width - start - end
        children = self.children(group)
        if group.flow == "row":
            widths = self.widths(group, inner)
            tall = max((self.height(c, widths[c]) for c in children), default=0.0)
        else:
            tall = sum(self.height(c, inner) for c in children) + self.gap(group) * max(0, len(children) - 1)
        return max(group.least, tall + top + bottom)

    def _layer_height(self, name: str, layer: Layer, width: float) -> float:
        if layer.kind == "rule":
            return layer.thickness
        if layer.kind in ("text", "list"):
            blocks = self.set_layer(name, layer, width)
            heights = sum(block.height for block in blocks)
            gaps = (
                self.gap(layer) * (2 if layer.rules else 1) * max(0, len(blocks) - (0 if layer.rules else 1))
            )
            return heights + gaps + 2 * layer.pad[0]
        return self.content.insets[name](width)[1]

    def set_layer(self, name: str, layer: Layer, width: float) -> tuple[Block, ...]:
        """The layer's blocks in this width. The items of a list share the size of the tightest."""
        key = (name, round(width * 4))
        if key in self.blocks:
            return self.blocks[key]
        settings = self.content.settings[name]
        px = min(setting.size_at(self.share) for setting in settings)
        if layer.at_most_of in self.content.settings:
            other = self.content.settings[layer.at_most_of][0]
            px = min(px, max(settings[0].least, int(other.size_at(self.share) * layer.at_most)))
        while True:
            room = width - 2 * layer.pad[1] - gutter(layer, px)
            made = [setting.block(px, room, self.leading) for setting in settings]
            if any(block is None for block in made):
                raise CannotStand(name, room)
            blocks = [block for block in made if block is not None]
            smallest = min(block.px for block in blocks)
            if smallest == px or len(blocks) == 1:
                break
            px = smallest
        self.blocks[key] = tuple(blocks)
        return self.blocks[key]

    # Widths of a row

    def widths(self, group: Group, width: float) -> dict[str, float]:
        children = self.children(group)
        fixed = {c: self._natural(c, width) for c in children}
        free = width - group.gap * max(0, len(children) - 1) - sum(w for w in fixed.values() if w is not None)
        shares = {c: self._share(c) for c in children if fixed[c] is None}
        whole = sum(shares.values()) or 1.0
        return {c: (free * shares[c] / whole if w is None else w) for c, w in fixed.items()}

    def _share(self, name: str) -> float:
        part = self.arrangement.groups.get(name) or self.arrangement.layers[name]
        return part.share

    def _natural(self, name: str, width: float) -> float | None:
        """Width of what has its own: codes, marks and patches that hug their word."""
        layer = self.arrangement.layers.get(name)
        if layer is None or layer.kind in ("list", "rule"):
            return None
        if layer.kind == "text":
            if layer.ground is None:
                return None
            blocks = self.set_layer(name, layer, width)
            return max(block.width for block in blocks) + 2 * layer.pad[1]
        return self.content.insets[name](width)[0]

    # Places

    def place(self, name: str, box: Box) -> None:
        """Puts a layer or a group with all it holds into the box."""
        self.boxes[name] = box
        group = self.arrangement.groups.get(name)
        if group is None:
            return
        top, end, bottom, start = self.pads(group)
        inner = Box(box.x + start, box.y + top, box.width - start - end, box.height - top - bottom)
        (self._place_row if group.flow == "row" else self._place_column)(group, inner)

    def _place_row(self, group: Group, inner: Box) -> None:
        widths = self.widths(group, inner.width)
        children = self.children(group)
        natural = sum(widths.values()) + group.gap * max(0, len(children) - 1)
        spare = max(0.0, inner.width - natural)
        gap, x = (
            group.gap
            + (spare / (len(children) - 1) if group.justify == "between" and len(children) > 1 else 0),
            inner.x,
        )
        for child in children:
            height = inner.height if group.align == "stretch" else self.height(child, widths[child])
            rest = inner.height - height
            y = inner.y + {"center": rest / 2, "end": rest}.get(group.align, 0.0)
            self.place(child, Box(x, y, widths[child], height))
            x += widths[child] + gap

    def _place_column(self, group: Group, inner: Box) -> None:
        children = self.children(group)
        heights = {c: self.height(c, inner.width) for c in children}
        spare = max(0.0, inner.height - sum(heights.values()) - self.gap(group) * max(0, len(children) - 1))
        growing = [c for c in children if c in self.arrangement.groups and self.arrangement.groups[c].grow]
        for child in growing:
            heights[child] += spare / len(growing)
        if growing:
            spare = 0.0
        gap, y = self.gap(group), inner.y
        if len(children) > 1:
            # Spare room first widens the white between things, at most to its double; the rest stays in one piece.
            wider = spare / (len(children) - 1)
            wider = wider if group.justify == "between" else min(wider, gap)
            gap, spare = gap + wider, spare - wider * (len(children) - 1)
        y += {"center": spare / 2, "end": spare}.get(group.justify, 0.0)
        for child in children:
            self.place(child, Box(inner.x, y, inner.width, heights[child]))
            y += heights[child] + gap


def gutter(layer: Layer, px: int) -> float:
    """Width kept free before the items of a list for their markers."""
    return 0.0 if layer.kind != "list" or layer.marker == "none" else GUTTER_EM * px
