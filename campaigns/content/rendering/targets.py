"""Which files a picture is made as, so that every channel that shows its format gets one within its limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from assets.formats import format_for
from campaigns.channels import Media, Profile
from campaigns.content.queries import SHEET

#: What most channels take, and the desk itself shows.
USUAL: Final = "image/jpeg"
#: What a channel gets that does not take the usual, the best first.
_OTHERS: Final = ("image/webp", "image/avif", "image/png")
#: What packs closer than the usual, the closest first.
_CLOSER: Final = ("image/avif", "image/webp")
#: Below this a JPEG of a card with a photo frays (a photo of nothing but noise needs 344 kB as a story). A channel with
#: less room gets a kind that packs closer, if it takes one; no channel's own limit may cost the others their picture.
LEAST_ROOM: Final = 400_000


@dataclass(frozen=True)
class Target:
    """A file to make: its kind, and how many bytes it may have; None is as many as it needs."""

    media_type: str
    most_bytes: int | None = None


def targets_of(format_key: str, channels: Iterable[Profile]) -> tuple[Target, ...]:
    """The files of a picture in this format: one of the usual kind, one more for each kind that some channel wants
    instead, and the PDF of a sheet for printing. A file keeps within the least room of those channels that get it."""
    fmt = format_for(format_key)
    if fmt.is_print:
        return Target(USUAL), Target(SHEET)
    room: dict[str, list[int]] = defaultdict(list, {USUAL: []})
    for media in (channel.media for channel in channels):
        if format_key not in media.formats or media.fault_of_shape(fmt.width, fmt.height) is not None:
            continue
        kind = _kind_for(media)
        if kind is not None:
            room[kind] += [media.max_bytes] if media.max_bytes is not None else []
    return tuple(Target(kind, min(limits, default=None)) for kind, limits in room.items())


def film_room(format_key: str, channels: Iterable[Profile]) -> int | None:
    """How many bytes a film in this picture format may have on every channel that takes it; None is no limit."""
    limits = [
        limit
        for media in (channel.media for channel in channels)
        if "video/mp4" in media.types and format_key in media.formats
        if (limit := media.most_bytes(is_film=True)) is not None
    ]
    return min(limits, default=None)


def _kind_for(media: Media) -> str | None:
    """The kind of picture a channel gets; None where it takes none, or none that could be made so small."""
    is_narrow = media.max_bytes is not None and media.max_bytes < LEAST_ROOM
    if USUAL in media.types and not is_narrow:
        return USUAL
    others = _CLOSER if is_narrow else _OTHERS
    return next((kind for kind in others if kind in media.types), None)
