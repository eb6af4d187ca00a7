"""What a table leaves open, so that a person has to say it before anything is taken."""

from __future__ import annotations

from typing import Any

from campaigns.errors import BadInput

#: What a reader is asked about days that can be read day first and month first.
WHICH_ORDER = "The dates in the column “{column}” can be read in two ways ({example}). Say which is meant."


class OpenQuestion(BadInput):
    """Refused until somebody says what is meant: the sentence tells the command line how, `on_screen` a reader."""

    def __init__(self, message: str, *, on_screen: str, **values: Any) -> None:
        super().__init__(message, field="map", **values)
        self.on_screen = on_screen

    def for_screen(self) -> BadInput:
        """The same refusal for people who see the file's columns before them."""
        return BadInput(self.on_screen, field="map", **self.values)


class OpenDates(OpenQuestion):
    """Dates of a column that can be read in two ways, or that contradict each other."""
