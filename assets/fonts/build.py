"""Builds the font files of pictures and of the desk from the published fonts.

Run by hand when a source font changes, never at set-up:

    python -m assets.fonts.build SOURCES

SOURCES holds the unpacked packages `@ibm/plex-sans`, `@ibm/plex-sans-arabic`, `vazirmatn`, `@fontsource/ubuntu`,
`@fontsource-variable/noto-sans`, `@fontsource-variable/noto-sans-arabic`, `twemoji-colr-font` and
`@phosphor-icons/core`, each as its name without scope in
front and version behind, for example `ibm-plex-sans-1.1.0/package/…` (the form in which `npm pack` names them).

For pictures: one static file per family and weight. Arabic and Farsi letters are merged with the Latin, Greek and
Cyrillic letters of the same family look, so that "WhatsApp" inside an Arabic sentence never becomes boxes. Hints are
removed: at poster sizes they change nothing but cost four fifths of the drawing time. The files carry the family
name Litfass, because the licence of IBM Plex reserves the name Plex for the original.

For the desk: Noto Sans and Noto Sans Arabic (variable weight) and Vazirmatn, cut by script as woff2.

The result depends on the sources and on the fontTools version only: time stamps are fixed.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

from assets.fonts.cutting import (
    ARABIC,
    CYRILLIC,
    FEATURES,
    FIXED_TIME,
    GREEK,
    LATIN,
    SYMBOLS,
    cut,
    merged,
    named,
    source,
    write,
)
from assets.fonts.symbols import build_emoji, build_icons, with_room_for_emoji

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "files"
DESK = HERE.parent.parent / "web" / "static" / "fonts"

WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}

OFL = ("Licensed under the SIL Open Font License, Version 1.1", "https://openfontlicense.org")
PLEX = 'Copyright © 2017 IBM Corp. with Reserved Font Name "Plex"'
VAZIR = "Copyright 2015 The Vazirmatn Project Authors (https://github.com/rastikerdar/vazirmatn)"


def plex(root: Path, weight: str) -> TTFont:
    return TTFont(source(root, "ibm-plex-sans", "fonts", "complete", "woff2", f"IBMPlexSans-{weight}.woff2"))


def _face(font: TTFont, family: str, style: str, weight: int, *rights: str) -> TTFont:
    return with_room_for_emoji(named(font, family, style, weight, *rights))


def build_pictures(root: Path) -> None:
    PICTURES.mkdir(exist_ok=True)
    for style, weight in WEIGHTS.items():
        western = cut(plex(root, style), LATIN + GREEK + CYRILLIC + SYMBOLS, ["DFLT", "latn", "grek", "cyrl"])
        write(
            _face(western, "Litfass Sans", style, weight, PLEX, *OFL), PICTURES / f"LitfassSans-{style}.ttf"
        )

        arabic_name = f"IBMPlexSansArabic-{style}.woff2"
        arabic_path = source(root, "ibm-plex-sans-arabic", "fonts", "complete", "woff2", arabic_name)
        arabic = cut(TTFont(arabic_path), ARABIC, ["arab"])
        latin = cut(plex(root, style), LATIN + GREEK + CYRILLIC + SYMBOLS, ["DFLT", "latn", "grek", "cyrl"])
        whole = merged([latin, arabic])
        write(
            _face(whole, "Litfass Arabic", style, weight, PLEX, *OFL), PICTURES / f"LitfassArabic-{style}.ttf"
        )

        vazir_path = source(
            root, "vazirmatn", "misc", "Non-Latin", "fonts", "ttf", f"Vazirmatn-NL-{style}.ttf"
        )
        vazir = TTFont(vazir_path)
        scale_upem(vazir, 1000)
        farsi = cut(vazir, ARABIC, ["arab"])
        latin = cut(plex(root, style), LATIN + GREEK + CYRILLIC + SYMBOLS, ["DFLT", "latn", "grek", "cyrl"])
        permille = cut(TTFont(arabic_path), [0x609], ["arab"])  # the one sign of Arabic that Vazirmatn lacks
        whole = merged([latin, farsi, permille])
        write(
            _face(whole, "Litfass Farsi", style, weight, f"{PLEX}; {VAZIR}", *OFL),
            PICTURES / f"LitfassFarsi-{style}.ttf",
        )
    build_funder_face(root)
    build_icons(root, PICTURES / "LitfassIcons.ttf")
    build_emoji(root, PICTURES / "LitfassEmoji.ttf")


def build_funder_face(root: Path) -> None:
    """The face of funder statements: the European rule allows Ubuntu and eight faces that are not free."""
    parts = []
    for script in ("latin", "latin-ext", "greek", "cyrillic", "cyrillic-ext"):
        path = source(root, "fontsource-ubuntu", "files", f"ubuntu-{script}-400-normal.woff2")
        part = TTFont(path)
        parts.append(cut(part, LATIN + GREEK + CYRILLIC + SYMBOLS, ["*"]))
    for part in parts:
        for tag in ("GSUB", "GPOS", "GDEF"):  # five cuts of one font: their tables repeat each other
            if part is not parts[0] and tag in part:
                del part[tag]
    whole = merged(parts)
    licence = ("Ubuntu Font Licence 1.0", "https://ubuntu.com/legal/font-licence")
    rights = "Copyright 2010, 2011 Canonical Ltd."
    face = _face(whole, "Ubuntu derivative Litfass", "Regular", 400, rights, *licence)
    write(face, PICTURES / "UbuntuDerivativeLitfass-Regular.ttf")


NOTO, NOTO_ARABIC = "fontsource-variable-noto-sans", "fontsource-variable-noto-sans-arabic"
DESK_PARTS: dict[str, tuple[str, str, list[int] | None]] = {
    # file name: (package, path inside it, code points wanted; None for all)
    "noto-sans-latin": (NOTO, "files/noto-sans-latin-wght-normal.woff2", None),
    "noto-sans-latin-ext": (NOTO, "files/noto-sans-latin-ext-wght-normal.woff2", LATIN),
    "noto-sans-cyrillic": (NOTO, "files/noto-sans-cyrillic-wght-normal.woff2", None),
    "noto-sans-greek": (NOTO, "files/noto-sans-greek-wght-normal.woff2", None),
    "noto-sans-arabic": (NOTO_ARABIC, "files/noto-sans-arabic-arabic-wght-normal.woff2", ARABIC),
    "vazirmatn": ("vazirmatn", "misc/Non-Latin/fonts/webfonts/Vazirmatn-NL[wght].woff2", ARABIC),
}


def build_desk(root: Path) -> None:
    DESK.mkdir(parents=True, exist_ok=True)
    for name, (package, inner, wanted) in DESK_PARTS.items():
        font = TTFont(source(root, package, *inner.split("/")))
        own = sorted(font.getBestCmap())
        options = subset.Options()
        options.layout_features = [*FEATURES, "numr", "dnom", "frac"]
        options.hinting = False
        options.flavor = "woff2"
        work = subset.Subsetter(options)
        work.populate(unicodes=[c for c in own if wanted is None or c in set(wanted)])
        work.subset(font)
        font["head"].created = font["head"].modified = FIXED_TIME
        font.recalcTimestamp = False
        font.flavor = "woff2"
        font.save(DESK / f"{name}.woff2", reorderTables=True)


if __name__ == "__main__":
    sources = Path(sys.argv[1])
    build_pictures(sources)
    build_desk(sources)
