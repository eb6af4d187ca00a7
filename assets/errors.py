"""What the picture side refuses, each as a sentence a person can act on."""

from typing import Any


class AssetError(Exception):
    """A refusal: `sentence` is an English message with {named} places, `values` fill them."""

    def __init__(self, sentence: str, **values: Any) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(sentence.format(**values))


class DoesNotFit(AssetError):
    """A text too long for its place at the smallest size allowed. `excess` is the number of characters too many."""

    def __init__(self, language: str, layer: str, excess: int) -> None:
        self.language, self.layer, self.excess = language, layer, excess
        super().__init__(
            "The text of “{layer}” in language {language} is about {excess} characters too long for this layout and "
            "format. Shorten it, or choose a layout or format with more room.",
            language=language,
            layer=layer,
            excess=excess,
        )


class MissingGlyphs(AssetError):
    """Characters that no face of this language can draw; they would become empty boxes."""

    def __init__(self, language: str, characters: str) -> None:
        self.language, self.characters = language, characters
        shown = " ".join(f"{c} (U+{ord(c):04X})" for c in characters[:8])
        super().__init__(
            "The fonts for language {language} have no letter for {shown}. Replace these characters.",
            language=language,
            shown=shown,
        )


class ShapingMissing(AssetError):
    """Right-to-left output was asked for, but letters cannot be joined and ordered on this machine."""


class LayoutFault(AssetError):
    """A layout file says something the renderer does not understand."""


class BrandFault(AssetError):
    """A brand whose colours cannot be read or are not colours."""


class StoreFault(AssetError):
    """A stored file is absent or not what its name says."""
