"""Every channel's limits hold for every film made for it, read back from the file by ffprobe."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from assets.films.render import render_film
from assets.films.spec import FILM_FORMATS, Photo, Sound
from assets.formats import format_for
from campaigns.approvals.preparing import choose_renditions
from campaigns.channels import Media, Profile, profiles
from campaigns.content.films.choice import PREFIX
from campaigns.content.models import Post, Rendition
from campaigns.content.rendering.targets import film_room
from tests.assets import cards
from tests.assets.films.films import film
from tests.assets.films.probing import probed, stream
from tests.campaigns.approvals.test_channel_files import noise, rendition
from tests.whole import WHOLE, some_of

#: Paper shows no films.
SERVICES = [channel for channel in profiles().values() if channel.channel != "print"]
#: What a film shows behind its title, by the kinds of post.
SCENES = ("myth_fact", "big_number", "steps", "checklist", "what_changes", "deadline", "event")
#: In part, each format has a film, and no two of these show the same.
FILMS = some_of(sorted(product(SCENES, FILM_FORMATS), key=lambda one: one[0]), one_in=9)


def test_the_films_of_the_suite_are_of_every_format() -> None:
    assert {key for _, key in FILMS} == set(FILM_FORMATS)


@pytest.mark.parametrize(("scene", "key"), FILMS)
def test_a_film_is_within_the_limits_of_every_channel_that_gets_it(
    scene: str, key: str, tmp_path: Path
) -> None:
    """Where the whole is asked for, over the photo that takes most room."""
    spec = replace(
        film("de", key, layouts=(scene,), sound=Sound("bed")),
        photo=Photo((noise() if WHOLE else cards.view()).data),
        preset="superfast",
        most_bytes=film_room(key, profiles().values()),
    )
    made = render_film(spec, tmp_path / "film.mp4", work=tmp_path / "work")
    said = probed(made.path)

    row = rendition(PREFIX + key, "video/mp4", made.size, made.width, made.height)
    row.seconds = made.seconds
    getting = [one for one in SERVICES if choose(one, row) == (row,)]
    assert getting == [one for one in SERVICES if "video/mp4" in one.media.types and key in one.media.formats]
    assert getting
    for channel in getting:
        hold_limits(channel.media, said)
    hold_kind(said, key)
    assert int(stream(said, "video")["nb_read_packets"]) == made.frames


def choose(channel: Profile, row: Rendition) -> tuple[Rendition, ...]:
    post = Post(campaign_id=1, position=1, kind="film", layout="steps", formats=["story"])
    picture = rendition("story", "image/jpeg", 9, 1080, 1920)
    return choose_renditions(channel, post, [row, picture])


def hold_limits(media: Media, said: dict[str, Any]) -> None:
    """The figures of a profile against those of the file."""
    video = stream(said, "video")
    width, height = int(video["width"]), int(video["height"])
    most = media.film_bytes or media.max_bytes
    assert most is None or int(said["format"]["size"]) <= most
    assert media.max_seconds is None or float(said["format"]["duration"]) <= media.max_seconds
    narrowest, widest = media.aspects or (0, 100)
    assert narrowest - 0.005 <= width / height <= widest + 0.005
    assert (media.min_side or 0) <= min(width, height)
    assert max(width, height) <= (media.max_side or 100_000)
    assert width * height <= (media.max_pixels or 10**9)


def hold_kind(said: dict[str, Any], key: str) -> None:
    """What every service that takes films asks for, and what was promised of them all."""
    fmt, video, audio = format_for(key), stream(said, "video"), stream(said, "audio")
    assert "mp4" in said["format"]["format_name"].split(",")
    assert (video["codec_name"], video["profile"], video["pix_fmt"]) == ("h264", "High", "yuv420p")
    assert (video["width"], video["height"]) == (fmt.width, fmt.height)
    assert video.get("sample_aspect_ratio", "1:1") == "1:1"
    assert Fraction(video["r_frame_rate"]) == Fraction(video["avg_frame_rate"]) == 30
    assert {video["color_space"], video["color_primaries"], video["color_transfer"]} == {"bt709"}
    assert video["color_range"] == "tv"
    assert (audio["codec_name"], audio["profile"]) == ("aac", "LC")
    assert int(audio["sample_rate"]) == 48_000 and audio["channels"] in (1, 2)
    assert 6 <= float(said["format"]["duration"]) <= 60
    assert abs(float(video["duration"]) - float(audio["duration"])) < 0.1
    assert not set(said["format"].get("tags", {})) - {
        "major_brand",
        "minor_version",
        "compatible_brands",
        "encoder",
    }
