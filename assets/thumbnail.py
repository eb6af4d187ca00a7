"""A picture made small for a screen full of pictures."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from assets.geometry.plan import plan_card
from assets.image import draw
from assets.spec import CardSpec

MEDIA_TYPE = "image/webp"
QUALITY = 80


def shrink(data: bytes, *, width: int) -> bytes:
    """The picture as WebP, `width` pixels wide at most; what can be seen through, as logos can, stands on white. A JPEG
    is decoded near that size, so it takes little memory."""
    with Image.open(BytesIO(data)) as image:
        if width < image.width:
            height = max(1, round(image.height * width / image.width))
            image.draft("RGB", (width, height))
            small = _on_white(image).resize((width, height), Image.Resampling.LANCZOS)
        else:
            small = _on_white(image)
    return _webp(small, method=4)


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")


def preview(spec: CardSpec, *, width: int) -> bytes:
    """A card drawn and made small at once, for looking at and not for keeping."""
    plan = plan_card(spec)
    whole = draw(plan, spec.brand)
    small = whole.resize(
        (width, max(1, round(plan.height * width / plan.width))), Image.Resampling.BOX, reducing_gap=2.0
    )
    return _webp(small, method=0)


def _webp(image: Image.Image, *, method: int) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=method)
    return out.getvalue()
