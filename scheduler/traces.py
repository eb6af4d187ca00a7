"""Where something broke, for the log."""

from __future__ import annotations

import traceback
from pathlib import PurePath


def place_of(problem: BaseException) -> str:
    """Kind and place of an error. Its message is left out: it may quote what people wrote, or a secret."""
    frames = traceback.extract_tb(problem.__traceback__)
    places = [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-6:]]
    return f"{type(problem).__name__} at {' > '.join(places)}"
