"""Builds the font files of pictures and of the desk from the published fonts.

Run by hand when a source font changes, never at set-up:

    python assets/fonts/build.py SOURCES

SOURCES holds the unpacked packages `@ibm/plex-sans`, `@ibm/plex-sans-arabic`, `vazirmatn`, `@fontsource/ubuntu`,
`@fontsource-variable/noto-sans` and `@fontsource-variable/noto-sans-arabic`, each as its name without scope in
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
from tempfile import TemporaryDirectory

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables.ttProgram import Program

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "files"
DESK = HERE.parent.parent / "web" / "static" / "fonts"

WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
FIXED_TIME = 3_849_984_000  # seconds since 1904, 2026-01-01; a build must not know when it ran

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x18F, 0x192, *range(0x218, 0x21C), *range(0x2B9, 0x2DE)]
LATIN += [0x1E9E, *range(0x1E80, 0x1E86), *range(0x1EF2, 0x1EF4), *range(0x300, 0x370)]
GREEK = [*range(0x370, 0x400)]
CYRILLIC = [*range(0x400, 0x530)]
SYMBOLS = [*range(0x2000, 0x2070), *range(0x2070, 0x20D0), *range(0x2100, 0x2150), *range(0x2190, 0x21C0)]
SYMBOLS += [*range(0x2200, 0x2270), *range(0x25A0, 0x2600), 0x2713, 0x2717, 0xFEFF]
ARABIC = [*range(0x600, 0x700), *range(0x750, 0x780), 0x200C, 0x200D, 0x200E, 0x200F]
ARABIC += [*range(0xFB50, 0xFBC0), *range(0xFDF2, 0xFDFD), *range(0xFE70, 0xFEFF), 0xFD3E, 0xFD3F]

# Substitutions that a reader must get without asking: joining, marks, local forms, kerning, fractions stay off.
FEATURES = [
    "ccmp",
    "locl",
    "liga",
    "rlig",
    "calt",
    "init",
    "medi",
    "fina",
    "isol",
    "kern",
    "mark",
    "mkmk",
    "tnum",
]


def source(root: Path, package: str, *inner: str) -> Path:
    """The one unpacked package of that name, whatever its version."""
    found = sorted(p for p in root.glob(f"{package}-[0-9]*") if p.is_dir())
    if len(found) != 1:
        raise SystemExit(f"{root} must hold exactly one unpacked {package}; it holds {len(found)}.")
    return found[0].joinpath("package", *inner)


def cut(font: TTFont, codepoints: list[int], scripts: list[str]) -> TTFont:
    """The font with only these code points and scripts, unhinted."""
    options = subset.Options()
    options.layout_features = FEATURES
    options.layout_scripts = scripts
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.drop_tables += ["FFTM", "DSIG", "STAT", "meta", "gasp"]
    work = subset.Subsetter(options)
    work.populate(unicodes=codepoints)
    work.subset(font)
    return font


def merged(parts: list[TTFont]) -> TTFont:
    """The parts in one file; where two parts have a letter, the first wins."""
    with TemporaryDirectory() as folder:
        paths = []
        taken: set[int] = set()
        for number, part in enumerate(parts):
            own = set(part.getBestCmap())
            if own & taken:
                part = cut(part, sorted(own - taken), ["*"])
            taken |= own
            path = Path(folder) / f"{number}.ttf"
            part.save(path)
            paths.append(str(path))
        return Merger().merge(paths)


def silence_autohinter(font: TTFont) -> None:
    """FreeType hints a file by itself when its preparation program is shorter than eight bytes; a longer one that
    does nothing keeps outlines and advances exactly as drawn, at every size."""
    program = Program()
    program.fromBytecode(bytes([0xB0, 0x00, 0x21] * 4))  # push 0, pop it: four times
    prep = newTable("prep")
    prep.program = program
    font["prep"] = prep


def named(
    font: TTFont, family: str, style: str, weight: int, copyright_: str, licence: str, url: str
) -> TTFont:
    names = font["name"]
    names.names = []
    full = f"{family} {style}"
    values = {0: copyright_, 1: family, 2: "Bold" if style == "Bold" else "Regular", 3: full, 4: full}
    values |= {6: full.replace(" ", "-"), 13: licence, 14: url, 16: family, 17: style}
    for name_id, value in values.items():
        names.setName(value, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["head"].created = font["head"].modified = FIXED_TIME
    font.recalcTimestamp = False
    return font


OFL = ("Licensed under the SIL Open Font License, Version 1.1", "https://openfontlicense.org")
PLEX = 'Copyright © 2017 IBM Corp. with Reserved Font Name "Plex"'
VAZIR = "Copyright 2015 The Vazirmatn Project Authors (https://github.com/rastikerdar/vazirmatn)"


def plex(root: Path, weight: str) -> TTFont:
    return TTFont(source(root, "ibm-plex-sans", "fonts", "complete", "woff2", f"IBMPlexSans-{weight}.woff2"))


def build_pictures(root: Path) -> None:
    PICTURES.mkdir(exist_ok=True)
    for style, weight in WEIGHTS.items():
        western = cut(plex(root, style), LATIN + GREEK + CYRILLIC + SYMBOLS, ["DFLT", "latn", "grek", "cyrl"])
        write(named(western, "Litfass Sans", style, weight, PLEX, *OFL), f"LitfassSans-{style}.ttf")

        arabic_name = f"IBMPlexSansArabic-{style}.woff2"
        arabic_path = source(root, "ibm-plex-sans-arabic", "fonts", "complete", "woff2", arabic_name)
        arabic = cut(TTFont(arabic_path), ARABIC, ["arab"])
        latin = cut(plex(root, style), LATIN + GREEK + CYRILLIC + SYMBOLS, ["DFLT", "latn", "grek", "cyrl"])
        whole = merged([latin, arabic])
        write(named(whole, "Litfass Arabic", style, weight, PLEX, *OFL), f"LitfassArabic-{style}.ttf")

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
            named(whole, "Litfass Farsi", style, weight, f"{PLEX}; {VAZIR}", *OFL),
            f"LitfassFarsi-{style}.ttf",
        )
    build_funder_face(root)


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
    face = named(whole, "Ubuntu derivative Litfass", "Regular", 400, rights, *licence)
    write(face, "UbuntuDerivativeLitfass-Regular.ttf")


def write(font: TTFont, name: str) -> None:
    silence_autohinter(font)
    font.flavor = None
    font.save(PICTURES / name, reorderTables=True)


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
