"""Making pictures from orders. No database here: an order goes in, bytes land in the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from assets.errors import AssetError
from assets.image import Fit, RenderedImage, render_card
from assets.layouts import layout_for
from assets.renderer import renderer_version
from assets.store import Store
from campaigns.content.rendering.orders import RenderOrder
from campaigns.errors import Refusal


@dataclass(frozen=True)
class Made:
    """A picture that was made: where its bytes lie and how it fits."""

    order: RenderOrder
    digest: str
    width: int
    height: int
    size: int
    layout_version: str
    renderer: str
    fit: dict[str, Any]


@dataclass(frozen=True)
class NotMade:
    """A picture that cannot be made, and the sentence that says why and what to do."""

    order: RenderOrder
    problem: AssetError | Refusal

    @property
    def sentence(self) -> str:
        """The sentence as it is translated, its values apart."""
        return self.problem.message if isinstance(self.problem, Refusal) else self.problem.sentence


def make_picture(order: RenderOrder) -> RenderedImage | AssetError | Refusal:
    """The picture of an order, or why not. A plain function, so that a pool of processes can run it."""
    if order.problem is not None:
        return order.problem
    try:
        return render_card(order.spec, media_type=order.media_type, most_bytes=order.most_bytes)
    except AssetError as problem:
        return problem


def keep_picture(
    order: RenderOrder, picture: RenderedImage | AssetError | Refusal, store: Store
) -> Made | NotMade:
    """Puts a picture's bytes into the store."""
    if isinstance(picture, AssetError | Refusal):
        return NotMade(order, picture)
    digest = store.put(picture.data, picture.media_type)
    return Made(
        order=order,
        digest=digest,
        width=picture.width,
        height=picture.height,
        size=len(picture.data),
        layout_version=str(layout_for(order.spec.layout).version),
        renderer=renderer_version(),
        fit=_plain_fit(picture.fit),
    )


def make_pictures(orders: Iterable[RenderOrder], store: Store) -> Iterator[Made | NotMade]:
    """Makes pictures one after the other in this process."""
    for order in orders:
        yield keep_picture(order, make_picture(order), store)


def _plain_fit(fit: Fit) -> dict[str, Any]:
    """How the words came out, as JSON keeps it."""
    return {
        "headline_px": fit.headline_px,
        "body_px": fit.body_px,
        "overflow": fit.overflow,
        "left_out": dict(fit.left_out),
        "layers": {name: asdict(layer) for name, layer in fit.layers.items()},
    }
