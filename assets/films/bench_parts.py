"""What a film takes beside its encoder, part by part, in milliseconds of processor time a frame.

Each part is done by itself, one after another, in one fresh process: so what is told adds up to what a film takes, and
is no share of a clock that several threads turn.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from assets.films.bench_film import bench_specs, film_of
from assets.films.sound import soundtrack

HANDED = 60  # frames, to know what handing one over takes


def parts_of(photo: Path, scenes: int) -> dict[str, float]:
    """`start` is Python and all it loads; `board` the words of all languages, measured and timed; `photo` is cut to the
    film's size; `sprites` are the cards drawn; `frames` are put together; `pipe` hands them over; `sound` is mixed,
    levelled and encoded."""
    order = "import sys; from assets.films.bench_parts import tell; tell(sys.argv[1], int(sys.argv[2]))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", order, str(photo), str(scenes)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return {name: float(taken) for name, taken in json.loads(done.stdout).items()}


def tell(photo: str, scenes: int) -> None:
    """Measures in this process and prints what it found; the body of the measured process."""
    found = {"start": _used()}

    @contextmanager
    def measured(name: str) -> Iterator[None]:
        begun = _used()
        yield
        found[name] = found.get(name, 0.0) + _used() - begun

    with measured("board"):
        spec = bench_specs(Path(photo).read_bytes(), scenes)["de"]
    with measured("photo"):
        film = film_of(spec)
    for number, shot in enumerate(film.board.shots):
        source = film.of_shot(number)
        with measured("sprites"):
            source.make_sprites()
        with measured("frames"):
            for frame in range(shot.start, shot.end):
                source.data(frame)
    frames = film.board.frames
    data = bytes(source.data(frames - 1))
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as taker:
        assert taker.stdin is not None
        begun = _used()
        for _ in range(HANDED):
            taker.stdin.write(data)
        found["pipe"] = (_used() - begun) * frames / HANDED
    with measured("sound"), TemporaryDirectory(prefix="litfass-sound-") as folder:
        soundtrack(spec.sound, frames, Path(folder))
    print(json.dumps({name: round(taken * 1000 / frames, 2) for name, taken in found.items()}))  # noqa: T201


def _used() -> float:
    """Seconds of processors that this process and those it started have taken."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)
