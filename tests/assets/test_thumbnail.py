"""Small pictures for a screen full of pictures."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from assets.thumbnail import shrink


@pytest.mark.parametrize("width", [40, 400])
def test_what_can_be_seen_through_stands_on_white(width: int) -> None:
    mark = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    mark.paste((200, 0, 0, 255), (0, 0, 40, 80))
    file = BytesIO()
    mark.save(file, "PNG")
    with Image.open(BytesIO(shrink(file.getvalue(), width=width))) as small:
        whole = small.convert("RGB")
        right, left = (whole.getpixel((round(whole.width * at), whole.height // 2)) for at in (0.9, 0.1))
    assert min(right) > 245 and left[0] > 180 > 60 > max(left[1:])  # type: ignore[arg-type, index]
