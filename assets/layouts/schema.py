"""What a layout file may say, and the sentence for each thing it may not.

A file has a head (`key`, `version`, `name`, `purpose`, `ground`, `needs`), layers (what is drawn), groups (how layers
stand), decor (shapes of the ground) and, under `shapes`, what differs in a square, tall, story or wide format. With
`extends` it builds on another file. Lengths are pixels of a picture 1080 pixels wide; `size` is [smallest, largest].
"""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from assets.errors import LayoutFault
from assets.fonts import Weight
from assets.layouts.parts import (
    ALIGNS,
    FIELDS,
    FLOWS,
    GROUNDS,
    INKS,
    JUSTIFIES,
    KINDS,
    LEAST_PX,
    MARKERS,
    SHAPES,
    Decor,
    Group,
    Layer,
)

_Part = TypeVar("_Part", Layer, Group, Decor)
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
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS,
    "flow": FLOWS,
    "justify": JUSTIFIES,
    "align": ALIGNS,
    "ground": GROUNDS,
    "colour": INKS,
    "marker": MARKERS,
    "weight": get_args(Weight),
}


@dataclass(frozen=True)
class Arrangement:
    """A layout for one shape of format: groups and layers by name, decor from back to front."""

    layers: Mapping[str, Layer]
    groups: Mapping[str, Group]
    decor: tuple[Decor, ...]


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


def lint(path: Path) -> str | None:
    """The sentence about what is wrong with this file, or None."""
    try:
        read_layout(path)
    except LayoutFault as fault:
        return str(fault)
    return None


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
    layers = {name: _part(Layer, row, where, name) for name, row in data["layers"].items()}
    groups = {name: _part(Group, row, where, name) for name, row in data["groups"].items()}
    decor = tuple(_part(Decor, row, where, "decor") for row in data["decor"])
    if "page" not in groups:
        raise LayoutFault("{where} has no group “page”, from which everything hangs.", where=where)
    _check_tree(layers, groups, where)
    for name, layer in layers.items():
        _check_layer(layer, name, layers, where)
    return Arrangement(MappingProxyType(layers), MappingProxyType(groups), decor)


def _part(kind: type[_Part], row: Any, where: str, name: str) -> _Part:
    """One row as a dataclass: known keys, right types, values from the lists."""
    known = {one.name: one for one in fields(kind)}
    if not isinstance(row, dict):
        raise LayoutFault("{where}: “{name}” must be a table.", where=where, name=name)
    for key, value in row.items():
        if key not in known:
            raise LayoutFault(
                "{where}: “{name}” has an unknown entry “{key}”.", where=where, name=name, key=key
            )
        if not _has_type(value, known[key].default):
            raise LayoutFault(
                "{where}: “{name}” has {key} = {value}, which is of the wrong kind.",
                where=where,
                name=name,
                key=key,
                value=repr(value),
            )
        if key in _CHOICES and value not in _CHOICES[key]:
            raise LayoutFault(
                "{where}: “{name}” has {key} “{value}”; it must be one of {known}.",
                where=where,
                name=name,
                key=key,
                value=value,
                known=", ".join(_CHOICES[key]),
            )
    for one in known.values():
        if one.default is MISSING and one.default_factory is MISSING and one.name not in row:
            raise LayoutFault("{where}: “{name}” lacks “{key}”.", where=where, name=name, key=one.name)
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    return kind(**values)


def _has_type(value: Any, default: Any) -> bool:
    """Whether a value is of the kind its place asks for, told from the place's default."""
    if default is MISSING:
        return isinstance(value, str | int | list) and not isinstance(value, bool)
    if isinstance(default, tuple):
        return isinstance(value, list)
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, int | float):
        return isinstance(value, int) or (isinstance(default, float) and isinstance(value, float))
    return isinstance(value, str)


def _check_tree(layers: Mapping[str, Layer], groups: Mapping[str, Group], where: str) -> None:
    """Every child exists and hangs in one place only."""
    if both := set(layers) & set(groups):
        raise LayoutFault("{where}: “{name}” is both a layer and a group.", where=where, name=sorted(both)[0])
    seen: set[str] = set()

    def visit(name: str) -> None:
        if name in seen:
            raise LayoutFault("{where}: “{name}” hangs in two places or in itself.", where=where, name=name)
        seen.add(name)
        for child in groups[name].children if name in groups else ():
            if child not in layers and child not in groups:
                raise LayoutFault(
                    "{where}: group “{name}” has the child “{child}”, which is neither layer nor group.",
                    where=where,
                    name=name,
                    child=child,
                )
            visit(child)

    visit("page")


def _check_layer(layer: Layer, name: str, layers: Mapping[str, Layer], where: str) -> None:
    for one in layer.fields:
        if one not in FIELDS:
            raise LayoutFault(
                "{where}: layer “{name}” shows “{field}”, which cards do not have.",
                where=where,
                name=name,
                field=one,
            )
    if layer.kind in ("text", "list"):
        if not layer.fields:
            raise LayoutFault("{where}: layer “{name}” lacks “fields”.", where=where, name=name)
        if len(layer.size) != 2 or not 0 < layer.size[0] <= layer.size[1]:
            raise LayoutFault(
                "{where}: layer “{name}” needs size = [smallest, largest].", where=where, name=name
            )
        if layer.size[0] < LEAST_PX:
            raise LayoutFault(
                "{where}: layer “{name}” may shrink to {found} px; nothing may be smaller than {least} px, which is "
                "12 pixels on a phone.",
                where=where,
                name=name,
                found=layer.size[0],
                least=LEAST_PX,
            )
    if layer.at_most_of and layer.at_most_of not in layers:
        raise LayoutFault(
            "{where}: layer “{name}” is measured by “{other}”, which does not exist.",
            where=where,
            name=name,
            other=layer.at_most_of,
        )
    if unknown := set(layer.only_with) - set(FIELDS):
        raise LayoutFault(
            "{where}: layer “{name}” depends on “{field}”, which cards do not have.",
            where=where,
            name=name,
            field=sorted(unknown)[0],
        )
