"""Layouts: how the layers of a picture stand to each other. A layout is a TOML file beside this one; `schema` reads
and checks it. This module finds them."""

from functools import cache
from pathlib import Path

from assets.errors import AssetError
from assets.layouts.schema import Layout, read_layout

HERE = Path(__file__).resolve().parent


@cache
def layout_keys() -> tuple[str, ...]:
    """Keys of all layouts, in alphabetical order."""
    return tuple(sorted(p.stem for p in HERE.glob("*.toml") if not p.stem.startswith("_")))


@cache
def layout_for(key: str) -> Layout:
    """The layout with this key, or a sentence that lists what there is."""
    if key not in layout_keys():
        raise AssetError(
            "There is no layout “{key}”. There are: {known}.", key=key, known=", ".join(layout_keys())
        )
    return read_layout(HERE / f"{key}.toml")
