"""Runs inside the locked room: reads one picture with one pinned reader and writes it anew, pixels alone.

Standard input: a line of JSON ({"kind", "use", "most_pixels"}), then the picture. Standard output: a line of JSON
(width, height; or a fault's key), then the new picture. This file imports nothing of ours: what happens here is
over in a moment, and the less there is the better.
"""

from __future__ import annotations

import json
import sys
import warnings
from io import BytesIO

#: The largest side that is kept of a photo; no card or film shows more.
MOST_SIDE = 4096


def main() -> None:
    """One picture from standard input to standard output."""
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    answer, made = read(json.loads(head), data)
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + made)


def read(asked: dict[str, object], data: bytes) -> tuple[dict[str, object], bytes]:
    """What is to be said about the picture, and its new bytes."""
    from PIL import Image, ImageOps

    warnings.simplefilter("error")
    most = int(str(asked["most_pixels"]))
    Image.MAX_IMAGE_PIXELS = most
    try:
        with Image.open(BytesIO(data), formats=(str(asked["kind"]),)) as opened:
            if opened.width * opened.height > most:
                return {"fault": "large"}, b""
            # A JPEG of a phone may carry a second picture, which never moves.
            if asked["kind"] != "JPEG" and getattr(opened, "is_animated", False):
                return {"fault": "moving"}, b""
            opened.load()
            whole = ImageOps.exif_transpose(opened)
            made = _clean(whole, keeps_alpha=asked["use"] == "logo")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"fault": "large"}, b""
    except Exception:  # whatever a broken file does to a decoder, it is broken
        return {"fault": "damaged"}, b""
    made.thumbnail((MOST_SIDE, MOST_SIDE))
    out = BytesIO()
    if asked["use"] == "logo":
        made.save(out, "PNG", optimize=True)
    else:
        made.save(out, "JPEG", quality=92, subsampling=0)
    return {"width": made.width, "height": made.height}, out.getvalue()


def _clean(whole, keeps_alpha: bool):  # type: ignore[no-untyped-def]
    """The pixels on a new picture, so that nothing else comes along."""
    from PIL import Image

    mode = "RGBA" if keeps_alpha else "RGB"
    if not keeps_alpha and (whole.mode in ("RGBA", "LA", "PA") or "transparency" in whole.info):
        flat = Image.new("RGB", whole.size, "white")
        over = whole.convert("RGBA")
        flat.paste(over, mask=over.getchannel("A"))
        whole = flat
    made = Image.new(mode, whole.size)
    made.paste(whole.convert(mode))
    return made
