"""Everything that is wrong with layout files, told at once.

    python -m assets.layouts.lint [FOLDER]

prints a line per problem and ends with 1 when there is any. A file that reads without a fault is also looked at for
what reads well but draws badly: layers that hang nowhere, needs that are not shown, sizes that upset each other.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assets.errors import LayoutFault
from assets.formats import FORMATS
from assets.layouts import HERE
from assets.layouts.parts import SIDES, Group, Layer
from assets.layouts.schema import Arrangement, Layout, read_layout

MYTH_SHARE = 0.6  # a false claim larger than this is what people remember


@dataclass(frozen=True)
class Problem:
    """What is wrong, and in which file."""

    file: str
    sentence: str


def lint_all(folder: Path = HERE) -> list[Problem]:
    """All problems of all layouts in a folder, in the order of their files."""
    files = sorted(path for path in folder.glob("*.toml") if not path.stem.startswith("_"))
    if not files:
        return [Problem(folder.name, "The folder holds no layout.")]
    return [Problem(path.name, sentence) for path in files for sentence in lint(path)]


def lint(path: Path) -> list[str]:
    """The sentences about one file; none when it is sound."""
    try:
        layout = read_layout(path)
    except LayoutFault as fault:
        return [str(fault)]
    return list(dict.fromkeys(_problems(layout, path.name)))


def _problems(layout: Layout, file: str) -> Iterator[str]:
    if not layout.purpose.endswith("."):
        yield f"{file}: “purpose” must be a sentence that ends with a full stop."
    for shape in sorted({one.shape for one in FORMATS.values()}):
        arrangement, where = layout.arrangements[shape], f"{file} ({shape})"
        shown = {field for name in arrangement.shown for field in arrangement.layers[name].fields}
        for needed in sorted(set(layout.needs) - shown):
            yield f"{where}: the card needs “{needed}”, but no layer shows it."
        yield from _repeated(arrangement, where)
        for name in arrangement.shown:
            yield from _of_layer(arrangement.layers[name], name, where)
        for name, group in arrangement.groups.items():
            yield from _of_group(group, name, where)


def _repeated(arrangement: Arrangement, where: str) -> Iterator[str]:
    """A field on two layers would be read twice; the funder's zone and the marks stand once."""
    seen: dict[str, str] = {}
    for name in arrangement.shown:
        layer = arrangement.layers[name]
        for what in layer.fields or (() if layer.kind in ("rule", "icon") else (layer.kind,)):
            if what in seen:
                yield f"{where}: “{what}” stands in “{seen[what]}” and again in “{name}”."
            seen[what] = name
    for kind, called in (("funder", "the funder's zone"), ("logos", "the bar of marks")):
        if kind not in seen:
            yield f"{where}: {called} is missing."


def _of_layer(layer: Layer, name: str, where: str) -> Iterator[str]:
    if layer.kind == "list" and layer.fields != ("steps",):
        yield f"{where}: the list “{name}” must show “steps”, the only field with several entries."
    if layer.kind == "text" and "steps" in layer.fields:
        yield f"{where}: “{name}” is a text and cannot show “steps”; make it a list."
    if layer.floor > layer.size[0]:
        yield f"{where}: “{name}” has a floor of {layer.floor} px above its smallest size {layer.size[0]} px."
    if layer.parts_below and not layer.display:
        yield f"{where}: “{name}” has parts_below, which only a text with display = true heeds."
    if "myth" in layer.fields and not (layer.at_most_of == "headline" and layer.at_most <= MYTH_SHARE):
        yield f"{where}: “{name}” shows the myth and must be at most {MYTH_SHARE} of the headline."
    if "myth" in layer.fields and not layer.strike:
        yield f"{where}: “{name}” shows the myth and must be struck through."
    if len(layer.pad) != 2:
        yield f"{where}: “{name}” needs pad = [block, inline]."
    yield from _sides(layer.bleed, name, where)


def _of_group(group: Group, name: str, where: str) -> Iterator[str]:
    if len(group.pad) != 4:
        yield f"{where}: “{name}” needs pad = [top, end, bottom, start]."
    if group.bleed and group.ground is None:
        yield f"{where}: “{name}” bleeds to an edge but has no ground to fill it with."
    yield from _sides(group.bleed, name, where)


def _sides(bleed: tuple[str, ...], name: str, where: str) -> Iterator[str]:
    for side in sorted(set(bleed) - set(SIDES)):
        yield f"{where}: “{name}” bleeds to “{side}”, which is no side; there are {', '.join(SIDES)}."


def main(arguments: list[str]) -> int:
    """Prints the problems; 1 when there is any."""
    problems = lint_all(Path(arguments[0]) if arguments else HERE)
    for problem in problems:
        sys.stdout.write(problem.sentence + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
