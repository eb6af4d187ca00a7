"""Films from their specs: pieces encoded side by side, joined with their sound, visible only when whole."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Event, Lock
from uuid import uuid4

from PIL import Image

from assets.encode import encode
from assets.films.captions import as_srt, as_vtt
from assets.films.encoder import encode_piece, join
from assets.films.errors import FilmCancelled, FilmFault
from assets.films.grounds import ComingNearer
from assets.films.pieces import Piece, pieces_of
from assets.films.scenes import FilmFrames, sheets_of
from assets.films.sound import Soundtrack, soundtrack
from assets.films.spec import FilmSpec, Sound
from assets.films.storyboard import Storyboard, storyboard
from assets.films.voice import heard_in
from assets.image import draw
from assets.memory import give_back

MEDIA_TYPE = "video/mp4"
CRF_STEP, WORST_CRF = 4, 33  # a file over its limit is made again, a little coarser, up to here

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class RenderedFilm:
    """A finished film. `loudness` is measured on what was encoded, in LUFS; None without sound."""

    path: Path
    digest: str
    size: int
    width: int
    height: int
    frames: int
    seconds: float
    loudness: float | None
    poster: bytes
    srt: str
    vtt: str


def render_film(
    spec: FilmSpec,
    path: Path,
    *,
    work: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    workers: int | None = None,
) -> RenderedFilm:
    """The film at `path`. `work` keeps finished pieces; what a crashed run left there is used, not made again.
    `progress` hears frames done and frames in all. Raises FilmCancelled, and other sentences of AssetError."""
    (film,) = render_films([(spec, path)], work=work, progress=progress, cancelled=cancelled, workers=workers)
    return film


def render_films(
    wanted: Sequence[tuple[FilmSpec, Path]],
    *,
    work: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    workers: int | None = None,
) -> list[RenderedFilm]:
    """Several films at once, as a rule one post in all languages: the cores are never idle between them, and films in
    step share each frame of their moving ground and every piece that shows the same."""
    work.mkdir(parents=True, exist_ok=True)
    films = _opened(wanted)
    crfs = [spec.crf for spec, _ in wanted]
    sounds = _Sounds(work, films)
    pending = list(range(len(films)))
    while pending:
        rows = {n: pieces_of(films[n], crfs[n]) for n in pending}
        run = _Run(work, progress, cancelled, [piece for row in rows.values() for piece in row])
        run.encode(sounds, workers or os.cpu_count() or 1)
        pending = [n for n in pending if not _joined(rows[n], sounds.of(films[n]), wanted[n], work)]
        for n in pending:
            crfs[n] = _coarser(crfs[n], wanted[n][0])
    return [_finished(film, sounds.of(film), path) for film, (_, path) in zip(films, wanted, strict=True)]


def _opened(wanted: Sequence[tuple[FilmSpec, Path]]) -> list[FilmFrames]:
    """Storyboards first, so that a film that cannot be costs nothing; a photo once for all that show it alike."""
    grounds: dict[object, ComingNearer] = {}
    films = []
    for spec, _ in wanted:
        voice = heard_in(spec.sound)
        board = storyboard(spec, None if voice is None else voice.seconds)
        ground = None
        if spec.photo is not None:
            fmt = spec.format
            key = (spec.photo, fmt.key, board.frames)
            if key not in grounds:
                grounds[key] = ComingNearer(
                    spec.photo,
                    (fmt.width, fmt.height),
                    board.frames,
                    sheets=sheets_of(fmt),
                    is_shared=len(wanted) > 1,
                )
            ground = grounds[key]
        films.append(FilmFrames(board, ground))
    return films


class _Sounds:
    """The sound of every film; films that sound alike share one file."""

    def __init__(self, work: Path, films: Sequence[FilmFrames]) -> None:
        self._work = work
        self._made: dict[tuple[Sound, int], Soundtrack | None] = {}
        self.missing = list(dict.fromkeys(map(self._key, films)))

    def make(self, key: tuple[Sound, int]) -> None:
        self._made[key] = soundtrack(*key, self._work)
        self.missing.remove(key)

    def of(self, film: FilmFrames) -> Soundtrack | None:
        return self._made[self._key(film)]

    @staticmethod
    def _key(film: FilmFrames) -> tuple[Sound, int]:
        return film.board.spec.sound, film.board.frames


class _Run:
    """The encoding of pieces side by side, its progress, and the end of all when one fails or somebody stops it."""

    def __init__(
        self, work: Path, progress: Progress | None, cancelled: Callable[[], bool], pieces: Sequence[Piece]
    ) -> None:
        self._work, self._progress, self._asked = work, progress, cancelled
        self._pieces = list({piece.name: piece for piece in pieces}.values())
        self._whole = sum(piece.frames for piece in self._pieces)
        self._done, self._lock, self._over = 0, Lock(), Event()

    def encode(self, sounds: _Sounds, workers: int) -> None:
        """Scene by scene through all films, so that neighbours share a ground; long pieces of one film first. Sounds
        come last: they are short, and one made beside as many pieces as there are cores would cost their memory."""
        order = sorted(self._pieces, key=lambda p: p.shot)
        if len({id(piece.film) for piece in order}) == 1:
            order = sorted(order, key=lambda p: -p.frames)
        with ThreadPoolExecutor(workers, thread_name_prefix="film") as pool:
            futures = [pool.submit(self._one, piece) for piece in order]
            futures += [pool.submit(self._sound, sounds, key) for key in tuple(sounds.missing)]
            try:
                wait(futures, return_when=FIRST_EXCEPTION)
            finally:
                self._over.set()
        faults = [fault for future in futures if (fault := future.exception()) is not None]
        if faults:
            raise next((f for f in faults if not isinstance(f, FilmCancelled)), faults[0])

    def _stopped(self) -> bool:
        return self._over.is_set() or self._asked()

    def _sound(self, sounds: _Sounds, key: tuple[Sound, int]) -> None:
        if self._stopped():
            raise FilmCancelled
        sounds.make(key)

    def _one(self, piece: Piece) -> None:
        path = piece_path(self._work, piece)
        if path.is_file():
            self._tell(piece.frames)
            return
        if self._stopped():
            raise FilmCancelled
        give_back()
        try:
            self._encode(piece, path)
        except BaseException:
            self._over.set()
            raise

    def _encode(self, piece: Piece, path: Path) -> None:
        board = piece.film.board
        shot, fmt = board.shots[piece.shot], board.spec.format
        source = piece.film.of_shot(piece.shot)
        source.make_sprites()
        give_back()
        encode_piece(
            map(source.data, range(shot.start, shot.end)),
            path,
            size=(fmt.width, fmt.height),
            preset=board.spec.preset,
            crf=piece.crf,
            cancelled=self._stopped,
            told=self._tell,
        )

    def _tell(self, frames: int = 1) -> None:
        with self._lock:
            self._done += frames
            if self._progress is not None:
                self._progress(self._done, self._whole)


def piece_path(work: Path, piece: Piece) -> Path:
    return work / f"{piece.name}.nut"


def _joined(
    row: Sequence[Piece], sound: Soundtrack | None, wanted: tuple[FilmSpec, Path], work: Path
) -> bool:
    """Puts the film in its place, whole and on the disk; False where it is larger than it may be."""
    spec, path = wanted
    part = path.with_name(f".{uuid4().hex}.part")
    try:
        join(
            [(piece_path(work, p), p.frames) for p in row],
            None if sound is None else sound.path,
            part,
            work=work,
        )
        if part.stat().st_size > spec.most_bytes:
            return False
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return True


def _coarser(crf: int, spec: FilmSpec) -> int:
    if crf + CRF_STEP > WORST_CRF:
        raise FilmFault(
            "The film in language {language} is larger than the {most} MB its channel takes, even at the lowest "
            "quality we would show. Make it shorter.",
            language=spec.language,
            most=f"{spec.most_bytes / 1e6:.1f}",
        )
    return crf + CRF_STEP


def _finished(film: FilmFrames, sound: Soundtrack | None, path: Path) -> RenderedFilm:
    board, fmt, data = film.board, film.board.spec.format, path.read_bytes()
    return RenderedFilm(
        path=path,
        digest=sha256(data).hexdigest(),
        size=len(data),
        width=fmt.width,
        height=fmt.height,
        frames=board.frames,
        seconds=board.seconds,
        loudness=None if sound is None else sound.loudness,
        poster=encode(poster_of(board), "image/jpeg"),
        srt=as_srt(board.cues),
        vtt=as_vtt(board.cues, board.spec.language),
    )


def poster_of(board: Storyboard) -> Image.Image:
    """The first card as it stands when everything has come; without captions."""
    first = board.shots[0]
    return draw(first.plan, first.card.brand)
