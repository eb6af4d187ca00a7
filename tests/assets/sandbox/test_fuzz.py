"""A slice of `make fuzz-media`, and the proof that its attacks would succeed without a room."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np

from assets.doctor import ffmpeg_path
from tests.assets.sandbox.disguised import disguised
from tests.assets.sandbox.fuzz import (
    Verdict,
    fuzz_pictures,
    fuzz_playlists,
    fuzz_sounds,
    holds_tone,
    sounds,
    tone,
)


def test_threat_12_broken_files_break_nothing_and_disguised_ones_reach_nothing() -> None:
    verdict = Verdict()
    fuzz_pictures(120, 3, verdict)
    fuzz_sounds(12, 3, verdict)
    assert fuzz_playlists(verdict) >= 60
    assert verdict.faults == []
    assert min(verdict.answers[kind] for kind in ("pixels", "damaged", "sound refused")) > 0


def test_a_playlist_that_is_read_without_care_does_open_its_neighbour(tmp_path: Path) -> None:
    """Otherwise the test above would show nothing."""
    neighbour = tmp_path / "neighbour.wav"
    neighbour.write_bytes(tone())
    lists = dict(disguised(neighbour, "http://127.0.0.1:9/a.wav", sounds()["m4a"]))
    voice = tmp_path / "voice.mp3"
    voice.write_bytes(lists[f"ffconcat bare {str(neighbour)[:5]}"])
    careless = ["-safe", "0", "-i", str(voice), "-f", "s16le", "-ac", "2", "-ar", "48000", "-"]
    command = [str(ffmpeg_path()), "-v", "error", *careless]
    out = subprocess.run(command, capture_output=True, check=True, stdin=subprocess.DEVNULL).stdout
    assert holds_tone(np.frombuffer(out, "<i2").reshape(-1, 2) / 32768)
