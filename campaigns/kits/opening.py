"""Opening a version for readers: every text and file of it through the gate, or the reason why it stays shut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.content.queries import SHEET
from campaigns.kits.names import named
from campaigns.kits.versions import KitManifest
from campaigns.links.paper import PRINT
from campaigns.placements import reasons
from campaigns.placements.gate import Departure, Manifest, closed_for, let_through
from campaigns.placements.public.files import EXTENSIONS
from campaigns.reasons import Reason

#: Files that nobody fetches without a kit.
_OTHER = {"application/x-subrip": "srt", SHEET: "pdf"}


class Shut(Exception):
    """Something in a version may not leave today."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class OpenFile:
    """An approved file. `name` is readable and ends in what the file is; `beside` belong to a film."""

    digest: str
    media_type: str
    name: str
    width: int = 0
    height: int = 0
    alt: str = ""
    seconds: float | None = None
    beside: tuple[OpenFile, ...] = ()
    kind: str = ""

    @property
    def is_film(self) -> bool:
        return self.seconds is not None

    @property
    def is_sheet(self) -> bool:
        """Whether it is paper: a PDF, with a picture of it beside it."""
        return self.media_type == SHEET

    def beside_of(self, ending: str) -> OpenFile | None:
        return next((each for each in self.beside if each.name.endswith(f".{ending}")), None)


class OpenText(NamedTuple):
    """An approved text, letter for letter, and the file that leaves with it."""

    channel: str
    title: str
    text: str
    digest: str


@dataclass(frozen=True)
class OpenPost:
    """One post of an open kit. `said` is what the version says around its texts; `folder` is its name in the ZIP."""

    folder: str
    title: str
    texts: tuple[OpenText, ...]
    files: tuple[OpenFile, ...]
    said: Mapping[str, Any]


@dataclass(frozen=True)
class OpenKit:
    """A version whose every word and file may leave today."""

    said: KitManifest
    posts: tuple[OpenPost, ...]

    def files(self) -> Iterator[tuple[OpenPost, OpenFile]]:
        """Every file with its post, what stands beside a film after it."""
        for post in self.posts:
            for file in post.files:
                yield post, file
                for beside in file.beside:
                    yield post, beside


def open_version(session: Session, manifest: KitManifest, *, programme_id: int, on: date) -> OpenKit:
    """The version's texts and files as they were approved. Raises `Shut` when one of them may not leave on this day."""
    wanted = _wanted(session, manifest, programme_id=programme_id, on=on)
    shown = let_through(session, wanted)
    if any(one is None for one in shown):
        raise Shut(_why(session, [departure for _proof, departure in wanted]))
    words = {
        (d.variant_id, d.channel): one for (_p, d), one in zip(wanted, shown, strict=True) if one is not None
    }
    return OpenKit(
        manifest,
        tuple(
            _post(
                number,
                post,
                manifest["language"],
                [
                    (text["channel"], text["digest"], words[post["variant"], text["channel"]])
                    for text in post["texts"]
                ],
            )
            for number, post in enumerate(manifest["posts"], start=1)
        ),
    )


def departures_of(manifest: KitManifest, *, programme_id: int, on: date) -> list[Departure]:
    """What leaves when the version is shown on this day."""
    return [
        Departure(post["variant"], text["digest"], manifest["language"], text["channel"], on, programme_id)
        for post in manifest["posts"]
        for text in post["texts"]
    ]


def _wanted(
    session: Session, manifest: KitManifest, *, programme_id: int, on: date
) -> list[tuple[Proof, Departure]]:
    departures = departures_of(manifest, programme_id=programme_id, on=on)
    rows = session.exec(select(Proof).where(col(Proof.digest).in_({one.digest for one in departures})))
    proofs = {(row.variant_id, row.channel, row.digest): row for row in rows}
    found = []
    for one in departures:
        proof = proofs.get((one.variant_id, one.channel, one.digest))
        if proof is None:
            raise Shut(_changed())
        found.append((proof, one))
    if not found:
        raise Shut(_changed())
    return found


def _why(session: Session, departures: list[Departure]) -> Reason:
    closed = closed_for(session, departures)
    return next((closed[one] for one in departures if one in closed), _changed())


def _changed() -> Reason:
    return Reason(reasons.CHANGED, {"what": "the stored proof was changed"})


def _post(
    number: int, said: Mapping[str, Any], language: str, texts: list[tuple[str, str, Manifest]]
) -> OpenPost:
    files: dict[str, OpenFile] = {}
    names: set[str] = set()
    for _channel, _digest, words in texts:
        for media in words["media"]:
            if media["digest"] not in files:
                files[media["digest"]] = _file(media, language, names)
    return OpenPost(
        folder=f"{number:02d}-{named(said['kind'].replace('_', '-'), language)}",
        title=texts[0][2]["title"],
        texts=tuple(
            OpenText(channel, words["title"], words["text"], digest)
            for channel, digest, words in texts
            if channel != PRINT  # its words stand on the sheet
        ),
        files=tuple(files.values()),
        said=said,
    )


def _file(media: Mapping[str, Any], language: str, names: set[str]) -> OpenFile:
    stem = named(str(media["format"]).replace("/", "-").replace("_", "-"), language)
    if stem in names:
        stem = f"{stem}-{media['digest'][:6]}"
    names.add(stem)
    return OpenFile(
        digest=media["digest"],
        media_type=media["media_type"],
        name=f"{stem}.{_ending(media['media_type'])}",
        width=media["width"],
        height=media["height"],
        alt=media["alt"],
        seconds=media.get("seconds"),
        beside=tuple(
            OpenFile(
                digest=one["digest"],
                media_type=one["media_type"],
                name=f"{stem}.{_ending(one['media_type'])}",
                kind=one["kind"],
            )
            for one in media.get("beside", ())
        ),
    )


def _ending(media_type: str) -> str:
    return _OTHER.get(media_type) or EXTENSIONS.get(media_type, "bin")
