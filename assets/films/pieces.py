"""A film in pieces, one per scene. A piece is named by all it is made from, so it is made once: after a crash, after a
change of another scene, and for every film that shares it."""

import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from assets.doctor import ffmpeg_path
from assets.films.scenes import FilmFrames
from assets.films.storyboard import Storyboard
from assets.renderer import renderer_version

KEPT_SECONDS = 2 * 24 * 3600
FILM_VERSION = "12"  # rises when a change of this package may move a pixel of a film


@dataclass(frozen=True)
class Piece:
    """One scene of one film, and the name of its file."""

    film: FilmFrames
    shot: int
    name: str
    crf: int

    @property
    def frames(self) -> int:
        return self.film.board.shots[self.shot].frames


def film_version() -> str:
    """Two machines with the same version make the same films, byte for byte."""
    return f"{FILM_VERSION}-{renderer_version()}-{ffmpeg_path().name}"


def pieces_of(film: FilmFrames, crf: int) -> list[Piece]:
    return [
        Piece(film, number, _name(film.board, number, crf), crf) for number in range(len(film.board.shots))
    ]


def _name(board: Storyboard, number: int, crf: int) -> str:
    """The digest of everything that shows in these frames, and of how they are encoded."""
    spec, shot = board.spec, board.shots[number]
    shown: tuple[object, ...] = (film_version(), spec.preset, crf, shot.card, shot.frames)
    if number < len(board.shots) - 1:  # the end card has neither photo nor progress, nor anything after it
        following = board.shots[number + 1]
        shown += (shot.start, shot.cues, board.band, board.story_frames, board.frames, spec.photo)
        shown += (following.card, number + 2 == len(board.shots), spec.has_captions)
    return sha256(repr(shown).encode()).hexdigest()


def forget_pieces(work: Path, *, now: float | None = None) -> int:
    """Deletes pieces that nobody came back for within two days, and what killed encoders left; says how many. Only
    while nobody makes films there."""
    old = (time.time() if now is None else now) - KEPT_SECONDS
    pieces = (*work.glob("*.nut"), *work.glob("*.m4a"))
    left = [path for path in pieces if path.stat().st_mtime < old]
    left += [*work.glob("*.part"), *work.glob(".*.part"), *work.glob("*.pieces"), *work.glob("*.mp4")]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
