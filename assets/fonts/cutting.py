"""Cutting, merging and naming font files; `build` says which."""

from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program

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


def write(font: TTFont, path: Path) -> None:
    """The font as a plain file; its tables in one order, so that the bytes depend on the font alone."""
    silence_autohinter(font)
    font.flavor = None
    font.save(path, reorderTables=True)
