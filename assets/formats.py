"""Picture formats: size in pixels and the zones where apps draw their own buttons or crop."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assets.errors import AssetError


@dataclass(frozen=True)
class Format:
    """A size and its safe area. Insets are pixels from each edge in which no text stands; they are physical: an app
    draws its buttons at the right in every language, so they are never mirrored. `shape` names the
    arrangement that layouts use. `millimetres` is the size of a sheet for printing; a millimetre is then so many
    pixels as make the sheet 1080 pixels wide."""

    key: str
    width: int
    height: int
    shape: str
    left: int
    top: int
    right: int
    bottom: int
    millimetres: tuple[int, int] | None = None

    @property
    def is_print(self) -> bool:
        return self.millimetres is not None


def _table(*formats: Format) -> Mapping[str, Format]:
    return MappingProxyType({f.key: f for f in formats})


# The outer 8 % stay free of text. A story also keeps clear of the profile line on top, of the answer field below
# (about a fifth) and of the buttons at the right (about an eighth); over a reel stand its caption and more buttons.
FORMATS = _table(
    Format("square", 1080, 1080, "square", 80, 64, 80, 60),
    Format("portrait", 1080, 1350, "tall", 86, 86, 86, 76),
    Format("story", 1080, 1920, "story", 86, 250, 130, 384),
    Format("reel", 1080, 1920, "story", 86, 250, 140, 430),
    Format("landscape", 1200, 630, "wide", 68, 48, 68, 40),
    Format("a4", 1080, 1527, "tall", 86, 86, 86, 80, (210, 297)),
    Format("a6", 1080, 1522, "tall", 86, 86, 86, 80, (105, 148)),
)


def format_for(key: str) -> Format:
    """The format with this key, or a sentence that lists what there is."""
    if key not in FORMATS:
        raise AssetError(
            "There is no picture format “{key}”. There are: {known}.", key=key, known=", ".join(FORMATS)
        )
    return FORMATS[key]
