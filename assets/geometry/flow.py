"""One attempt at a card's sizes: how high and wide each layer and group comes out. `standing` then says where.

Coordinates are logical: x grows in reading direction from the start edge; `trace` turns them into physical ones.
"""

from dataclasses import dataclass, field

from assets.geometry.blocks import Block
from assets.geometry.content import Content
from assets.layouts.parts import Group, Layer
from assets.layouts.schema import Arrangement

TIGHTEST = 0.52
LAST = 0.3  # of the white that is left before a text is refused
CLOSEST = 0.92  # of their distance that lines keep at the smallest sizes


class CannotStand(Exception):
    """A word is wider than its box even at the smallest size; `layer` names whose."""

    def __init__(self, layer: str, width: float) -> None:
        self.layer, self.width = layer, width
        super().__init__(layer)


@dataclass
class Flow:
    """Heights and widths with sizes at `share` between smallest (0) and largest (1). What was once worked out is kept:
    a group asks its children more than once."""

    arrangement: Arrangement
    content: Content
    share: float
    tightest: float = TIGHTEST
    blocks: dict[tuple[str, int], tuple[Block, ...]] = field(default_factory=dict)
    _heights: dict[tuple[str, float], float] = field(default_factory=dict, repr=False)
    _widths: dict[tuple[str, float], dict[str, float]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        # White between things gives way with the letters: at the smallest sizes it is `tightest` of its measure. Lines,
        # too, stand a little closer then.
        self.looseness = self.tightest + (1 - self.tightest) * min(1.0, 2 * self.share)
        self.leading = CLOSEST + (1 - CLOSEST) * min(1.0, 2 * self.share)

    def gap(self, part: Group | Layer) -> float:
        return part.gap * self.looseness

    def pads(self, group: Group) -> tuple[float, float, float, float]:
        """Inner margins: top and bottom give way, the sides keep the margin of the page."""
        top, end, bottom, start = group.pad
        return top * self.looseness, end, bottom * self.looseness, start

    def children(self, group: Group) -> list[str]:
        present = self.content.present
        return [child for child in group.children if child in present]

    # Heights

    def height(self, name: str, width: float) -> float:
        key = (name, width)
        if key not in self._heights:
            group = self.arrangement.groups.get(name)
            if group is None:
                self._heights[key] = self._layer_height(name, self.arrangement.layers[name], width)
            else:
                self._heights[key] = self._group_height(name, group, width)
        return self._heights[key]

    def _group_height(self, name: str, group: Group, width: float) -> float:
        top, end, bottom, start = self.pads(group)
        inner = width - start - end
        children = self.children(group)
        if group.flow == "row":
            widths = self.widths(name, inner)
            tall = max((self.height(c, widths[c]) for c in children), default=0.0)
        else:
            tall = sum(self.height(c, inner) for c in children) + self.gap(group) * max(0, len(children) - 1)
        return max(group.least * self.looseness, tall + top + bottom)

    def _layer_height(self, name: str, layer: Layer, width: float) -> float:
        if layer.kind == "rule":
            return layer.thickness
        if layer.kind in ("text", "list"):
            blocks = self.set_layer(name, layer, width)
            heights = sum(entry_height(layer, block) for block in blocks)
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

    def widths(self, name: str, width: float) -> dict[str, float]:
        """The widths of a row's children: what has its own takes it, the rest is shared out."""
        key = (name, width)
        if key not in self._widths:
            self._widths[key] = self._row_widths(self.arrangement.groups[name], width)
        return self._widths[key]

    def _row_widths(self, group: Group, width: float) -> dict[str, float]:
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


def sign_side(layer: Layer, block: Block) -> float:
    """Side of the sign before an entry of a list whose markers are icons."""
    return block.px * (layer.gutter - 0.5)


def entry_height(layer: Layer, block: Block) -> float:
    """Height of a text or of a list's entry, which is never lower than its sign."""
    signed = layer.kind == "list" and layer.marker == "icons"
    return max(block.height, sign_side(layer, block)) if signed else block.height


def gutter(layer: Layer, px: int) -> float:
    """Width kept free before the items of a list for their markers."""
    return 0.0 if layer.kind != "list" or layer.marker == "none" else layer.gutter * px
