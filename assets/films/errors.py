"""What the film side refuses, each as a sentence a person can act on."""

from assets.errors import AssetError


class FilmFault(AssetError):
    """A film that cannot be made as it was asked for."""


class FilmCancelled(AssetError):
    """Somebody stopped the film; nothing of it became visible."""

    def __init__(self) -> None:
        super().__init__("The film was stopped before it was finished.")


class EncoderFault(AssetError):
    """The encoder ended without a whole file. What it said goes to the log of whoever catches this."""


class SoundFault(AssetError):
    """A sound that cannot be used: not a sound, too long, too large or too fast for its captions."""
