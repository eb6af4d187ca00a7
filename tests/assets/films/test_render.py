"""A film is what its storyboard says, read back by a decoder; it is there whole or not at all."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assets.films import render
from assets.films.errors import EncoderFault, FilmCancelled, FilmFault
from assets.films.grounds import ComingNearer
from assets.films.render import RenderedFilm, render_film, render_films
from assets.films.scenes import FilmFrames, sheets_of
from assets.films.spec import FPS, FilmSpec, Photo, Sound
from assets.films.storyboard import CROSSFADE, storyboard
from assets.films.yuv import picture_from, planes_from
from assets.image import draw
from assets.spec import Words
from tests.assets.films.films import after, film
from tests.assets.films.reading import (
    brightness,
    described,
    duration,
    frame_count,
    loudness,
    moments_of_frames,
)


@pytest.fixture(scope="module")
def spec() -> FilmSpec:
    return replace(film("ar", sound=Sound("bed")), preset="superfast")


@pytest.fixture(scope="module")
def made(spec: FilmSpec, tmp_path_factory: pytest.TempPathFactory) -> RenderedFilm:
    folder = tmp_path_factory.mktemp("film")
    return render_film(spec, folder / "film.mp4", work=folder / "work", workers=1)


def _difference(one: Image.Image, other: Image.Image) -> np.ndarray:
    return np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16))


def test_the_file_is_what_was_promised(made: RenderedFilm) -> None:
    said = described(made.path)
    assert frame_count(said) == made.frames
    assert abs(duration(said) - made.seconds) <= 1.5 / FPS
    assert "yuv420p(tv, bt709, progressive), 1200x630" in said and "30 fps" in said
    assert "Video: h264 (High)" in said and "Audio: aac (LC)" in said
    assert abs(loudness(said) + 16) <= 0.7


def test_every_frame_lasts_equally_long(made: RenderedFilm) -> None:
    moments = moments_of_frames(made.path)
    assert len(moments) == made.frames
    assert {later - earlier for earlier, later in pairwise(moments)} == {moments[1] - moments[0]}


def test_the_head_comes_first_and_there_is_no_edit_list(made: RenderedFilm) -> None:
    data = made.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert b"elst" not in data


def test_a_frame_at_rest_is_the_still_of_its_card(spec: FilmSpec, made: RenderedFilm) -> None:
    board = storyboard(spec)
    for shot in board.shots:
        number = shot.end - CROSSFADE - 4
        still, _ = planes_from(draw(shot.plan, shot.card.brand))
        top = round(min((i.box.bottom for i in shot.plan.items if i.layer == "source"), default=400))
        box = (0, 0, still.width, min(top, 400))  # above captions and progress
        off = _difference(brightness(made.path, number, still.size).crop(box), still.crop(box))
        assert off.mean() < 1.5 and np.percentile(off, 99.9) < 40


def test_frames_before_encoding_are_the_still_to_a_rounding(spec: FilmSpec) -> None:
    board = storyboard(spec)
    shot = board.shots[-1]
    frame = FilmFrames(board).of_shot(len(board.shots) - 1).frame(shot.end - 1)
    off = _difference(picture_from(frame).convert("L"), draw(shot.plan, shot.card.brand).convert("L"))
    assert off.mean() < 1.0


def gradient() -> Photo:
    buffer = BytesIO()
    Image.merge("RGB", [Image.linear_gradient("L")] * 3).save(buffer, "PNG")
    return Photo(buffer.getvalue())


def test_frames_that_share_a_memory_are_those_drawn_on_their_own() -> None:
    spec = film("ar", format="story", layouts=("explainer",), photo=gradient())
    board = storyboard(spec)
    assert spec.photo is not None
    ground = ComingNearer(spec.photo, (1080, 1920), board.frames, sheets=sheets_of(spec.format))
    frames = FilmFrames(board, ground)
    for number, shot in enumerate(board.shots):
        source = frames.of_shot(number)
        for n in [*range(shot.start, shot.end, 9), shot.end - 1]:
            assert bytes(source.data(n)) == source.frame(n).tobytes()


def test_nothing_flashes(spec: FilmSpec) -> None:
    """No more than three changes of a tenth of the range in any second, looked at over the whole picture."""
    board = storyboard(spec)
    film_frames = FilmFrames(board)
    levels = []
    for number, shot in enumerate(board.shots):
        source = film_frames.of_shot(number)
        levels += [np.asarray(source.frame(n).reduce(8)).mean() for n in range(shot.start, shot.end, 3)]
    steps = np.diff(levels)
    turns = [
        n for n in range(1, len(steps)) if steps[n] * steps[n - 1] < 0 and abs(steps[n] - steps[n - 1]) > 22
    ]
    assert all(len([t for t in turns if n <= t < n + 10]) <= 3 for n in turns)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_no_word_is_seen_through_another(language: str) -> None:
    """A crossfade looks the same in its first half whatever the next scene says, and in its second half whatever the
    last one said."""
    spec = film(language, layouts=("explainer",))
    scene = replace(spec.scenes[0], seconds=12.0, caption="")
    spec = replace(spec, scenes=(scene,))
    other_end = replace(spec, end=replace(spec.end, words=_reversed(spec.end.words)))
    other_scene = replace(scene, card=replace(scene.card, words=_reversed(scene.card.words)))
    other_start = replace(spec, scenes=(other_scene,))
    frames, ends, starts = (_crossfade(one) for one in (spec, other_end, other_start))
    half = CROSSFADE // 2
    assert [n for n in range(CROSSFADE) if frames[n] != ends[n]] == list(range(half, CROSSFADE))
    assert [n for n in range(CROSSFADE) if frames[n] != starts[n]] == list(range(half))


def _reversed(words: Words) -> Words:
    """The same words in another order, so that they take as much room."""
    return replace(words, headline=" ".join(reversed(words.headline.split())))


def _crossfade(spec: FilmSpec) -> list[bytes]:
    board = storyboard(spec)
    end, source = board.shots[0].end, FilmFrames(board).of_shot(0)
    return [source.frame(n).tobytes() for n in range(end - CROSSFADE, end)]


def test_a_film_made_beside_others_on_many_cores_is_the_film_made_alone_on_one(
    spec: FilmSpec, made: RenderedFilm, tmp_path: Path
) -> None:
    other = replace(film("de", layouts=("explainer",)), preset="superfast")
    both = render_films(
        [(other, tmp_path / "de.mp4"), (spec, tmp_path / "ar.mp4")], work=tmp_path / "work", workers=3
    )
    assert both[1].digest == made.digest


def test_films_that_sound_alike_share_one_sound(spec: FilmSpec, made: RenderedFilm, tmp_path: Path) -> None:
    wanted = [(spec, tmp_path / f"{name}.mp4") for name in ("one", "two")]
    both = render_films(wanted, work=tmp_path / "work")
    assert [film.digest for film in both] == [made.digest, made.digest]
    assert len(list((tmp_path / "work").glob("*.m4a"))) == 1


def test_a_stopped_film_leaves_no_file_and_goes_on_where_it_stopped(spec: FilmSpec, tmp_path: Path) -> None:
    path, work = tmp_path / "film.mp4", tmp_path / "work"
    board = storyboard(spec)
    with pytest.raises(FilmCancelled):
        render_film(
            spec, path, work=work, cancelled=after(max(s.frames for s in board.shots) + 20), workers=1
        )
    assert not path.exists() and not list(tmp_path.glob(".*")) and not list(work.glob("*.part"))
    kept = {piece: piece.stat().st_mtime_ns for piece in work.iterdir()}
    assert len(kept) == 1
    told: list[tuple[int, int]] = []
    render_film(spec, path, work=work, progress=lambda done, whole: told.append((done, whole)))
    assert {piece: piece.stat().st_mtime_ns for piece in kept} == kept
    assert told[-1] == (board.frames, board.frames)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_an_encoder_that_dies_leaves_nothing_and_is_named(
    spec: FilmSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assets.films.encoder.h264", lambda *_, **__: ["-c:v", "nosuch"])
    with pytest.raises(EncoderFault, match="ended with code"):
        render_film(spec, tmp_path / "film.mp4", work=tmp_path / "work")
    assert not (tmp_path / "film.mp4").exists() and not list((tmp_path / "work").iterdir())


def test_a_film_over_its_limit_becomes_coarser_and_then_is_refused(spec: FilmSpec, tmp_path: Path) -> None:
    silent = replace(spec, sound=Sound(), crf=render.WORST_CRF - 2, most_bytes=10_000)
    with pytest.raises(FilmFault, match="larger than the"):
        render_film(silent, tmp_path / "film.mp4", work=tmp_path / "work")
    assert not (tmp_path / "film.mp4").exists()


def test_the_poster_is_the_first_card(made: RenderedFilm) -> None:
    assert made.poster[:3] == b"\xff\xd8\xff" and b"WEBVTT" in made.vtt.encode()
