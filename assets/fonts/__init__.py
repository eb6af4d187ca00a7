"""The faces of pictures: which file serves which language, one font object per face and size, coverage of a text."""

import unicodedata
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont, features

from assets.errors import AssetError, MissingGlyphs
from assets.fonts.emoji import BLOCK, ROOM, without_emoji
from assets.weights import Weight

FILES = Path(__file__).resolve().parent / "files"
STYLES = {"regular": "Regular", "semibold": "SemiBold", "bold": "Bold"}
FUNDER_FILE = "UbuntuDerivativeLitfass-Regular.ttf"
ICONS = FILES / "LitfassIcons.ttf"

_ARABIC = frozenset({"ar", "arz", "ckb", "ur"})
_FARSI = frozenset({"fa", "prs", "ps"})


def family_of(language: str) -> str:
    """The family that carries this language. Farsi readers expect other letter forms than Arabic ones."""
    base = language.split("-")[0]
    if base in _FARSI:
        return "LitfassFarsi"
    return "LitfassArabic" if base in _ARABIC else "LitfassSans"


@lru_cache(maxsize=512)
def path_of(language: str, weight: Weight) -> Path:
    """The font file, or a sentence when the installation is incomplete."""
    name = FUNDER_FILE if weight == "funder" else f"{family_of(language)}-{STYLES[weight]}.ttf"
    path = FILES / name
    if not path.is_file():
        raise AssetError(
            "The font file {name} is missing from assets/fonts/files. Restore it from the release.", name=name
        )
    return path


@lru_cache(maxsize=256)
def font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """The one font object for this file and size in pixels."""
    return ImageFont.truetype(str(path), size, layout_engine=_engine())


@lru_cache(maxsize=1)
def has_raqm() -> bool:
    """Whether Pillow shapes text here; it does so only when the system has FriBiDi."""
    return bool(features.check("raqm"))


def _engine() -> ImageFont.Layout:
    return ImageFont.Layout.RAQM if has_raqm() else ImageFont.Layout.BASIC


@lru_cache(maxsize=32)
def coverage(path: Path) -> frozenset[int]:
    """The code points a file can draw."""
    with TTFont(path, lazy=True) as file:
        return frozenset(file.getBestCmap()) - {ord(ROOM), ord(BLOCK)}


def _is_invisible(character: str) -> bool:
    """Format characters and line feeds take part in shaping and ordering but are never drawn."""
    return (
        character in "\n\t" or unicodedata.category(character) == "Cf" or 0xFE00 <= ord(character) <= 0xFE0F
    )


@lru_cache(maxsize=8192)
def missing(text: str, path: Path) -> str:
    """The characters of the text this file cannot draw, each once, in order."""
    known = coverage(path)
    normal = unicodedata.normalize("NFC", without_emoji(text))
    return "".join(dict.fromkeys(c for c in normal if ord(c) not in known and not _is_invisible(c)))


def check_coverage(text: str, language: str, weight: Weight = "regular") -> None:
    """Refuses a text that would show empty boxes."""
    if absent := missing(text, path_of(language, weight)):
        raise MissingGlyphs(language, absent)


def funder_path(statement: str, language: str) -> Path:
    """A funder's statement stands in the face the rule allows; in scripts which that face does not carry, in ours."""
    path = path_of(language, "funder")
    return path_of(language, "regular") if missing(statement, path) else path


@lru_cache(maxsize=1)
def icon_codes() -> dict[str, str]:
    """The character of each icon by its name."""
    with TTFont(ICONS, lazy=True) as file:
        return {name: chr(code) for code, name in file.getBestCmap().items()}


@lru_cache(maxsize=1)
def digest() -> str:
    """One fingerprint of all font files."""
    whole = sha256()
    for path in sorted(FILES.glob("*.ttf")):
        whole.update(path.name.encode() + sha256(path.read_bytes()).digest())
    return whole.hexdigest()
