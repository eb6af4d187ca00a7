"""Text in a given width: the lines a layer takes at a size, or that it cannot stand there."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from assets.fonts import check_coverage, path_of
from assets.geometry.script import ScriptMetrics, metrics_of
from assets.layouts.parts import Layer
from assets.typeset.lines import Line, balance, for_drawing, line_count, settle
from assets.typeset.paragraph import Copy, prepare
from assets.typeset.protect import led_in

HEADLINE_FROM_PX = 66
SMALL_UP_TO_PX = 36
_HYPHENATE_BELOW = 0.82  # a word is parted only when making all letters this much smaller does not help


@dataclass(frozen=True)
class Block:
    """A text set in `count` lines: size in pixels, distance of baselines, and the height they take. Most blocks are
    only tried; where their lines end exactly is settled when somebody asks for `lines`."""

    setting: "Setting"
    measure: float
    hyphenate: bool
    count: int
    px: int
    leading: float
    ascent: float
    descent: float

    @property
    def height(self) -> float:
        return self.ascent + self.descent + (self.count - 1) * self.leading

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        way = balance if self.setting.layer.balance else settle
        return tuple(way(self.setting.copy, self.measure, self.hyphenate) or ())

    @property
    def width(self) -> float:
        return self.px * max((line.width for line in self.lines), default=0.0)

    def texts(self) -> list[str]:
        """The lines as they are drawn."""
        return for_drawing(list(self.lines), self.setting.copy.direction)


@dataclass(frozen=True)
class Setting:
    """A text with the manners of its layer, ready to be set at any size."""

    layer: Layer
    copy: Copy
    metrics: ScriptMetrics
    least: int
    most: int
    looser: "Setting | None" = None  # the same with more places to part at, for where this one cannot stand
    _tried: dict[tuple[int, float, bool], int | None] = field(default_factory=dict, repr=False, compare=False)

    def size_at(self, share: float) -> int:
        """Size in pixels at `share` between smallest (0) and largest (1)."""
        return round(self.least + (self.most - self.least) * share)

    def shortened(self, count: int) -> "Setting":
        """The same without its last `count` pieces."""
        looser = None if self.looser is None else self.looser.shortened(count)
        return replace(self, copy=self.copy.shortened(count), looser=looser, _tried={})

    def block(self, px: int, width: float, leading: float = 1.0) -> Block | None:
        """The text at this size or, where a word is too wide, somewhat smaller; None when it cannot stand here."""
        copy = self.copy
        floor = min(self.least, self.layer.floor or self.least)
        if self.looser is not None:
            floor = max(floor, self.layer.parts_below)
        for size in _sizes(px, max(floor, round(px * _HYPHENATE_BELOW)), copy, width, self.layer.lines):
            if (block := self._lines(size, width, leading, hyphenate=False)) is not None:
                return block
        for size in _sizes(px, floor, None if not self.layer.floor else copy, width, self.layer.lines):
            if (block := self._lines(size, width, leading, hyphenate=True)) is not None:
                return block
        return None if self.looser is None else self.looser.block(px, width, leading)

    def _lines(self, px: int, width: float, leading: float, hyphenate: bool) -> Block | None:
        key = (px, width, hyphenate)
        if key not in self._tried:  # attempts at other shares come back to the same size
            self._tried[key] = self._count(width / px, hyphenate)
        count = self._tried[key]
        return None if count is None else self._block(count, px, width / px, hyphenate, leading)

    def _count(self, measure: float, hyphenate: bool) -> int | None:
        """How many lines; balancing and settling move words between lines but never make one more."""
        if not hyphenate and self.copy.widest > measure:
            return None
        count = line_count(self.copy, measure, hyphenate)
        return None if count is None or 0 < self.layer.lines < count else count

    def _block(self, count: int, px: int, measure: float, hyphenate: bool, leading: float) -> Block:
        metrics = self.metrics
        return Block(
            setting=self,
            measure=measure,
            hyphenate=hyphenate,
            count=count,
            px=px,
            leading=px * max(self.layer.leading * metrics.leading * leading, metrics.least_leading),
            ascent=px * metrics.ascent,
            descent=px * metrics.descent,
        )


def _sizes(px: int, least: int, copy: Copy | None, width: float, lines: int) -> Iterator[int]:
    """Sizes to try, largest first; jumps straight to the size at which the widest word fits."""
    if copy is not None and copy.widest > 0:
        px = min(px, int(width / copy.widest))
        if lines == 1 and copy.whole > 0:
            px = min(px, int(width / copy.whole))
    if px >= least:
        yield from range(px, least, -max(2, px // 40))
        yield least


def _factor(metrics: ScriptMetrics, px: int) -> float:
    if px >= HEADLINE_FROM_PX:
        return metrics.headline_size
    return metrics.small_size if px <= SMALL_UP_TO_PX else metrics.size


def setting(layer: Layer, text: str, language: str, direction: str, path: Path | None = None) -> Setting:
    """The text made ready, its characters checked against the face."""
    if path is None:
        check_coverage(text, language, layer.weight)
        path = path_of(language, layer.weight)
    metrics = metrics_of(language)
    # The smallest size grows less with the script than the largest: room is scarcest where texts are longest.
    least = round(layer.size[0] * (1 + (_factor(metrics, layer.size[0]) - 1) * 0.5))
    most = max(least, round(layer.size[1] * _factor(metrics, layer.size[1])))
    text = led_in(text) if layer.display else text
    made = Setting(layer, prepare(text, path, language, direction), metrics, least, most)
    if not layer.display:
        return made
    parted = prepare(text, path, language, direction, display=True)
    return made if parted == made.copy else replace(made, looser=replace(made, copy=parted, _tried={}))
