"""Reading a file that was named on the command line."""

from __future__ import annotations

from pathlib import Path

#: Larger than anything a command takes; the action's own limits are tighter.
LARGEST = 200_000_000


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, or a sentence."""
    from campaigns.errors import BadInput

    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise BadInput("{path} is larger than Litfass takes. Split it.", path=str(path))
        return path.read_bytes()
    except OSError as problem:
        raise BadInput(
            "{path} cannot be read ({problem}). Check the path and its rights.",
            path=str(path),
            problem=problem.strerror or "unknown problem",
        ) from None
