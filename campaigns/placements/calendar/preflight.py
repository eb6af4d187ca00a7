"""What a channel would refuse, said when a post is planned and not when it is due.

Asked of the very package that would leave and of the account as its own server describes it. Pure: no network,
no clock. `is_final`: as it stands the channel will refuse it, so it is not scheduled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from campaigns.channels import Alt, Media, Profile, Room, Text, account_profile, profile
from campaigns.clock import wall_time
from campaigns.content.counting import COUNTERS, counter_of
from campaigns.placements.accounts.tokens import good_until
from campaigns.placements.models import Account
from campaigns.reasons import Reason


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that stands against it, in a sentence."""

    reason: Reason
    is_final: bool = True


TOO_LONG = (
    "{channel} takes {limit} characters as it counts; this text has {count}. Shorten it and have it approved."
)
CAPTION_TOO_LONG = (
    "Under a picture or film {channel} takes {limit} characters; this text has {count}. Post picture and text as two "
    "messages, or have a shorter text approved."
)
TOO_MANY_BYTES = "{channel} takes {limit} bytes; this text has {count}. Shorten it and have it approved."
TITLE_TOO_LONG = (
    "A title on {channel} has {limit} characters at most; this one has {count}. Shorten the headline."
)
NEEDS_FILE = "{channel} takes no post without a picture or film. Render one in these formats: {formats}."
TOO_MANY_FILES = "{channel} takes {limit} files in a post; this one has {count}."
WRONG_TYPE = "{channel} does not take files of the kind {kind}. It takes: {kinds}."
TOO_LONG_A_FILM = (
    "The film runs {seconds} seconds; {channel} takes {limit}. Make a shorter one and have it approved."
)
TOO_HEAVY = "A file is {size} MB; {channel} takes {limit} MB."
WRONG_SHAPE = (
    "A picture of {width} × {height} is too narrow or too wide for {channel}. Choose another format."
)
TOO_SMALL = "A picture of {width} × {height} is too small for {channel}: {limit} is the least for each side."
TOO_LARGE = "A picture of {width} × {height} is too large for {channel}."
NO_ALT = "{channel} demands a description of the picture. Write one and have it approved."
ALT_TOO_LONG = "{channel} takes {limit} characters of a description; this one has {count}."
TOKEN_ENDS = "The account's token ends on {day}, before this moment. Renew it in the settings before then."  # noqa: S105
NOT_CONNECTED = (
    "The account is not connected yet. Nothing leaves through it until it is connected in the settings."
)
PAUSED = "The account is paused. Nothing leaves through it until it is resumed under “Sending”."
NO_ADDRESS = (
    "{channel} fetches pictures and films from this desk and cannot reach it: its address is not a public https "
    "address. Whoever runs the server sets LITFASS_BASE_URL before this moment."
)
ILL = "At present the account has a problem: {problem} Mend it in the settings."


def preflight(
    manifest: Mapping[str, Any],
    account: Account,
    *,
    due_at: datetime,
    sizes: Mapping[str, int],
    needs_secret: bool,
) -> list[Concern]:
    """Everything that stands against this package on this account at this moment; the final things first.

    `sizes` are the files' bytes by digest, as far as they are known.
    """
    kind = account_profile(account.channel, account.capabilities)
    media: Sequence[Mapping[str, Any]] = manifest["media"]
    found = [
        *_of_text(kind, kind.text, manifest),
        *_of_files(kind, kind.media, media, sizes),
        *_of_descriptions(kind, kind.alt, media),
        *of_account(account, due_at, needs_secret),
    ]
    return sorted(found, key=lambda concern: not concern.is_final)


def preflight_by_hand(
    manifest: Mapping[str, Any], kind: Profile | Room, *, sizes: Mapping[str, int]
) -> list[Concern]:
    """What may stand against this package where a person posts it, by what is known of such a channel or group.

    Never final: what a server or a paid account takes there is more than the profile says, and the person sees it.
    Kinds and shapes of files are left out, because apps turn them into what they want.
    """
    media: Sequence[Mapping[str, Any]] = manifest["media"]
    found = [
        *_of_text(kind, kind.text, manifest),
        *_of_number(kind, kind.media, media),
        *(concern for file in media for concern in _of_weight(kind, kind.media, file, sizes)),
    ]
    return [Concern(each.reason, is_final=False) for each in found]


def of_address(channel: str, manifest: Mapping[str, Any], *, is_public: bool) -> list[Concern]:
    """That the channel fetches files from us and cannot, where this desk has no public address."""
    kind = profile(channel)
    if is_public or not manifest["media"] or not kind.media.public_address:
        return []
    return [Concern(Reason(NO_ADDRESS, {"channel": kind.name}), is_final=False)]


def _of_text(kind: Profile | Room, room: Text, manifest: Mapping[str, Any]) -> Iterator[Concern]:
    text, title = str(manifest["text"]), str(manifest["title"])
    count = counter_of(room)(text)
    if room.limit is not None and count > room.limit:
        yield _against(TOO_LONG, kind, limit=room.limit, count=count)
    elif manifest["media"] and room.caption_limit is not None and count > room.caption_limit:
        yield _against(CAPTION_TOO_LONG, kind, limit=room.caption_limit, count=count)
    size = COUNTERS["bytes"](text)
    if room.byte_limit is not None and size > room.byte_limit:
        yield _against(TOO_MANY_BYTES, kind, limit=room.byte_limit, count=size)
    if room.title_limit is not None and len(title) > room.title_limit:
        yield _against(TITLE_TOO_LONG, kind, limit=room.title_limit, count=len(title))


def _of_files(
    kind: Profile, room: Media, media: Sequence[Mapping[str, Any]], sizes: Mapping[str, int]
) -> Iterator[Concern]:
    yield from _of_number(kind, room, media)
    for file in media:
        if file["media_type"] not in room.types:
            yield _against(WRONG_TYPE, kind, kind=file["media_type"], kinds=", ".join(room.types))
            continue
        yield from _of_weight(kind, room, file, sizes)
        yield from _of_shape(kind, room, int(file["width"]), int(file["height"]))


def _of_number(kind: Profile | Room, room: Media, media: Sequence[Mapping[str, Any]]) -> Iterator[Concern]:
    if room.required and not media:
        yield _against(NEEDS_FILE, kind, formats=", ".join(room.formats))
    if room.count is not None and len(media) > room.count:
        yield _against(TOO_MANY_FILES, kind, limit=room.count, count=len(media))


def _of_weight(
    kind: Profile | Room, room: Media, file: Mapping[str, Any], sizes: Mapping[str, int]
) -> Iterator[Concern]:
    """Bytes, and the seconds of a film."""
    size, most = sizes.get(str(file["digest"]), 0), room.most_bytes(is_film="seconds" in file)
    if most is not None and size > most:
        # Rounded away from each other, so that the sentence never says “10 MB; it takes 10 MB”.
        heavy, limit = -(-size // 100_000) / 10, most // 100_000 / 10
        yield _against(TOO_HEAVY, kind, size=heavy, limit=limit)
    seconds = float(file.get("seconds") or 0)
    if room.max_seconds is not None and seconds > room.max_seconds:
        yield _against(TOO_LONG_A_FILM, kind, seconds=ceil(seconds), limit=room.max_seconds)


def _of_shape(kind: Profile, room: Media, width: int, height: int) -> Iterator[Concern]:
    if not width or not height:
        return
    fault = room.fault_of_shape(width, height)
    if fault is not None:
        sentence = {"shape": WRONG_SHAPE, "small": TOO_SMALL, "large": TOO_LARGE}[fault]
        yield _against(sentence, kind, width=width, height=height, limit=room.min_side)


def _of_descriptions(kind: Profile, room: Alt, media: Sequence[Mapping[str, Any]]) -> Iterator[Concern]:
    for file in media:
        said = str(file["alt"])
        if room.need == "required" and not said.strip():
            yield _against(NO_ALT, kind)
        if room.need != "none" and room.limit is not None and len(said) > room.limit:
            yield _against(ALT_TOO_LONG, kind, limit=room.limit, count=len(said))


def of_account(account: Account, due_at: datetime, needs_secret: bool) -> Iterator[Concern]:
    """What stands against the account itself at this moment, whatever is to leave through it."""
    if account.paused_at is not None:
        yield Concern(Reason(PAUSED), is_final=False)
    if needs_secret and not account.secret:
        yield Concern(Reason(NOT_CONNECTED), is_final=False)
    elif account.health:
        yield Concern(Reason(ILL, {"problem": account.health}), is_final=False)
    end = good_until(account)
    if end is not None and end <= due_at:
        yield Concern(
            Reason(TOKEN_ENDS, {"day": wall_time(end, account.zone).date().isoformat()}), is_final=False
        )


def _against(sentence: str, profile: Profile | Room, /, **values: Any) -> Concern:
    return Concern(Reason(sentence, {"channel": profile.name, **values}))
