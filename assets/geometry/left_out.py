"""Which words of a card stand nowhere on its picture, and why: so that nobody learns it from the picture alone."""

from collections.abc import Iterator, Set
from dataclasses import fields
from typing import Literal

from assets.layouts.schema import Arrangement
from assets.spec import CardSpec, Words

#: `room`: everything would not have fitted. `layout`: there is no place for it in this shape of the layout.
Why = Literal["room", "layout"]
#: Where fields stand that are no text on the picture.
_BY_KIND = {"qr": "link"}


def left_out(spec: CardSpec, arrangement: Arrangement, standing: Set[str]) -> dict[str, Why]:
    """The filled fields of the words that no layer of `standing` shows, with the reason."""
    placed, planned = _shown(arrangement, standing), _shown(arrangement, set(arrangement.shown))
    return {
        field.name: "room" if field.name in planned else "layout"
        for field in fields(Words)
        if spec.text(field.name) and field.name not in placed
    }


def _shown(arrangement: Arrangement, layers: Set[str]) -> set[str]:
    def of(name: str) -> Iterator[str]:
        layer = arrangement.layers[name]
        yield from layer.fields
        if layer.kind in _BY_KIND:
            yield _BY_KIND[layer.kind]

    return {field for name in layers if name in arrangement.layers for field in of(name)}
