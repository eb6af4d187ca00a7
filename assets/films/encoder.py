"""Frames into H.264 through a pipe of our own, and finished pieces into one file."""

import fcntl
import os
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from select import POLLIN, poll
from tempfile import TemporaryFile
from typing import IO

from assets.doctor import ffmpeg_path
from assets.films.errors import EncoderFault, FilmCancelled
from assets.films.spec import FPS

PIPE_BYTES = 1 << 20
#: Frames. The preset's own ten hold 30 MB more in each encoder, and gain a thousandth of SSIM with 8 % more bytes.
LOOKAHEAD = 5
#: Frames that the encoder may hold besides. Left to itself it reads on, however slow it is, and holds 40 MB more.
WAITING = 4
#: Milliseconds after which the next frame is handed over in any case.
LONGEST_WAIT_MS = 5_000
MOST_SECONDS_TO_JOIN = 120
AUDIO_RATE = 48_000
AAC_TAIL = (
    3 * 1024 * 4
)  # bytes of sound that AAC's lead-in and last packet add; so the film ends with its pictures
_F_SETPIPE_SZ = 1031

Cancelled = Callable[[], bool]


def quiet(*arguments: str) -> list[str]:
    """The encoder's command, deaf to the keyboard and saying nothing but faults."""
    return [str(ffmpeg_path()), "-nostdin", "-hide_banner", "-v", "error", "-y", *arguments]


def raw_input(size: tuple[int, int], source: str = "pipe:0") -> list[str]:
    """Frames as they come. Their colours are named here, where naming costs nothing; named at the output, the encoder
    would convert every frame."""
    return [
        *(
            "-f",
            "rawvideo",
            "-pix_fmt",
            "nv12",
            "-video_size",
            f"{size[0]}x{size[1]}",
            "-framerate",
            str(FPS),
        ),
        *("-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
        *("-i", source),
    ]


def h264(preset: str, crf: int, threads: int) -> list[str]:
    """Without frames that are decoded out of turn: their file would need an edit list, which some networks refuse, or
    claim to last longer than it does."""
    return [
        *("-an", "-c:v", "libx264", "-preset", preset, "-crf", str(crf), "-threads", str(threads)),
        *(
            "-profile:v",
            "high",
            "-bf",
            "0",
            "-g",
            str(FPS * 4),
            "-rc-lookahead",
            str(LOOKAHEAD),
            "-flags:v",
            "+bitexact",
            "-fflags",
            "+bitexact",
        ),
    ]


def encode_piece(
    frames: Iterable[bytes | memoryview],
    path: Path,
    *,
    size: tuple[int, int],
    preset: str,
    crf: int,
    cancelled: Cancelled,
    told: Callable[[], None],
) -> None:
    """One piece of a film as a file of its own, which appears only when it is whole.

    One thread: the same frames give the same bytes, whatever the machine, and several pieces at once use the cores
    better than several threads in one. `told` is called after every frame.
    """
    part = path.with_suffix(".part")
    done, tells = os.pipe()
    each = ("-stats_enc_post", f"pipe:{tells}", "-stats_enc_post_fmt", "{fidx}")
    command = quiet(*raw_input(size), *h264(preset, crf, threads=1), *each, "-f", "nut", str(part))
    with TemporaryFile() as said, os.fdopen(done, "rb", buffering=0) as encoded:
        try:
            encoder = subprocess.Popen(
                command, stdin=subprocess.PIPE, stderr=said, bufsize=0, pass_fds=(tells,)
            )
        finally:
            os.close(tells)
        assert encoder.stdin is not None
        fcntl.fcntl(encoder.stdin, _F_SETPIPE_SZ, PIPE_BYTES)
        try:
            feed(frames, encoder.stdin, encoded, cancelled, told)
            encoder.stdin.close()
            _require_end(encoder.wait(timeout=MOST_SECONDS_TO_JOIN), said)
            part.replace(path)
        except BrokenPipeError:
            _require_end(encoder.wait() or 1, said)
        finally:
            if encoder.poll() is None:
                encoder.kill()
                encoder.wait()
            encoder.stdin.close()
            part.unlink(missing_ok=True)


def feed(
    frames: Iterable[bytes | memoryview],
    pipe: IO[bytes],
    encoded: IO[bytes],
    cancelled: Cancelled,
    told: Callable[[], None],
) -> None:
    """Hands over frame by frame, never more than the encoder needs beyond those it is done with. A frame is in the pipe
    before the next is asked for, so that all may use one memory."""
    done, news = 0, poll()
    news.register(encoded, POLLIN)
    for number, frame in enumerate(frames):
        if cancelled():
            raise FilmCancelled
        while number - done >= LOOKAHEAD + WAITING and news.poll(LONGEST_WAIT_MS):
            lines = encoded.read(1024)
            if not lines:
                break  # it has ended, which the pipe is about to say
            done += lines.count(b"\n")
        view = memoryview(frame)
        while view:
            view = view[pipe.write(view) :]
        told()


def _require_end(code: int, said: IO[bytes]) -> None:
    if code:
        said.seek(0)
        raise EncoderFault(
            "The film encoder ended with code {code}: {said}",
            code=code,
            said=said.read(400).decode("utf-8", "replace").strip() or "it said nothing",
        )


def encode_sound(samples: bytes, path: Path) -> None:
    """Samples (48 kHz, two channels, 16 bit) as AAC in a file of its own, which appears only when it is whole."""
    part = path.with_suffix(".part")
    try:
        _run(
            quiet(
                *("-f", "s16le", "-ar", str(AUDIO_RATE), "-ac", "2", "-i", "pipe:0"),
                *("-c:a", "aac", "-b:a", "128k", "-flags:a", "+bitexact", "-fflags", "+bitexact"),
                *("-f", "mp4", str(part)),
            ),
            samples[:-AAC_TAIL],
        )
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def join(pieces: Sequence[tuple[Path, int]], sound: Path | None, path: Path, *, work: Path) -> None:
    """Pieces, each with the number of its frames, one after another with the sound, all untouched, as an MP4 whose head
    comes first and that needs no edit list."""
    names = work / f"{path.name}.pieces"
    # How long each lasts is said to the last frame, or the next piece would begin with it and the sound be late.
    listed = [f"file '{piece.resolve()}'\nduration {frames / FPS:.6f}\n" for piece, frames in pieces]
    names.write_text("ffconcat version 1.0\n" + "".join(listed), "utf-8")
    heard = [] if sound is None else ["-protocol_whitelist", "file", "-i", str(sound)]
    mapped = [] if sound is None else ["-map", "1:a"]
    command = quiet(
        *(
            "-f",
            "concat",
            "-safe",
            "0",
            "-protocol_whitelist",
            "file,pipe",
            "-i",
            str(names),
            *heard,
        ),
        *("-map", "0:v", *mapped, "-c", "copy", "-map_metadata", "-1", "-fflags", "+bitexact"),
        *(
            "-movflags",
            "+faststart",
            "-use_editlist",
            "0",
            "-avoid_negative_ts",
            "disabled",
        ),
        *("-video_track_timescale", str(FPS * 512), "-f", "mp4", str(path)),
    )
    try:
        _run(command)
    finally:
        names.unlink(missing_ok=True)


def _run(command: Sequence[str], given: bytes = b"") -> None:
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=MOST_SECONDS_TO_JOIN)
    except subprocess.TimeoutExpired:
        raise EncoderFault("The film encoder did not finish joining the film in time.") from None
    if done.returncode:
        said = done.stderr[:400].decode("utf-8", "replace").strip()
        raise EncoderFault("The film encoder ended with code {code}: {said}", code=done.returncode, said=said)
