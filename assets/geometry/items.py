"""What geometry hands to whoever draws: rectangles, lines of text, marks and pictures at physical places.

Lengths are pixels from the left and top edge of the picture. A still and a film draw the same items.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assets.colour import RGB
from assets.geometry.left_out import Why
from assets.spec import Photo


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def mirrored(self, canvas: int) -> "Box":
        return Box(canvas - self.x - self.width, self.y, self.width, self.height)


@dataclass(frozen=True)
class Patch:
    """A filled rectangle; `colour` is a role of the brand."""

    box: Box
    colour: str
    layer: str


@dataclass(frozen=True)
class TextLine:
    """One line of shaped text. `box` is the line's place (its width the width available); the ink stands at the
    box's `side` ("left", "right", "center") on `baseline`. `hang` is how far it reaches out of the box."""

    text: str
    box: Box
    baseline: float
    side: str
    path: Path
    px: int
    colour: str
    ground: str
    layer: str
    language: str
    direction: str
    strike: bool = False
    hang: float = 0.0


@dataclass(frozen=True)
class Mark:
    """A small drawn sign: "check", "arrow" (points along the reading direction), "dash", or "icon/" and the name of an
    icon. An icon with a `disc` stands on a disc of that ground."""

    sign: str
    box: Box
    colour: str
    layer: str
    flipped: bool = False
    disc: str = ""


@dataclass(frozen=True)
class Veil:
    """Darkness laid over a photo so that words can be read on it: its colour, the share it covers at most, and the
    spans, from y to y, over which it does; it fades out above and below them."""

    colour: RGB
    share: float
    spans: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Inset:
    """A picture put in: a logo, an emblem or a QR code whole, a photo cut to its box around its focus. Never
    mirrored."""

    kind: str
    box: Box
    data: bytes | str | Photo
    layer: str
    veil: Veil | None = None


Item = Patch | TextLine | Mark | Inset


@dataclass(frozen=True)
class LayerFit:
    """How a layer came out: size in pixels, number of lines, characters."""

    px: int
    lines: int


@dataclass(frozen=True)
class Plan:
    """Everything on the picture, from back to front, how well it fits, and which filled fields are not on it."""

    width: int
    height: int
    ground: str
    items: tuple[Item, ...]
    layers: Mapping[str, LayerFit]
    left_out: Mapping[str, Why]
