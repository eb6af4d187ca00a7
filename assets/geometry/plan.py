"""The plan of a card: the largest sizes at which everything fits, then every item at its physical place."""

from types import MappingProxyType

from assets.errors import AssetError
from assets.formats import Format, format_for
from assets.geometry.content import Content, content_of, without
from assets.geometry.flow import LAST, TIGHTEST, CannotStand, Flow
from assets.geometry.items import Box, LayerFit, Plan
from assets.geometry.left_out import left_out
from assets.geometry.refusal import too_long
from assets.geometry.standing import stand
from assets.geometry.trace import trace
from assets.layouts import layout_for
from assets.layouts.schema import Arrangement, Layout
from assets.spec import CardSpec

STEPS = 16
AIR = 0.13  # the part of the height kept free as long as letters need not shrink to their smallest for it


def plan_card(spec: CardSpec, fmt: Format | None = None) -> Plan:
    """Where everything stands. Raises DoesNotFit, MissingGlyphs or a sentence about a missing field. `fmt` is given
    where something else, such as a film's captions, takes a part of the format's safe area."""
    layout, fmt = layout_for(spec.layout), fmt or format_for(spec.format)
    _require_fields(spec, layout)
    arrangement = layout.arrangements[fmt.shape]
    frame = _frame(fmt, spec.direction == "rtl")
    flow = _largest(arrangement, content_of(spec, arrangement), frame, spec.language)
    boxes = stand(flow, "page", frame)
    fits = {
        name: LayerFit(min(b.px for b in blocks), sum(b.count for b in blocks))
        for (name, _), blocks in flow.blocks.items()
        if name in boxes
    }
    items = trace(spec, layout, flow, boxes, fmt)
    lacking = left_out(spec, arrangement, set(boxes))
    return Plan(
        fmt.width, fmt.height, layout.ground, items, MappingProxyType(fits), MappingProxyType(lacking)
    )


def _require_fields(spec: CardSpec, layout: Layout) -> None:
    for needed in layout.needs:
        if not spec.text(needed):
            raise AssetError(
                "The layout “{layout}” needs the field “{field}”, which is empty in language {language}.",
                layout=layout.name,
                field=needed,
                language=spec.language,
            )


def _frame(fmt: Format, is_rtl: bool) -> Box:
    """The safe area in logical coordinates: the start edge is the right one in right-to-left."""
    start = fmt.right if is_rtl else fmt.left
    return Box(start, fmt.top, fmt.width - fmt.left - fmt.right, fmt.height - fmt.top - fmt.bottom)


def _largest(arrangement: Arrangement, content: Content, frame: Box, language: str) -> Flow:
    """The attempt with the largest sizes that fits: with everything, else without what yields first, then with the
    least white, at last without what yields last, too; or the refusal that says what is too long."""
    best = _search(arrangement, content, frame)
    for name in _yielding(arrangement, content, "first"):
        if best is None:
            content = without(arrangement, content, name)
            best = _search(arrangement, content, frame)
    best = best or _attempt(arrangement, content, frame, 0.0, LAST)
    for name in _yielding(arrangement, content, "last"):
        if best is None:
            content = without(arrangement, content, name)
            best = _search(arrangement, content, frame) or _attempt(arrangement, content, frame, 0.0, LAST)
    if best is not None:
        return best

    def fits(shorter: Content) -> bool:
        return _attempt(arrangement, shorter, frame, 0.0, LAST) is not None

    raise too_long(arrangement, content, frame, language, fits)


def _yielding(arrangement: Arrangement, content: Content, when: str) -> list[str]:
    return [name for name in content.settings if arrangement.layers[name].yields == when]


def _search(arrangement: Arrangement, content: Content, frame: Box) -> Flow | None:
    """The largest sizes at which all of this fits, in sixteenths; None where not even the smallest do."""
    low, high, best = -1, STEPS + 1, None
    while high - low > 1:
        middle = (low + high) // 2
        tried = _attempt(arrangement, content, frame, middle / STEPS)
        if tried is None:
            high = middle
        else:
            low, best = middle, tried
    return best


def _attempt(
    arrangement: Arrangement, content: Content, frame: Box, share: float, tightest: float = TIGHTEST
) -> Flow | None:
    flow = Flow(arrangement, content, share, tightest)
    try:
        room = frame.height * (1 - AIR * min(1.0, 2 * share))
        return flow if flow.height("page", frame.width) <= room + 0.5 else None
    except CannotStand:
        return None
