"""The sentence for each thing a layout file may not say."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar, get_args

from assets.errors import LayoutFault
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
    YIELDS,
    Decor,
    Group,
    Layer,
)
from assets.weights import Weight

_Part = TypeVar("_Part", Layer, Group, Decor)
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS,
    "flow": FLOWS,
    "justify": JUSTIFIES,
    "align": ALIGNS,
    "ground": GROUNDS,
    "colour": INKS,
    "marker": MARKERS,
    "yields": YIELDS,
    "weight": get_args(Weight),
}


def part(kind: type[_Part], row: Any, where: str, name: str) -> _Part:
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


def check_tree(layers: Mapping[str, Layer], groups: Mapping[str, Group], where: str) -> None:
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


def check_layer(layer: Layer, name: str, layers: Mapping[str, Layer], where: str) -> None:
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
        if min(layer.size[0], layer.floor or LEAST_PX) < LEAST_PX:
            raise LayoutFault(
                "{where}: layer “{name}” may shrink to {found} px; nothing may be smaller than {least} px, which is "
                "12 pixels on a phone.",
                where=where,
                name=name,
                found=min(layer.size[0], layer.floor or LEAST_PX),
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
