"""What is different between two versions of what leaves: the words word by word, and all that leaves beside them.

The same words may leave as other bytes: a picture drawn anew, another description, another link. So two versions whose
digests differ are never called the same; `OTHER` names what nothing else names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from campaigns.approvals.models import Proof
from campaigns.content.copy import Copy
from campaigns.content.models import Campaign, Rendition, Revision
from campaigns.content.word_diff import Change, diff_copy
from campaigns.people.models import Programme


class Part(StrEnum):
    """What can be different besides the words."""

    CHANNEL_ADDED = "channel_added"
    CHANNEL_GONE = "channel_gone"
    FILE_ADDED = "file_added"
    FILE_GONE = "file_gone"
    NOT_DRAWN = "not_drawn"
    PICTURE = "picture"
    FILM = "film"
    SHEET = "sheet"
    CAPTIONS = "captions"
    SIZE = "size"
    ORDER = "order"
    DESCRIPTION = "description"
    TARGET = "target"
    SHORT_LINK = "short_link"
    NOTICE = "notice"
    FUNDER = "funder"
    TEXT = "text"
    OTHER = "other"


class Other(NamedTuple):
    """One part that is different. `which` is the format of a file or the channel; the texts stand then and now."""

    part: Part
    which: str = ""
    before: str = ""
    after: str = ""


class Version(NamedTuple):
    """What left or would leave: the words of the text, and what goes out on each channel."""

    number: int
    words: Mapping[str, Any]
    manifests: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Difference:
    """What is different. `pictures` are pairs of digests, then and now."""

    words: tuple[Change, ...]
    others: tuple[Other, ...]
    pictures: tuple[tuple[str, str], ...]


def version_of(revision: Revision, proofs: Sequence[Proof]) -> Version:
    """What these proofs froze."""
    return Version(
        revision.number, revision.words, {proof.channel: json.loads(proof.manifest) for proof in proofs}
    )


def draft_of(
    before: Version,
    revision: Revision,
    files: Sequence[Rendition],
    *,
    campaign: Campaign,
    programme: Programme,
) -> Version:
    """What would leave now on the channels of an older version, as far as it stands before anybody submits it.

    A file that is not made yet for the words of now has no digest.
    """
    copy = Copy.from_dict(revision.words)
    drawn = {(file.format, file.media_type): file for file in files}
    manifests = {}
    for channel, said in before.manifests.items():
        media = []
        for file in said["media"]:
            made = drawn.get((file["format"], file["media_type"]))
            media.append({**file, "digest": made.digest if made else ""})
        manifests[channel] = {
            **said,
            "target": campaign.link,
            "funder": str(programme.funder.get("statement", "")),
            "notice": copy.notice,
            "media": media,
        }
    return Version(revision.number, revision.words, manifests)


def difference(before: Version, after: Version) -> Difference:
    """What is different between two versions of one text."""
    words = diff_copy(before.words, after.words)
    then, now = before.manifests, after.manifests
    shared = [channel for channel in then if channel in now]
    others = [
        *(Other(Part.CHANNEL_GONE, channel) for channel in then if channel not in now),
        *(Other(Part.CHANNEL_ADDED, channel) for channel in now if channel not in then),
        *(
            other
            for channel in shared
            for other in _others(channel, then[channel], now[channel], bool(words))
        ),
    ]
    pairs = [pair for channel in shared for pair in _pairs(then[channel], now[channel])]
    return Difference(words, tuple(dict.fromkeys(others)), tuple(dict.fromkeys(pairs)))


def _others(
    channel: str, then: Mapping[str, Any], now: Mapping[str, Any], has_other_words: bool
) -> list[Other]:
    found = [
        Other(part, "", str(then[name]), str(now[name]))
        for name, part in (("target", Part.TARGET), ("notice", Part.NOTICE), ("funder", Part.FUNDER))
        # The notice is one of the words, too.
        if then[name] != now[name] and not (part is Part.NOTICE and has_other_words)
    ]
    if then["link"] != now["link"]:
        found.append(Other(Part.SHORT_LINK, channel, str(then["link"]), str(now["link"])))
    found += _other_files(then["media"], now["media"], has_other_words)
    if not has_other_words and _without_link(then) != _without_link(now):
        found.append(Other(Part.TEXT, channel, str(then["text"]), str(now["text"])))
    if not found and not has_other_words and then != now:
        found.append(Other(Part.OTHER, channel))
    return found


def _without_link(manifest: Mapping[str, Any]) -> str:
    link = manifest["link"]
    return str(manifest["text"].replace(link, "") if link else manifest["text"])


def _other_files(
    then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]], has_other_words: bool
) -> list[Other]:
    old, new = {file["format"]: file for file in then}, {file["format"]: file for file in now}
    found = [Other(Part.FILE_GONE, key) for key in old if key not in new]
    found += [Other(Part.FILE_ADDED, key) for key in new if key not in old]
    for key, file in new.items():
        if key in old:
            found += _other_file(key, old[key], file, has_other_words)
    if not found and list(old) != list(new):
        found.append(Other(Part.ORDER))
    return found


def _other_file(
    key: str, then: Mapping[str, Any], now: Mapping[str, Any], has_other_words: bool
) -> list[Other]:
    if not now["digest"]:
        return [Other(Part.NOT_DRAWN, key)]
    found = []
    if then["digest"] != now["digest"] or then["media_type"] != now["media_type"]:
        found.append(Other(_kind_of(now), key))
    if _captions(then) != _captions(now):
        found.append(Other(Part.CAPTIONS, key))
    if (then["width"], then["height"]) != (now["width"], now["height"]):
        sizes = [f"{file['width']} × {file['height']}" for file in (then, now)]
        found.append(Other(Part.SIZE, key, *sizes))
    if then["alt"] != now["alt"] and not has_other_words:
        found.append(Other(Part.DESCRIPTION, key, str(then["alt"]), str(now["alt"])))
    return found


def _kind_of(file: Mapping[str, Any]) -> Part:
    if file["media_type"].startswith("image/"):
        return Part.PICTURE
    return Part.FILM if file["media_type"].startswith("video/") else Part.SHEET


def _captions(file: Mapping[str, Any]) -> list[str]:
    return [str(one["digest"]) for one in file.get("beside", ()) if one["media_type"] == "text/vtt"]


def _pairs(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Pictures of the same format that are not the same."""
    old = {
        file["format"]: file["digest"] for file in then["media"] if file["media_type"].startswith("image/")
    }
    return [
        (old[file["format"]], file["digest"])
        for file in now["media"]
        if file["digest"]
        and file["media_type"].startswith("image/")
        and old.get(file["format"], file["digest"]) != file["digest"]
    ]
