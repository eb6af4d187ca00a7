"""What a layout file may say, and the sentence for each thing it may not.

A file has a head (`key`, `version`, `name`, `purpose`, `ground`, `needs`), layers (what is drawn), groups (how layers
stand), decor (shapes of the ground) and, under `shapes`, what differs in a square, tall, story or wide format. With
`extends` it builds on another file. Lengths are pixels of a picture 1080 pixels wide; `size` is [smallest, largest].
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from assets.errors import LayoutFault
from assets.layouts.checks import check_layer, check_tree, part
from assets.layouts.parts import FIELDS, GROUNDS, SHAPES, Decor, Group, Layer

_HEAD = {
    "extends",
    "key",
    "version",
    "name",
    "purpose",
    "ground",
    "needs",
    "layers",
    "groups",
    "decor",
    "shapes",
}


@dataclass(frozen=True)
class Arrangement:
    """A layout for one shape of format: groups and layers by name, decor from back to front."""

    layers: Mapping[str, Layer]
    groups: Mapping[str, Group]
    decor: tuple[Decor, ...]

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Layers that hang from the page; a layout may leave out what the file it extends has."""
        found: list[str] = []

        def visit(name: str) -> None:
            if name in self.layers:
                found.append(name)
            for child in self.groups[name].children if name in self.groups else ():
                visit(child)

        visit("page")
        return tuple(found)

    @cached_property
    def shows_photo(self) -> bool:
        """Whether a card's photo stands in it."""

        def visit(name: str) -> bool:
            group = self.groups.get(name)
            return group is not None and (group.ground == "photo" or any(map(visit, group.children)))

        return visit("page")


@dataclass(frozen=True)
class Layout:
    """A layout. `version` rises whenever its pictures change; `needs` are fields without which it makes no sense."""

    key: str
    version: int
    name: str
    purpose: str
    ground: str
    needs: tuple[str, ...]
    arrangements: Mapping[str, Arrangement] = field(repr=False)


def read_layout(path: Path) -> Layout:
    """The layout in this file, checked."""
    return layout_from(_with_parents(path), path.name)


def _with_parents(path: Path) -> dict[str, Any]:
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as reason:
        raise LayoutFault(
            "The layout file {file} cannot be read: {reason}.", file=path.name, reason=reason
        ) from None
    if "extends" not in own:
        return own
    parent = path.parent / f"{own['extends']}.toml"
    if not parent.is_file() or parent == path:
        raise LayoutFault(
            "{file} extends “{parent}”, which does not exist beside it.",
            file=path.name,
            parent=own["extends"],
        )
    return _merged(_with_parents(parent), own)


def _merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Tables are merged key by key; everything else is replaced."""
    result = dict(under)
    for key, value in over.items():
        both_tables = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = _merged(result[key], value) if both_tables else value
    return result


def layout_from(data: dict[str, Any], file: str) -> Layout:
    """The layout in this data, checked; `file` names it in sentences."""
    if unknown := set(data) - _HEAD:
        raise LayoutFault("{file} has an unknown entry “{name}”.", file=file, name=sorted(unknown)[0])
    for name in ("key", "version", "name", "purpose", "layers", "groups"):
        if name not in data:
            raise LayoutFault("{file} lacks “{name}”.", file=file, name=name)
    if not isinstance(data["version"], int) or data["version"] < 1:
        raise LayoutFault("{file}: “version” must be a whole number from 1.", file=file)
    if f"{data['key']}.toml" != file:
        raise LayoutFault(
            "{file}: “key” must be the name of the file, not “{key}”.", file=file, key=data["key"]
        )
    if data.get("ground", "paper") not in GROUNDS:
        raise LayoutFault("{file}: “ground” must be one of {known}.", file=file, known=", ".join(GROUNDS))
    for needed in data.get("needs", []):
        if needed not in FIELDS:
            raise LayoutFault(
                "{file} needs the field “{field}”, which cards do not have.", file=file, field=needed
            )
    shapes = data.get("shapes", {})
    if unknown := set(shapes) - set(SHAPES):
        raise LayoutFault(
            "{file}: “{name}” is no shape; there are {known}.",
            file=file,
            name=sorted(unknown)[0],
            known=", ".join(SHAPES),
        )
    common = {part: data.get(part, {} if part != "decor" else []) for part in ("layers", "groups", "decor")}
    arrangements = {
        shape: _arrangement(_merged(common, shapes.get(shape, {})), f"{file} ({shape})") for shape in SHAPES
    }
    return Layout(
        key=data["key"],
        version=data["version"],
        name=data["name"],
        purpose=data["purpose"],
        ground=data.get("ground", "paper"),
        needs=tuple(data.get("needs", [])),
        arrangements=MappingProxyType(arrangements),
    )


def _arrangement(data: dict[str, Any], where: str) -> Arrangement:
    layers = {name: part(Layer, row, where, name) for name, row in data["layers"].items()}
    groups = {name: part(Group, row, where, name) for name, row in data["groups"].items()}
    decor = tuple(part(Decor, row, where, "decor") for row in data["decor"])
    if "page" not in groups:
        raise LayoutFault("{where} has no group “page”, from which everything hangs.", where=where)
    check_tree(layers, groups, where)
    for name, layer in layers.items():
        check_layer(layer, name, layers, where)
    return Arrangement(MappingProxyType(layers), MappingProxyType(groups), decor)
