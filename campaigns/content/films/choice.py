"""What can be chosen for films: formats, sound, a photo behind the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from campaigns.errors import BadInput

PREFIX = "film/"
#: Formats of films as a command and a row name them; the part behind the slash is the picture format's.
FORMATS = ("film/story", "film/reel", "film/square", "film/landscape")
Heard = Literal["none", "bed", "voice", "voice_over_bed"]
SOUNDS: tuple[Heard, ...] = ("none", "bed", "voice", "voice_over_bed")


@dataclass(frozen=True)
class Choice:
    """What was chosen for films: formats, sound, and a photo behind the words (its id) if any."""

    formats: tuple[str, ...] = ("film/story",)
    sound: Heard = "bed"
    photo: int | None = None

    def __post_init__(self) -> None:
        if not self.formats:
            raise BadInput("Choose at least one format.", field="format")
        for key in self.formats:
            if key not in FORMATS:
                raise BadInput(
                    "There is no film format “{key}”. There are: {known}.",
                    field="format",
                    key=key[:20],
                    known=", ".join(FORMATS),
                )
        if self.sound not in SOUNDS:
            raise BadInput(
                "A film sounds like one of these: {known}. “{sound}” is none of them.",
                field="sound",
                known=", ".join(SOUNDS),
                sound=self.sound[:20],
            )
