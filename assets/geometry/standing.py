"""Where layers and groups stand once their sizes are settled."""

from assets.geometry.flow import Flow
from assets.geometry.items import Box
from assets.layouts.parts import Group


def stand(flow: Flow, name: str, box: Box) -> dict[str, Box]:
    """The box of this layer or group and of all it holds."""
    boxes: dict[str, Box] = {}
    _put(flow, name, box, boxes)
    return boxes


def _put(flow: Flow, name: str, box: Box, boxes: dict[str, Box]) -> None:
    boxes[name] = box
    group = flow.arrangement.groups.get(name)
    if group is None:
        return
    top, end, bottom, start = flow.pads(group)
    inner = Box(box.x + start, box.y + top, box.width - start - end, box.height - top - bottom)
    if group.flow == "row":
        _put_row(flow, name, group, inner, boxes)
    else:
        _put_column(flow, group, inner, boxes)


def _put_row(flow: Flow, name: str, group: Group, inner: Box, boxes: dict[str, Box]) -> None:
    widths = flow.widths(name, inner.width)
    children = flow.children(group)
    gap, x = float(group.gap), inner.x
    if group.justify == "between" and len(children) > 1:
        natural = sum(widths.values()) + group.gap * (len(children) - 1)
        gap += max(0.0, inner.width - natural) / (len(children) - 1)
    for child in children:
        height = inner.height if group.align == "stretch" else flow.height(child, widths[child])
        rest = inner.height - height
        y = inner.y + {"center": rest / 2, "end": rest}.get(group.align, 0.0)
        _put(flow, child, Box(x, y, widths[child], height), boxes)
        x += widths[child] + gap


def _put_column(flow: Flow, group: Group, inner: Box, boxes: dict[str, Box]) -> None:
    children = flow.children(group)
    heights = {c: flow.height(c, inner.width) for c in children}
    spare = max(0.0, inner.height - sum(heights.values()) - flow.gap(group) * max(0, len(children) - 1))
    groups = flow.arrangement.groups
    growing = [c for c in children if c in groups and groups[c].grow]
    for child in growing:
        heights[child] += spare / len(growing)
    if growing:
        spare = 0.0
    gap, y = flow.gap(group), inner.y
    if len(children) > 1:
        # Spare room first widens the white between things, at most to its double; the rest stays in one piece.
        wider = spare / (len(children) - 1)
        wider = wider if group.justify == "between" else min(wider, gap)
        gap, spare = gap + wider, spare - wider * (len(children) - 1)
    # What stands alone between nothing and nothing stands in the middle.
    middle = len(children) == 1 and group.justify == "between"
    y += spare / 2 if middle else {"center": spare / 2, "end": spare}.get(group.justify, 0.0)
    for child in children:
        _put(flow, child, Box(inner.x, y, inner.width, heights[child]), boxes)
        y += heights[child] + gap
