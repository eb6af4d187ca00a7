"""Pictures from outside: limits first, then one pinned reader in the locked room; what comes back is encoded anew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from assets.sandbox.errors import PictureFault
from assets.sandbox.kinds import MOST_PIXELS, picture_kind
from assets.sandbox.room import python, run

Use = Literal["photo", "logo", "screenshot"]
MEDIA_TYPES = {"photo": "image/jpeg", "logo": "image/png", "screenshot": "image/jpeg"}
#: A photo behind words must fill the smallest format.
LEAST_SIDE = {"photo": 600, "logo": 64, "screenshot": 64}
_DAMAGED: dict[str, Any] = {"fault": "damaged"}
SECONDS, CPU_SECONDS, MEMORY = 30.0, 20, 1_000_000_000


@dataclass(frozen=True)
class TakenPicture:
    """A picture as it may be kept: our own bytes, no metadata."""

    data: bytes
    media_type: str
    width: int
    height: int


def take_picture(data: bytes, *, use: Use) -> TakenPicture:
    """The picture encoded anew: a photo or screenshot as JPEG, a logo as PNG with its transparency. Refuses what is
    too large, too small, damaged or no picture with a sentence."""
    asked = {"kind": picture_kind(data), "use": use, "most_pixels": MOST_PIXELS}
    answer = run(
        python("assets.sandbox.reading"),
        data=json.dumps(asked).encode() + b"\n" + data,
        seconds=SECONDS,
        cpu_seconds=CPU_SECONDS,
        memory=MEMORY,
    )
    said, made = _parted(answer.out) if answer.code == 0 else (_DAMAGED, b"")
    if said.get("fault") == "large":
        raise PictureFault(
            "The picture has more than {most} million pixels. Save it smaller.", most=MOST_PIXELS // 1_000_000
        )
    if said.get("fault") == "moving":
        raise PictureFault(
            "This picture moves, and only still ones are taken: which of its pictures is meant, nobody can tell. Save "
            "the one you want as PNG or JPEG."
        )
    if "fault" in said or not made:
        raise PictureFault("The picture is damaged, or it is not what its first bytes say. Save it again.")
    if min(said["width"], said["height"]) < LEAST_SIDE[use]:
        raise PictureFault(
            "The picture is {width} × {height} pixels; each side needs at least {least}.",
            width=said["width"],
            height=said["height"],
            least=LEAST_SIDE[use],
        )
    return TakenPicture(made, MEDIA_TYPES[use], said["width"], said["height"])


def _parted(out: bytes) -> tuple[dict[str, Any], bytes]:
    head, _, made = out.partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError:
        return _DAMAGED, b""
    return said, made
