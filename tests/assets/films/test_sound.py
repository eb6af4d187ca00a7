"""Recordings are read by one reader alone, brought to one loudness, and refused in a sentence."""

import io
import wave
from pathlib import Path

import numpy as np
import pytest

from assets.films.encoder import AUDIO_RATE
from assets.films.errors import SoundFault
from assets.films.sound import LOUDNESS, levelled, measured, soundtrack, track_for
from assets.films.spec import FPS, Sound
from assets.films.voice import decoded, reader_for

HEADS = (
    b"",
    b"ID3\x03\x00\x00\x00\x00\x00\x00",
    b"OggS",
    b"RIFF\x00\x00\x00\x00WAVE",
    b"\x00\x00\x00\x14ftypM4A ",
)


def recording(seconds: float, strength: float = 0.05, rate: int = 16_000) -> bytes:
    """Something like a voice: bursts of a tone, quiet in between."""
    t = np.arange(int(seconds * rate)) / rate
    samples = np.sin(2 * np.pi * 220 * t) * (np.sin(2 * np.pi * 1.5 * t) > -0.4) * strength
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return out.getvalue()


@pytest.mark.parametrize(
    "sound", [Sound("bed"), Sound("voice", recording(8)), Sound("voice", recording(8), True)]
)
def test_every_kind_of_sound_comes_out_as_loud(sound: Sound) -> None:
    track = track_for(sound, 10 * FPS)
    assert track is not None
    assert abs(measured(track.data) - LOUDNESS) <= 0.5
    assert len(track.data) == 10 * AUDIO_RATE * 4


def test_a_quiet_voice_is_raised_and_a_loud_one_lowered() -> None:
    for strength in (0.01, 0.9):
        heard = decoded(recording(6, strength)).samples
        assert abs(levelled((heard * 32767).astype("<i2").tobytes()).loudness - LOUDNESS) <= 0.5


def test_a_recording_is_as_long_as_it_is() -> None:
    assert abs(decoded(recording(7.5)).seconds - 7.5) < 0.01


def test_a_sound_that_a_crashed_run_left_is_not_encoded_again(tmp_path: Path) -> None:
    first = soundtrack(Sound("bed"), 180, tmp_path)
    assert first is not None
    first.path.write_bytes(b"as it was left")
    assert soundtrack(Sound("bed"), 180, tmp_path) == first
    assert first.path.read_bytes() == b"as it was left"


def test_silence_is_refused() -> None:
    with pytest.raises(SoundFault, match="nothing to be heard"):
        decoded(recording(5, 0.0))


def test_more_than_a_minute_is_refused() -> None:
    with pytest.raises(SoundFault, match="longer than 60 seconds"):
        decoded(recording(61))


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{file}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{file}'\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
    ],
)
def test_a_playlist_disguised_as_sound_opens_nothing(playlist: str, tmp_path: Path) -> None:
    other = tmp_path / "secret.wav"
    other.write_bytes(recording(3))
    text = playlist.format(file=other).encode()
    # As it is, and behind the first bytes of every kind of sound.
    for head in HEADS:
        with pytest.raises(SoundFault):
            decoded(head + text)


def test_the_reader_follows_the_first_bytes() -> None:
    assert reader_for(recording(1)) == "wav"
    assert reader_for(b"OggS....") == "ogg"
    assert reader_for(b"\xff\xfb\x90\x00") == "mp3"
    with pytest.raises(SoundFault, match="no sound we can read"):
        reader_for(b"#EXTM3U")
