"""What a picture is made from: words in one language, a layout, a format and a brand. Nothing else may enter."""

import re
from dataclasses import dataclass, field, fields
from typing import Literal

from assets import colour
from assets.errors import AssetError

Direction = Literal["ltr", "rtl"]

#: Direction overrides, C0 and C1 controls, interlinear marks. Isolates, joiners and line feeds are needed.
HIDDEN_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufff9-\ufffc]")
_OPENING, _CLOSING = "\u2066\u2067\u2068", "\u2069"


@dataclass(frozen=True)
class Words:
    """The words on a picture, all in the language of its spec. Empty fields leave no hole.

    `kicker` is a small line that leads into the headline ("Did you know?"). `link` becomes a QR code. `notice` is the
    standing line ("general information, no legal advice"). A line feed in `headline` and `body` begins a new line.
    """

    headline: str
    body: str = ""
    steps: tuple[str, ...] = ()
    myth: str = ""
    myth_label: str = ""
    fact_label: str = ""
    number: str = ""
    date: str = ""
    call_to_action: str = ""
    contact: str = ""
    source: str = ""
    notice: str = ""
    imprint: str = ""
    link: str = ""
    kicker: str = ""

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            for text in (value,) if isinstance(value, str) else value:
                _check_controls(one.name, text)


def _check_controls(name: str, text: str) -> None:
    if found := HIDDEN_CONTROLS.search(text):
        raise AssetError(
            "The field “{name}” contains the control character U+{code}, which can show other words than were "
            "written. Remove it.",
            name=name,
            code=f"{ord(found.group()):04X}",
        )
    depth = 0
    for character in text:
        depth += (character in _OPENING) - (character == _CLOSING)
        if depth < 0:
            break
    if depth:
        raise AssetError(
            "The field “{name}” opens and closes its direction isolates (U+2066 to U+2069) unequally. Set each pair "
            "again.",
            name=name,
        )


@dataclass(frozen=True)
class Photo:
    """A picture behind or beside the words: PNG, JPEG or WebP, already checked and encoded anew by whoever took it in.

    `focus` is what must stay in view when the picture is cut, in shares of its width and height from the left and the
    top. `credit` stands on the picture; it names who made it and, where there is one, the licence.
    """

    data: bytes
    focus: tuple[float, float] = (0.5, 0.5)
    credit: str = ""

    def __post_init__(self) -> None:
        if not all(0.0 <= share <= 1.0 for share in self.focus):
            raise AssetError("The focus of a photo lies outside it; give two shares from 0 to 1.")
        _check_controls("credit", self.credit)


@dataclass(frozen=True)
class Logo:
    """A partner's or the programme's mark. Without image data it is set as a word mark. An emblem is a mark that a
    funder prescribes; it is never changed, covered or mirrored."""

    name: str
    data: bytes | None = None
    is_emblem: bool = False


@dataclass(frozen=True)
class FunderZone:
    """The locked zone of a funder: emblem and prescribed statement, on white, untouched by anything else.

    The emblem is at least `share` of the highest other mark (never less than 1: Regulation (EU) 2021/1060, Annex IX),
    and on paper at least so many `millimetres` high.
    """

    statement: str
    emblem: bytes | None = None
    share: float = 1.0
    millimetres: int = 10

    def __post_init__(self) -> None:
        if self.share < 1:
            raise AssetError("A funder's emblem is never lower than another mark; give a share of 1 or more.")


@dataclass(frozen=True)
class Brand:
    """Colours as #rrggbb: `ink` on `paper`, `accent_ink` on `accent`. Both pairs must be readable (4.5 to 1)."""

    name: str
    ink: str = "#16181d"
    paper: str = "#f6f3ec"
    accent: str = "#c8321f"
    accent_ink: str = "#ffffff"
    logos: tuple[Logo, ...] = field(default=())
    funder: FunderZone | None = None

    def __post_init__(self) -> None:
        ink, paper = colour.parse(self.ink, "ink"), colour.parse(self.paper, "paper")
        accent, accent_ink = colour.parse(self.accent, "accent"), colour.parse(self.accent_ink, "accent ink")
        colour.require_contrast("ink on paper", ink, paper)
        colour.require_contrast("accent ink on accent", accent_ink, accent)


@dataclass(frozen=True)
class CardSpec:
    """One picture: layout and format by key, words in `language`, read in `direction`.

    `icons` are names of signs: the first stands for the whole card, the others for its steps, one by one. `photo` is
    shown by layouts that have a place for one.
    """

    layout: str
    format: str
    language: str
    direction: Direction
    words: Words
    brand: Brand
    photo: Photo | None = None
    icons: tuple[str, ...] = ()

    def text(self, name: str) -> str | tuple[str, ...]:
        """What stands in a field: the words', or the credit of the photo."""
        if name == "credit":
            return self.photo.credit if self.photo is not None else ""
        value: str | tuple[str, ...] = getattr(self.words, name)
        return value
