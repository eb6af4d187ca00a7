"""Files that a command writes where it was told to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """A file to fill, which stands at `path` once it is whole; until then what stood there before stays.

    What is no common file, like a pipe, is written directly. Raises Unusable where the system refuses.
    """
    direct = path.exists() and not path.is_file()
    part = path if direct else path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("wb") as file:
                yield file
            if not direct:
                part.replace(path)
        finally:
            if not direct:
                part.unlink(missing_ok=True)
    except OSError as problem:
        raise _refused(
            "{path} cannot be written ({problem}). Choose a folder that exists, has room and may be written.",
            path,
            problem,
        ) from None


def write(path: Path, content: bytes) -> None:
    """The whole file at once, as `written` does."""
    with written(path) as file:
        file.write(content)


def make_folder(path: Path) -> None:
    """The folder with those above it. Raises Unusable where the system refuses."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise _refused(
            "The folder {path} cannot be made ({problem}). Choose another one.", path, problem
        ) from None


def _refused(sentence: str, path: Path, problem: OSError) -> Exception:
    from campaigns.errors import Unusable

    return Unusable(sentence, path=str(path), problem=problem.strerror or "unknown problem")
