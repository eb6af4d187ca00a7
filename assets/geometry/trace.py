"""Items from placed boxes, in the order they are drawn, turned from logical to physical places."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from assets.fonts import path_of
from assets.formats import Format
from assets.geometry.blocks import Block
from assets.geometry.flow import Flow, entry_height, gutter, sign_side
from assets.geometry.items import Box, Inset, Item, Mark, Patch, TextLine, Veil
from assets.geometry.zones import funder_items, logo_items
from assets.layouts.parts import Decor, Group, Layer
from assets.layouts.schema import Layout
from assets.paint import ground_colour, veil_share
from assets.spec import CardSpec
from assets.typeset.measure import advance

STRIPE = 480  # pixels of a photo between two parts with words that are worth showing undarkened
_HANGING = "„“”\"«»‹›‚‘’'"


class Tracer:
    """Walks the placed tree once and collects items."""

    def __init__(
        self, spec: CardSpec, layout: Layout, flow: Flow, boxes: Mapping[str, Box], fmt: Format
    ) -> None:
        self.spec, self.layout, self.flow, self.boxes, self.fmt = spec, layout, flow, boxes, fmt
        self.arrangement = flow.arrangement
        self.is_rtl = spec.direction == "rtl"
        self.items: list[Item] = []

    def walk(self, name: str, ground: str) -> None:
        if name not in self.boxes:
            return
        box = self.boxes[name]
        group = self.arrangement.groups.get(name)
        if group is None:
            self._layer(name, self.arrangement.layers[name], box, ground)
            return
        if group.ground is not None:
            ground = self._ground(name, group, self._bled(box, group.bleed))
        for child in group.children:
            self.walk(child, ground)

    def _ground(self, name: str, group: Group, box: Box) -> str:
        """Lays the ground of a group and says what it is; a card without a photo has a fade in its place."""
        ground = str(group.ground)
        if ground == "photo" and self.spec.photo is not None:
            veil = Veil(
                ground_colour(self.spec.brand, "photo"),
                veil_share(self.spec.brand),
                tuple(_merged(sorted(self._spans(name)))),
            )
            self.items.append(Inset("photo", self._physical(box), self.spec.photo, name, veil))
            return ground
        ground = "fade" if ground == "photo" else ground
        self.patch(box, ground, name)
        return ground

    def _spans(self, name: str) -> Iterator[tuple[float, float]]:
        """Where words stand in a group, from y to y; parts with a ground of their own need none,
        nor do marks, which stand on plates."""
        for child in self.arrangement.groups[name].children:
            if child not in self.boxes:
                continue
            group = self.arrangement.groups.get(child)
            if group is not None:
                if group.ground is None:
                    yield from self._spans(child)
            elif self.arrangement.layers[child].kind in ("text", "list", "icon"):
                yield self.boxes[child].y, self.boxes[child].bottom

    def _bled(self, box: Box, sides: tuple[str, ...]) -> Box:
        left = 0.0 if "start" in sides else box.x
        top = 0.0 if "top" in sides else box.y
        right = float(self.fmt.width) if "end" in sides else box.right
        bottom = float(self.fmt.height) if "bottom" in sides else box.bottom
        return Box(left, top, right - left, bottom - top)

    def patch(self, box: Box, colour: str, layer: str) -> None:
        self.items.append(Patch(self._physical(box), colour, layer))

    def _physical(self, box: Box) -> Box:
        return box.mirrored(self.fmt.width) if self.is_rtl else box

    def _add(self, items: list[Item]) -> None:
        """Items at logical places, whose lines stand at the start."""
        for item in items:
            box = self._physical(item.box)
            if isinstance(item, TextLine) and self.is_rtl:
                self.items.append(replace(item, box=box, side="right"))
            else:
                self.items.append(replace(item, box=box))

    def _layer(self, name: str, layer: Layer, box: Box, ground: str) -> None:
        if layer.kind == "rule" and layer.ground is not None:
            self.patch(self._bled(box, layer.bleed), layer.ground, "decor")
        elif layer.kind == "rule":
            line = Box(box.x, box.y, box.width * layer.length, layer.thickness)
            self.patch(line, f"{ground}/{layer.colour}", name)
        elif layer.kind == "qr":
            self.items.append(Inset("qr", self._physical(box), self.spec.words.link, name))
        elif layer.kind == "logos":
            self._add(logo_items(self.spec, name, layer, box, ground))
        elif layer.kind == "funder":
            zone = self._bled(box, layer.bleed)
            self._add(funder_items(self.spec, name, layer, box, zone, self.layout.ground))
        elif layer.kind == "list":
            self._list(name, layer, box, ground)
        elif layer.kind == "icon":
            sign = layer.icon or self.spec.icons[0]
            disc = layer.ground or ""
            colour = f"{disc or ground}/{layer.colour}"
            place = Box(box.x, box.y, layer.extent, layer.extent)
            self.items.append(Mark(f"icon/{sign}", self._physical(place), colour, name, disc=disc))
        else:
            self._text(name, layer, box, ground)

    # Text

    def _text(self, name: str, layer: Layer, box: Box, ground: str) -> None:
        (block,) = self.flow.set_layer(name, layer, box.width)
        inner = Box(box.x + layer.pad[1], box.y + layer.pad[0], box.width - 2 * layer.pad[1], box.height)
        if layer.ground is not None:
            self.patch(box, layer.ground, name)
            ground = layer.ground
        self._lines(block.texts(), block, name, layer, inner, ground)

    def _lines(
        self,
        texts: list[str],
        block: Block,
        name: str,
        layer: Layer,
        box: Box,
        ground: str,
        colour: str = "",
    ) -> None:
        path = path_of(self.spec.language, layer.weight)
        for number, text in enumerate(texts):
            baseline = box.y + block.ascent + number * block.leading
            place = Box(box.x, baseline - block.ascent, box.width, block.ascent + block.descent)
            self.items.append(
                TextLine(
                    text=text,
                    box=self._physical(place),
                    baseline=baseline,
                    side="right" if self.is_rtl else "left",
                    path=path,
                    px=block.px,
                    colour=colour or layer.colour,
                    ground=ground,
                    layer=name,
                    language=self.spec.language,
                    direction=self.spec.direction,
                    strike=layer.strike,
                    hang=self._hang(text, layer, block.px),
                )
            )

    def _hang(self, text: str, layer: Layer, px: int) -> float:
        first = text.lstrip("\u2066\u2067\u2068")[:1]
        if not layer.hang or first not in _HANGING or not first:
            return 0.0
        path = path_of(self.spec.language, layer.weight)
        return 0.9 * px * advance(first, path, self.spec.language, self.spec.direction)

    def _list(self, name: str, layer: Layer, box: Box, ground: str) -> None:
        blocks = self.flow.set_layer(name, layer, box.width)
        room = gutter(layer, blocks[0].px)
        y = box.y
        for number, block in enumerate(blocks, start=1):
            if layer.rules:
                self.patch(Box(box.x, y, box.width, layer.thickness), f"{ground}/hairline", name)
                y += self.flow.gap(layer)
            tall = entry_height(layer, block)
            self._marker(layer.marker, number, block, Box(box.x, y, room, tall), layer, name, ground)
            beside = Box(box.x + room, y + (tall - block.height) / 2, box.width - room, block.height)
            self._lines(block.texts(), block, name, layer, beside, ground)
            y += tall + self.flow.gap(layer)

    def _marker(
        self, marker: str, number: int, block: Block, box: Box, layer: Layer, name: str, ground: str
    ) -> None:
        icons = self.spec.icons[1:]
        if marker == "icons" and number <= len(icons):
            side = sign_side(layer, block)
            place = Box(box.x, box.y + (box.height - side) / 2, side, side)
            sign = f"icon/{icons[number - 1]}"
            self.items.append(Mark(sign, self._physical(place), "accent/text", name, disc="accent"))
        elif marker in ("numbers", "icons"):
            heavy = replace(layer, weight="bold", strike=False)
            self._lines([str(number)], block, name, heavy, box, ground, colour="accent")
        elif marker != "none":
            # Signs stand between the foot and the top of small letters of the first line.
            side = block.px * 0.74
            centre = box.y + block.ascent - block.px * (0.349 if not self.is_rtl else 0.30)
            sign = {"checks": "check", "arrows": "arrow", "dashes": "dash"}[marker]
            place = Box(box.x, centre - side / 2, side, side)
            flipped = self.is_rtl and sign == "arrow"
            self.items.append(Mark(sign, self._physical(place), f"{ground}/accent", name, flipped))


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans that lie so near to each other that only a stripe of light would be left between are one."""
    merged: list[tuple[float, float]] = []
    for begins, ends in spans:
        if merged and begins - merged[-1][1] < STRIPE:
            merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
        else:
            merged.append((begins, ends))
    return merged


def decor_box(decor: Decor, fmt: Format) -> Box:
    """A rectangle of the ground in logical pixels."""
    wide, tall = fmt.width / 1000, fmt.height / 1000
    return Box(decor.x * wide, decor.y * tall, decor.width * wide, decor.height * tall)


def trace(
    spec: CardSpec, layout: Layout, flow: Flow, boxes: Mapping[str, Box], fmt: Format
) -> tuple[Item, ...]:
    """All items of a placed card, from back to front."""
    tracer = Tracer(spec, layout, flow, boxes, fmt)
    for decor in flow.arrangement.decor:
        tracer.patch(decor_box(decor, fmt), decor.colour, "decor")
    tracer.walk("page", layout.ground)
    return tuple(tracer.items)
