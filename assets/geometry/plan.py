"""The plan of a card: the largest sizes at which everything fits, then every item at its physical place."""

from dataclasses import replace
from types import MappingProxyType

from assets.errors import AssetError, DoesNotFit
from assets.formats import Format, format_for
from assets.geometry.blocks import SMALL_UP_TO_PX, Setting, setting
from assets.geometry.flow import CannotStand, Content, Flow, present_with_groups
from assets.geometry.insets import inset_sizes
from assets.geometry.items import Box, LayerFit, Plan
from assets.geometry.trace import trace
from assets.layouts import layout_for
from assets.layouts.parts import Layer
from assets.layouts.schema import Arrangement
from assets.spec import CardSpec

STEPS = 16
AIR = 0.13  # the part of the height kept free as long as letters need not shrink to their smallest for it


def plan_card(spec: CardSpec) -> Plan:
    """Where everything stands. Raises DoesNotFit, MissingGlyphs or a sentence about a missing field."""
    layout, fmt = layout_for(spec.layout), format_for(spec.format)
    for needed in layout.needs:
        if not getattr(spec.words, needed):
            raise AssetError(
                "The layout “{layout}” needs the field “{field}”, which is empty in language {language}.",
                layout=layout.name,
                field=needed,
                language=spec.language,
            )
    arrangement = layout.arrangements[fmt.shape]
    content = _content(spec, arrangement)
    frame = _frame(fmt, spec.direction == "rtl")
    flow = _largest(arrangement, content, frame, spec.language)
    flow.place("page", frame)
    fits = {
        name: LayerFit(min(b.px for b in blocks), sum(len(b.lines) for b in blocks))
        for (name, _), blocks in flow.blocks.items()
        if name in flow.boxes
    }
    items = trace(spec, layout, arrangement, flow, fmt)
    return Plan(fmt.width, fmt.height, layout.ground, items, MappingProxyType(fits))


def _frame(fmt: Format, is_rtl: bool) -> Box:
    """The safe area in logical coordinates: the start edge is the right one in right-to-left."""
    start = fmt.right if is_rtl else fmt.left
    return Box(start, fmt.top, fmt.width - fmt.left - fmt.right, fmt.height - fmt.top - fmt.bottom)


def _content(spec: CardSpec, arrangement: Arrangement) -> Content:
    settings: dict[str, tuple[Setting, ...]] = {}
    present: set[str] = set()
    for name, layer in arrangement.layers.items():
        if layer.only_with and not any(getattr(spec.words, one) for one in layer.only_with):
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
    values = [getattr(spec.words, name) for name in layer.fields]
    if layer.kind == "list":
        return [text for value in values for text in value if text.strip()]
    joined = layer.join.join(value.strip() for value in values if isinstance(value, str) and value.strip())
    return [joined] if joined else []


def _largest(arrangement: Arrangement, content: Content, frame: Box, language: str) -> Flow:
    """The attempt with the largest sizes that fits; sizes are tried in sixteenths."""
    best = _attempt(arrangement, content, frame, 0.0)
    if best is None:
        raise _too_long(arrangement, content, frame, language)
    low, high = 0, STEPS + 1
    while high - low > 1:
        middle = (low + high) // 2
        tried = _attempt(arrangement, content, frame, middle / STEPS)
        if tried is None:
            high = middle
        else:
            low, best = middle, tried
    return best


def _attempt(arrangement: Arrangement, content: Content, frame: Box, share: float) -> Flow | None:
    flow = Flow(arrangement, content, share)
    try:
        room = frame.height * (1 - AIR * min(1.0, 2 * share))
        return flow if flow.height("page", frame.width) <= room + 0.5 else None
    except CannotStand:
        return None


def _too_long(arrangement: Arrangement, content: Content, frame: Box, language: str) -> DoesNotFit:
    """Which text is too long, and by how many characters: the longest one is shortened piece by piece until all fits;
    where emptying it is not enough, the next longest too."""
    flow = Flow(arrangement, content, 0.0)
    first, total = "", 0
    left = content
    for _ in range(len(content.settings) + 1):
        try:
            flow.height("page", frame.width)
            name = _longest(flow, left)
        except CannotStand as too_wide:
            name = too_wide.layer
        first = first or name
        settings = left.settings[name]
        pieces = sum(one.copy.count for one in settings)
        low, high = 1, pieces
        while low < high:
            middle = (low + high) // 2
            if _attempt(arrangement, _without(arrangement, left, name, middle), frame, 0.0) is None:
                low = middle + 1
            else:
                high = middle
        before = sum(one.copy.characters for one in settings)
        left = _without(arrangement, left, name, low)
        after = sum(one.copy.characters for one in left.settings.get(name, ()))
        total += before - after
        if name not in left.settings and first == name:
            total = max(total, before)
        if _attempt(arrangement, left, frame, 0.0) is not None or not left.settings:
            break
        flow = Flow(arrangement, left, 0.0)
    return DoesNotFit(language, first, max(1, total))


def _longest(flow: Flow, content: Content) -> str:
    """The text that takes most height; labels and small print are to blame only when nothing else is left."""
    tall = {name: sum(block.height for block in blocks) for (name, _), blocks in flow.blocks.items()}
    left = {name: tall.get(name, 0.0) for name in content.settings}
    several = {name: height for name, height in left.items() if _can_be_long(content.settings[name][0].layer)}
    return max(several or left, key=lambda name: left[name])


def _can_be_long(layer: Layer) -> bool:
    return layer.lines != 1 and layer.size[1] > SMALL_UP_TO_PX


def _without(arrangement: Arrangement, content: Content, name: str, count: int) -> Content:
    """The content with the last `count` pieces of a layer gone, and the layer itself when none is left."""
    kept: list[Setting] = []
    for one in reversed(content.settings[name]):
        pieces = one.copy.count
        gone = min(count, pieces)
        count -= gone
        if gone < pieces:
            kept.append(replace(one, copy=one.copy.shortened(gone)) if gone else one)
    settings = dict(content.settings)
    present = content.present
    if kept:
        settings[name] = tuple(reversed(kept))
    else:
        del settings[name]
        present = present_with_groups(arrangement, (present - {name}) & set(arrangement.layers))
    return Content(settings, content.insets, present)
