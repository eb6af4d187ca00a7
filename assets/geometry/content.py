"""What there is to place on a card: its texts made ready, its marks, and which groups show any of it."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from assets.geometry.blocks import Setting, setting
from assets.geometry.insets import inset_sizes
from assets.layouts.parts import Layer
from assets.layouts.schema import Arrangement
from assets.spec import CardSpec


@dataclass(frozen=True)
class Content:
    """Texts by layer (lists have several), the natural size of insets, and the names of layers and groups shown."""

    settings: Mapping[str, tuple[Setting, ...]]
    insets: Mapping[str, Callable[[float], tuple[float, float]]]
    present: frozenset[str]


def content_of(spec: CardSpec, arrangement: Arrangement) -> Content:
    """All a card has for the layers of a layout. An empty field gives no layer, an empty group no room."""
    settings: dict[str, tuple[Setting, ...]] = {}
    present: set[str] = set()
    for name in arrangement.shown:
        layer = arrangement.layers[name]
        if layer.only_with and not any(spec.text(one) for one in layer.only_with):
            continue
        if layer.kind == "rule":
            present.add(name)
        elif texts := _texts(spec, layer):
            settings[name] = tuple(setting(layer, text, spec.language, spec.direction) for text in texts)
            present.add(name)
    insets = inset_sizes(spec, arrangement)
    return Content(settings, insets, present_with_groups(arrangement, present | set(insets)))


def _texts(spec: CardSpec, layer: Layer) -> list[str]:
    if layer.kind not in ("text", "list"):
        return []
    values = [spec.text(name) for name in layer.fields]
    if layer.kind == "list":
        return [text for value in values for text in value if text.strip()]
    joined = layer.join.join(value.strip() for value in values if isinstance(value, str) and value.strip())
    return [joined] if joined else []


def present_with_groups(arrangement: Arrangement, layers: Set[str]) -> frozenset[str]:
    """The layers that have content and the groups that show any of them; a rule alone does not make a group appear."""
    present = set(layers)

    def visit(name: str) -> bool:
        group = arrangement.groups.get(name)
        if group is None:
            return name in layers and arrangement.layers[name].kind != "rule"
        if group.ground == "photo":
            present.add(name)
        shown = [visit(child) for child in group.children]
        if any(shown):
            present.add(name)
        return any(shown)

    visit("page")
    return frozenset(present)


def without(arrangement: Arrangement, content: Content, name: str, count: int | None = None) -> Content:
    """The content with the last `count` pieces of a layer gone (None: all), and the layer itself when none is left."""
    kept: list[Setting] = []
    for one in reversed(content.settings[name]):
        pieces = one.copy.count
        gone = pieces if count is None else min(count, pieces)
        count = None if count is None else count - gone
        if gone < pieces:
            kept.append(one.shortened(gone) if gone else one)
    settings = dict(content.settings)
    present = content.present
    if kept:
        settings[name] = tuple(reversed(kept))
    else:
        del settings[name]
        present = present_with_groups(arrangement, (present - {name}) & set(arrangement.layers))
    return Content(settings, content.insets, present)
