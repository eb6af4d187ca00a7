"""Proof that Arabic letters are joined and ordered on this machine.

Pillow's shaping (Raqm) loads the system's FriBiDi library when it runs. Where that library is absent, Pillow draws
Arabic unjoined and in the wrong order without a word of warning; therefore a real word is shaped and compared.
"""

from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageFont, features

from assets.errors import ShapingMissing
from assets.fonts import path_of

HOW_TO_INSTALL = (
    "Install it with: sudo apt-get install libfribidi0 (Debian, Ubuntu) or your system's package of FriBiDi"
)


@dataclass(frozen=True)
class ShapingState:
    """What was found. `message` is one sentence for a person, in every state."""

    raqm: bool
    fribidi: bool
    joined: bool
    message: str

    @property
    def proven(self) -> bool:
        return self.raqm and self.fribidi and self.joined


@lru_cache(maxsize=1)
def prove_shaping() -> ShapingState:
    """Shapes one word and measures it against its letters standing alone."""
    raqm, fribidi = bool(features.check("raqm")), bool(features.check("fribidi"))
    if not raqm:
        return ShapingState(
            False, fribidi, False, f"Pillow shapes no text here: FriBiDi is missing. {HOW_TO_INSTALL}."
        )
    if not fribidi:
        return ShapingState(True, False, False, f"The FriBiDi library is missing. {HOW_TO_INSTALL}.")
    face = ImageFont.truetype(str(path_of("ar", "regular")), 200, layout_engine=ImageFont.Layout.RAQM)
    word = "بيتنا"
    whole = face.getlength(word, direction="rtl", language="ar")
    alone = sum(face.getlength(letter, direction="rtl", language="ar") for letter in word)
    # In this word four of five letters take a shorter, joined form: about half the width of the single letters.
    if not 0 < whole < 0.8 * alone:
        return ShapingState(
            True, True, False, "Arabic letters are not joined by this Pillow; reinstall Pillow."
        )
    return ShapingState(True, True, True, "Arabic letters are joined and ordered.")


def require_shaping(state: ShapingState | None = None) -> None:
    """Refuses right-to-left pictures where they would come out broken."""
    state = state or prove_shaping()
    if not state.proven:
        raise ShapingMissing(
            "Pictures in right-to-left languages cannot be made on this machine. {reason}",
            reason=state.message,
        )
