"""What ffprobe finds in a file: a reader of another house than the encoder that made it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any


def probed(path: Path) -> dict[str, Any]:
    """Container and streams as ffprobe describes them, every packet of the film counted."""
    ffprobe = shutil.which("ffprobe")
    if ffprobe is None:
        raise AssertionError("ffprobe is not installed. Install it with: sudo apt-get install ffmpeg")
    command = [
        ffprobe,
        "-v",
        "error",
        "-count_packets",
        "-show_format",
        "-show_streams",
        "-of",
        "json",
        str(path),
    ]
    said = subprocess.run(command, capture_output=True, check=True)
    assert not said.stderr, said.stderr.decode()
    return dict(json.loads(said.stdout))


def stream(said: dict[str, Any], kind: str) -> dict[str, Any]:
    """The one stream of this kind, `video` or `audio`."""
    (found,) = (one for one in said["streams"] if one["codec_type"] == kind)
    return dict(found)
