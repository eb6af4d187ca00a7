"""Pictures on all cores: an order goes to a process, its bytes and what is known of them come back."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaigns.content.rendering.making import Made
    from campaigns.content.rendering.orders import RenderOrder

#: Below this many pictures, starting other processes costs more than it saves.
WORTH_A_POOL = 6


@dataclass(frozen=True)
class Drawn:
    """An order with its picture in the store, or with the sentence that says why there is none."""

    order: RenderOrder
    made: Made | None = None
    data: bytes = b""
    reason: str = ""


def draw_all(orders: Sequence[RenderOrder], files_url: str) -> Iterator[Drawn]:
    """Every order in turn; on all cores when there are enough of them."""
    cores = os.cpu_count() or 1
    if cores == 1 or len(orders) < WORTH_A_POOL:
        yield from (draw(order, files_url=files_url) for order in orders)
        return
    with ProcessPoolExecutor(cores) as pool:
        yield from pool.map(partial(draw, files_url=files_url), orders, chunksize=2)


def draw(order: RenderOrder, *, files_url: str) -> Drawn:
    """One picture, made and stored. What comes back can travel between processes; an error itself cannot."""
    from assets.errors import AssetError
    from assets.store import Store
    from campaigns.content.rendering.making import Made, keep_picture, make_picture
    from campaigns.errors import Refusal

    picture = make_picture(order)
    if isinstance(picture, AssetError | Refusal):
        return Drawn(order, reason=str(picture))
    made = keep_picture(order, picture, Store(files_url))
    assert isinstance(made, Made)
    return Drawn(order, made=made, data=picture.data)
