"""What the picture side can say about its own health; a doctor command asks and prints."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import imageio_ffmpeg

from assets.errors import AssetError, LayoutFault
from assets.fonts import FILES, missing, path_of
from assets.layouts import layout_for, layout_keys
from assets.shaping import prove_shaping
from assets.weights import Weight

# The letters a language cannot do without, beyond basic Latin: enough to tell a wrong or damaged font file.
PROOF_LETTERS = {
    "de": "äöüÄÖÜßẞ„“§€",
    "en": "“”’£€",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة٠١٢٣٤٥٦٧٨٩،؛؟",
    "fa": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءآأؤئۀ۰۱۲۳۴۵۶۷۸۹،؛؟",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяҐЄІЇʼ’«»₴",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяЁ«»№",
    "tr": "çğıöşüÇĞİÖŞÜâîû₺",
    "fr": "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»’\u202f",
    "ro": "ăâîșțĂÂÎȘȚ„”«»",
    "pl": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя„“№",
    "it": "àèéìòùÀÈÉÌÒÙ«»",
    "es": "áéíñóúüÁÉÍÑÓÚÜ¿¡ºª«»",
    "hu": "áéíóöőúüűÁÉÍÓÖŐÚÜŰ„”»«",
    "hr": "čćđšžČĆĐŠŽ„“»«",
    "el": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰΆΈΉΊΌΎΏ«»·",
    "fi": "äåöÄÅÖšžŠŽ”»",
    "sv": "åäöÅÄÖé”»",
    "nl": "áéëïóöüÁÉËÏÓÖÜ‘’“”",
}
_WEIGHTS: tuple[Weight, ...] = ("regular", "semibold", "bold")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and what was found or what to do.

    `sentence` is an English message with {named} places, `values` fill them.
    """

    name: str
    well: bool
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence with its values, in English."""
        return self.sentence.format(**self.values)


def examine() -> list[Finding]:
    """Everything the picture side depends on."""
    return [examine_shaping(), examine_fonts(), examine_layouts(), examine_ffmpeg()]


def examine_shaping() -> Finding:
    state = prove_shaping()
    return Finding("right-to-left shaping", state.proven, state.message)


def examine_fonts(languages: Iterable[str] = tuple(PROOF_LETTERS)) -> Finding:
    """Whether each face is there and has the letters of its languages."""
    try:
        for language in languages:
            for weight in _WEIGHTS:
                if absent := missing(PROOF_LETTERS[language], path_of(language, weight)):
                    return Finding(
                        "fonts",
                        False,
                        "The {weight} face for {language} lacks {absent}; restore assets/fonts/files.",
                        {"weight": weight, "language": language, "absent": absent},
                    )
        path_of("de", "funder")
    except AssetError as fault:
        return Finding("fonts", False, fault.sentence, fault.values)
    found = {"files": len(list(FILES.glob("*.ttf"))), "languages": len(PROOF_LETTERS)}
    return Finding("fonts", True, "{files} font files carry {languages} languages.", found)


def examine_layouts() -> Finding:
    """Whether every layout file reads without a fault."""
    try:
        for key in layout_keys():
            layout_for(key)
    except LayoutFault as fault:
        return Finding("layouts", False, fault.sentence, fault.values)
    return Finding("layouts", True, "{count} layouts are sound.", {"count": len(layout_keys())})


def ffmpeg_path() -> Path:
    """The film encoder that comes with the installation."""
    try:
        return Path(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        raise AssetError("The film encoder ffmpeg is missing; install the locked packages again.") from None


def examine_ffmpeg() -> Finding:
    try:
        path = ffmpeg_path()
    except AssetError as fault:
        return Finding("film encoder", False, fault.sentence, fault.values)
    if not os.access(path, os.X_OK):
        return Finding(
            "film encoder", False, "The film encoder may not be executed; check its file permissions."
        )
    return Finding("film encoder", True, "Films are encoded by {name}.", {"name": path.name})
