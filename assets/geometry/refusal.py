"""Which text is too long for a card, and by how many characters."""

from collections.abc import Callable

from assets.errors import DoesNotFit
from assets.geometry.blocks import SMALL_UP_TO_PX
from assets.geometry.content import Content, without
from assets.geometry.flow import CannotStand, Flow
from assets.geometry.items import Box
from assets.layouts.parts import Layer
from assets.layouts.schema import Arrangement

Fits = Callable[[Content], bool]


def too_long(arrangement: Arrangement, content: Content, frame: Box, language: str, fits: Fits) -> DoesNotFit:
    """The longest text is shortened piece by piece until all fits; where emptying it is not enough, the next longest
    too. `fits` tries a content at the smallest sizes."""
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
        before = _characters(left, name)
        left = without(arrangement, left, name, _fewest_pieces(arrangement, left, name, fits))
        total += before - _characters(left, name)
        if name not in left.settings and first == name:
            total = max(total, before)
        if fits(left) or not left.settings:
            break
        flow = Flow(arrangement, left, 0.0)
    return DoesNotFit(language, first, max(1, total))


def _fewest_pieces(arrangement: Arrangement, content: Content, name: str, fits: Fits) -> int:
    """How many pieces must go from the end of this layer; all of them where that is not enough."""
    low, high = 1, sum(one.copy.count for one in content.settings[name])
    while low < high:
        middle = (low + high) // 2
        if fits(without(arrangement, content, name, middle)):
            high = middle
        else:
            low = middle + 1
    return low


def _characters(content: Content, name: str) -> int:
    return sum(one.copy.characters for one in content.settings.get(name, ()))


def _longest(flow: Flow, content: Content) -> str:
    """The text that takes most height; labels and small print are to blame only when nothing else is left."""
    tall = {name: sum(block.height for block in blocks) for (name, _), blocks in flow.blocks.items()}
    left = {name: tall.get(name, 0.0) for name in content.settings}
    several = {name: height for name, height in left.items() if _can_be_long(content.settings[name][0].layer)}
    return max(several or left, key=lambda name: left[name])


def _can_be_long(layer: Layer) -> bool:
    return layer.lines != 1 and layer.size[1] > SMALL_UP_TO_PX
