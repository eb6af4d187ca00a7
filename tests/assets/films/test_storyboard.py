"""A film is as long as its words take to read or its voice to speak them, and says what does not go."""

from dataclasses import replace
from itertools import pairwise

import pytest

from assets.films.errors import FilmFault, SoundFault
from assets.films.motion import RISE, RISING, parted, standing
from assets.films.scenes import caption_items
from assets.films.spec import FPS, FilmSpec, Scene, Sound
from assets.films.storyboard import in_step, seconds_to_speak, storyboard
from assets.geometry.items import Patch, TextLine
from tests.assets.cards import SCRIPTS, card
from tests.assets.films.films import film


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("format", ["story", "square", "landscape"])
def test_captions_cover_no_word_of_the_card_and_leave_no_safe_area(language: str, format: str) -> None:
    spec = film(language, format)
    board = storyboard(spec)
    for shot in board.shots:
        words = [i.box for i in shot.plan.items if isinstance(i, TextLine)]
        for cue in shot.cues:
            plate = next(i.box for i in caption_items(cue, board) if isinstance(i, Patch))
            assert plate.y >= max(box.bottom for box in words)
            assert plate.x >= spec.format.left and plate.right <= spec.format.width - spec.format.right
            assert plate.bottom <= spec.format.height - spec.format.bottom


def test_films_in_step_have_scenes_of_one_length() -> None:
    boards = [storyboard(spec) for spec in in_step([film("de"), film("ar"), film("ru")])]
    assert len({tuple(shot.frames for shot in board.shots) for board in boards}) == 1


def test_a_scene_shorter_than_its_words_is_refused() -> None:
    spec = film("de")
    short = replace(spec, scenes=(replace(spec.scenes[0], seconds=2.0), *spec.scenes[1:]))
    with pytest.raises(FilmFault, match=r"Scene 1 takes .* language de"):
        storyboard(short)


def test_a_film_over_a_minute_says_how_much_to_take_out() -> None:
    spec = film("de")
    with pytest.raises(FilmFault, match="60 is the most"):
        storyboard(replace(spec, scenes=spec.scenes * 4))


def test_a_voice_sets_the_length() -> None:
    spec = film("de", sound=Sound("voice", b"x"))
    board = storyboard(spec, voice_seconds=24.0)
    assert abs(board.story_frames / FPS - 24.0) < 0.5


def test_a_voice_too_fast_to_read_along_is_refused() -> None:
    with pytest.raises(
        SoundFault, match=r"takes 5\.0 seconds; its captions need \d+ to be read along, at 17"
    ):
        storyboard(film("de", sound=Sound("voice", b"x")), voice_seconds=5.0)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_captions_of_a_voice_follow_it_and_can_be_read(language: str) -> None:
    spec = film(language, "story", sound=Sound("voice", b"x"))
    least = seconds_to_speak(
        [scene.caption for scene in spec.scenes], spec.format, spec.language, spec.direction
    )
    board = storyboard(spec, voice_seconds=least)
    assert 15 <= max(cue.speed for cue in board.cues) <= 17
    assert board.cues[0].start / FPS < 0.5 and abs(board.cues[-1].end / FPS - least) < 0.5
    assert all(0 < after.start - before.end <= 4 for before, after in pairwise(board.cues))
    with pytest.raises(SoundFault, match="to be read along"):
        storyboard(spec, voice_seconds=least - 0.1)


def test_a_voice_without_captions_is_refused() -> None:
    spec = film("de", sound=Sound("voice", b"x"))
    mute = replace(spec, scenes=(Scene(spec.scenes[0].card), *spec.scenes[1:]))
    with pytest.raises(FilmFault, match="a caption in every scene"):
        storyboard(mute, voice_seconds=20.0)


def test_only_the_end_card_carries_the_funder() -> None:
    board = storyboard(film("de"))
    carries = [any(item.layer == "funder" for item in shot.plan.items) for shot in board.shots]
    assert carries == [False, False, True]


def test_an_end_card_without_imprint_is_refused() -> None:
    spec = film("de")
    with pytest.raises(FilmFault, match="imprint"):
        storyboard(replace(spec, end=replace(spec.end, words=replace(spec.end.words, imprint=""))))


def test_cards_of_two_languages_make_no_film() -> None:
    with pytest.raises(FilmFault, match="one language"):
        FilmSpec((Scene(card("explainer", "de", "square")),), card("referral", "ru", "square"))


def test_layers_come_once_and_only_upwards() -> None:
    opacities, depths = zip(*(standing(n, 5) for n in range(40)), strict=True)
    assert list(opacities) == sorted(opacities) and list(depths) == sorted(depths, reverse=True)
    assert (opacities[0], depths[0]) == (0.0, RISE)
    assert (opacities[5 + RISING], depths[5 + RISING]) == (1.0, 0)


def test_every_item_of_a_card_comes_exactly_once() -> None:
    plan = storyboard(film("de", layouts=("steps",))).shots[0].plan
    steady, settled, coming = parted(plan.items, 4, stands_at_once=False)
    shown = [*steady, *settled, *(item for items, _ in coming for item in items)]
    assert sorted(map(id, shown)) == sorted(map(id, plan.items))
    assert len(coming) >= 5  # headline, four steps at least one after another
