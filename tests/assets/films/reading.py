"""Films read back by a decoder that knows nothing of how they were made."""

import re
import subprocess
from pathlib import Path

from PIL import Image

from assets.doctor import ffmpeg_path


def described(path: Path) -> str:
    """What the decoder says about the file while it decodes all of it."""
    command = [
        str(ffmpeg_path()),
        "-nostdin",
        "-hide_banner",
        "-i",
        str(path),
        "-af",
        "ebur128",
        "-f",
        "null",
        "-",
    ]
    return subprocess.run(command, capture_output=True, check=True).stderr.decode()


def frame_count(said: str) -> int:
    return int(re.findall(r"frame=\s*(\d+)", said)[-1])


def duration(said: str) -> float:
    found = re.search(r"Duration: (\d+):(\d+):([\d.]+)", said)
    assert found
    hours, minutes, seconds = found.groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def loudness(said: str) -> float:
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])


def brightness(path: Path, number: int, size: tuple[int, int]) -> Image.Image:
    """The brightness of one frame, limited range."""
    command = [
        str(ffmpeg_path()),
        "-nostdin",
        "-v",
        "error",
        "-i",
        str(path),
        "-vf",
        rf"select=eq(n\,{number})",
    ]
    command += ["-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    return Image.frombytes("L", size, data[: size[0] * size[1]])


def moments_of_frames(path: Path) -> list[int]:
    """When each frame is shown, in the film's own units of time."""
    command = [str(ffmpeg_path()), "-nostdin", "-v", "error", "-i", str(path)]
    command += ["-map", "0:v", "-c", "copy", "-f", "framecrc", "-"]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return [int(line.split(",")[2]) for line in said.splitlines() if not line.startswith("#")]
