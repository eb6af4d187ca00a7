"""What a film is made from: cards in one language and one format, an end card, a sound. Nothing else may enter."""

from dataclasses import dataclass, replace
from typing import Literal

from assets.errors import AssetError
from assets.films.errors import FilmFault
from assets.formats import Format, format_for
from assets.spec import HIDDEN_CONTROLS, CardSpec

FPS = 30
LEAST_SECONDS, MOST_SECONDS = 6, 60
#: Formats of films.
FILM_FORMATS = ("story", "reel", "square", "landscape")
Preset = Literal["superfast", "veryfast", "medium"]


@dataclass(frozen=True)
class Scene:
    """One card, what is said while it stands (shown as captions), and its length if somebody sets it."""

    card: CardSpec
    caption: str = ""
    seconds: float | None = None

    def __post_init__(self) -> None:
        if found := HIDDEN_CONTROLS.search(self.caption):
            raise AssetError(
                "The caption contains the control character U+{code}, which can show other words than were written. "
                "Remove it.",
                code=f"{ord(found.group()):04X}",
            )


@dataclass(frozen=True)
class Sound:
    """`none`, `bed` (the music that comes with Litfass) or `voice`, a recording in `data`, whose length sets the
    film's. A voice may lie over the bed."""

    kind: Literal["none", "bed", "voice"] = "none"
    data: bytes | None = None
    with_bed: bool = False

    def __post_init__(self) -> None:
        if (self.kind == "voice") != (self.data is not None):
            raise FilmFault("A film with a voice needs a recording, and only a film with a voice has one.")


@dataclass(frozen=True)
class Photo:
    """A picture behind the cards, PNG, JPEG or WebP, already checked and encoded anew by whoever took it in."""

    data: bytes


@dataclass(frozen=True)
class FilmSpec:
    """A film: scenes, then the end card with imprint and the funder's zone, which nothing covers.

    `most_bytes` is the size limit of the channel the film is for. `preset` and `crf` are x264's.
    """

    scenes: tuple[Scene, ...]
    end: CardSpec
    sound: Sound = Sound()
    photo: Photo | None = None
    most_bytes: int = 50_000_000
    preset: Preset = "veryfast"
    crf: int = 21

    def __post_init__(self) -> None:
        if not self.scenes:
            raise FilmFault("A film needs at least one scene before its end card.")
        if self.end.format not in FILM_FORMATS:
            raise FilmFault(
                "There is no film format “{key}”. There are: {known}.",
                key=self.end.format,
                known=", ".join(FILM_FORMATS),
            )
        for scene in self.scenes:
            card, end = scene.card, self.end
            same = (card.format, card.language, card.direction) == (end.format, end.language, end.direction)
            if not same or replace(card.brand, funder=None) != replace(end.brand, funder=None):
                raise FilmFault("All cards of a film have one language, one format and one brand.")

    @property
    def language(self) -> str:
        return self.end.language

    @property
    def direction(self) -> str:
        return self.end.direction

    @property
    def format(self) -> Format:
        return format_for(self.end.format)

    @property
    def has_captions(self) -> bool:
        return any(scene.caption.strip() for scene in self.scenes)
