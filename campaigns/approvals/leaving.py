"""What leaves of one text, said once: one text, every file, and what is different on a channel.

A card is for as many digests as there are channels, and nearly all of what they stand for is the same. Who reads the
same words eight times does not see the one line that is missing on the ninth.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from campaigns.approvals.models import Proof
from campaigns.approvals.proofs import said_in
from campaigns.content.word_diff import Piece, diff_words

#: What stands beside the text and may be another on a channel.
BESIDE = ("title", "target", "notice", "funder")
#: Stands in a text for its short link.
_LINK = "\0"


class File(NamedTuple):
    """A file with its description, as the manifests say it, and the channels on which it leaves."""

    said: Mapping[str, Any]
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Leaving:
    """What leaves on one or several channels: the same words, files and target; each has its own short link.

    `differs`: the paragraphs that are others than in the text that stands first; `other`: which of `BESIDE` are.
    """

    proofs: Sequence[Proof]
    manifest: dict[str, Any]
    links: dict[str, str]
    differs: tuple[Piece, ...] = ()
    other: tuple[str, ...] = ()

    @property
    def channels(self) -> list[str]:
        return [proof.channel for proof in self.proofs]


@dataclass(frozen=True)
class AllLeaving:
    """Everything that leaves, by groups of channels. The first has the longest text, which stands for all."""

    groups: Sequence[Leaving]
    files: Sequence[File]

    @property
    def manifest(self) -> dict[str, Any]:
        """What stands for all, where nothing else is said."""
        return self.groups[0].manifest

    @property
    def channels(self) -> list[str]:
        return [channel for group in self.groups for channel in group.channels]

    @property
    def has_one_description(self) -> bool:
        """Whether every file has the same description."""
        return len({file.said["alt"] for file in self.files}) == 1


def all_leaving(proofs: Sequence[Proof]) -> AllLeaving:
    """What these proofs stand for. Refuses one that somebody changed in the table."""
    groups = _grouped(proofs)
    # The longest form holds every part; of sheets for printing the words are in the file.
    groups.sort(key=lambda group: -len(_without_link(group.manifest)))
    return AllLeaving([_beside_first(groups[0], group) for group in groups], _files(groups))


def _grouped(proofs: Sequence[Proof]) -> list[Leaving]:
    """Channels that carry the same words and files together: only the short link differs between them."""
    groups: dict[str, list[tuple[Proof, dict[str, Any]]]] = {}
    for proof in proofs:
        manifest = said_in(proof)
        same = {name: value for name, value in manifest.items() if name not in ("channel", "link")}
        same["text"] = _without_link(manifest)
        groups.setdefault(json.dumps(same, sort_keys=True), []).append((proof, manifest))
    return [
        Leaving(
            proofs=[proof for proof, _manifest in group],
            manifest=group[0][1],
            links={proof.channel: manifest["link"] for proof, manifest in group},
        )
        for group in groups.values()
    ]


def _beside_first(first: Leaving, group: Leaving) -> Leaving:
    """The group with all by which it differs from the first."""
    old, new = first.manifest, group.manifest
    return Leaving(
        group.proofs,
        new,
        group.links,
        differs=tuple(_differing(old, new)) if new["text"] else (),
        other=tuple(name for name in BESIDE if old[name] != new[name]),
    )


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Piece]:
    """The paragraphs that one text has and the other has not; of those that are others, the words."""
    before, after = (_without_link(said).split("\n\n") for said in (old, new))
    for step, i1, i2, j1, j2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if step == "equal":
            continue
        for piece in _told("\n\n".join(before[i1:i2]), "\n\n".join(after[j1:j2])):
            link = (old if piece.kind == "taken" else new)["link"]
            yield Piece(piece.kind, piece.text.replace(_LINK, link))
        yield Piece("same", "\n\n")


def _told(old: str, new: str) -> Sequence[Piece]:
    """The words that are others; where hardly one is the same, the one text and then the other, which can be read."""
    pieces = diff_words(old, new)
    shared = sum(len(piece.text) for piece in pieces if piece.kind == "same")
    is_part = len({piece.kind for piece in pieces} - {"same"}) < 2
    if is_part or shared * 2 >= max(len(old), len(new)):
        return pieces
    return Piece("taken", old), Piece("same", "\n\n"), Piece("added", new)


def _without_link(manifest: Mapping[str, Any]) -> str:
    """The text with its short link struck out, which is another on every channel."""
    text, link = str(manifest["text"]), manifest["link"]
    return text.replace(link, _LINK) if link else text


def _files(groups: Sequence[Leaving]) -> list[File]:
    found: dict[str, File] = {}
    for group in groups:
        for said in group.manifest["media"]:
            key = json.dumps(said, sort_keys=True)
            known = found.get(key, File(said, ()))
            found[key] = File(said, (*known.channels, *group.channels))
    return list(found.values())
