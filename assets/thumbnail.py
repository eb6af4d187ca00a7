"""A picture made small for a screen full of pictures."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

MEDIA_TYPE = "image/webp"
QUALITY = 80


def shrink(data: bytes, *, width: int) -> bytes:
    """The picture as WebP, `width` pixels wide at most. A JPEG is decoded near that size, so it takes little memory."""
    with Image.open(BytesIO(data)) as image:
        if width < image.width:
            height = max(1, round(image.height * width / image.width))
            image.draft("RGB", (width, height))
            small = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
        else:
            small = image.convert("RGB")
    out = BytesIO()
    small.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
