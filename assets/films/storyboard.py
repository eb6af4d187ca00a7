"""The storyboard of a film: every card planned, every caption cut, every scene's frames counted. No pixels yet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from assets.films.captions import (
    MOST_READING_SPEED,
    Band,
    Cue,
    band_for,
    least_frames,
    pieces,
    readable,
    spoken_frames,
    timed,
)
from assets.films.errors import FilmFault, SoundFault
from assets.films.spec import FPS, LEAST_SECONDS, MOST_SECONDS, FilmSpec, Scene
from assets.formats import Format
from assets.geometry.items import Plan, TextLine
from assets.geometry.plan import plan_card
from assets.shaping import require_shaping
from assets.spec import CardSpec

CROSSFADE = 14  # frames in which a scene gives way to the next
LEAD = 8  # frames before the first caption
SETTLING = 34  # frames until the layers of a card stand
CARD_SPEED = 16.0  # characters a second on a card
SMALL_PRINT_PX = 38  # sources and notices are there to be found, not to be waited for
END_FRAMES = 3 * FPS
PROGRESS_ROOM = 26  # pixels below the captions that the line of progress takes
CAPTION_AIR = 28  # pixels between a card and the plate of its captions, where the format is high enough


@dataclass(frozen=True)
class Shot:
    """A scene in time: its card's plan, where it begins, how many frames it stands, its captions by film frame."""

    card: CardSpec
    plan: Plan
    start: int
    frames: int
    cues: tuple[Cue, ...]

    @property
    def end(self) -> int:
        return self.start + self.frames


@dataclass(frozen=True)
class Storyboard:
    """All of a film but its pixels and its sound. The last shot is the end card."""

    spec: FilmSpec
    shots: tuple[Shot, ...]
    band: Band

    @property
    def frames(self) -> int:
        return self.shots[-1].end

    @property
    def seconds(self) -> float:
        return self.frames / FPS

    @property
    def story_frames(self) -> int:
        """Frames before the end card."""
        return self.shots[-1].start

    @property
    def cues(self) -> tuple[Cue, ...]:
        return tuple(cue for shot in self.shots for cue in shot.cues)


@dataclass(frozen=True)
class _Planned:
    scene: Scene
    card: CardSpec
    plan: Plan
    parts: tuple[tuple[str, ...], ...]
    needed: int  # frames


def storyboard(spec: FilmSpec, voice_seconds: float | None = None) -> Storyboard:
    """The film in time: as long as its words take to read, or as its voice takes to speak them."""
    if spec.direction == "rtl":
        require_shaping()
    band = band_for(spec.format, spec.language)
    planned = [_planned(scene, spec, band) for scene in spec.scenes]
    lengths = (
        _lengths_by_reading(planned) if voice_seconds is None else _lengths_by_voice(planned, voice_seconds)
    )
    end_plan = plan_card(spec.end)
    _require_funder(spec, end_plan)
    shots: list[Shot] = []
    start = 0
    for one, frames in zip(planned, lengths, strict=True):
        cues = _cues(one, start, frames, is_first=not shots, is_spoken=voice_seconds is not None)
        shots.append(Shot(one.card, one.plan, start, frames, cues))
        start += frames
    shots.append(Shot(spec.end, end_plan, start, END_FRAMES, ()))
    return Storyboard(spec, tuple(shots), band)


def _cues(one: _Planned, start: int, frames: int, *, is_first: bool, is_spoken: bool) -> tuple[Cue, ...]:
    """The captions of a scene. A voice speaks on while scenes change, so there they follow at once."""
    if not one.parts:
        return ()
    if not is_spoken:
        return timed(one.parts, start + LEAD, start + frames - CROSSFADE // 2)
    return timed(one.parts, start + LEAD * is_first, start + frames, spoken_frames(one.parts))


def in_step(specs: Sequence[FilmSpec]) -> list[FilmSpec]:
    """The same films with scenes of the same length in every language: the longest any of them needs. So all share
    their moving ground, and one piece of music fits all."""
    needs = []
    for spec in specs:
        band = band_for(spec.format, spec.language)
        needs.append(_lengths_by_reading([_planned(scene, spec, band) for scene in spec.scenes]))
    longest = [max(column) / FPS for column in zip(*needs, strict=True)]
    return [
        replace(
            spec,
            scenes=tuple(replace(s, seconds=length) for s, length in zip(spec.scenes, longest, strict=True)),
        )
        for spec in specs
    ]


def _planned(scene: Scene, spec: FilmSpec, band: Band) -> _Planned:
    """A card within what captions and progress leave of the safe area. The funder's zone waits for the end card,
    because nothing may lie over it."""
    card = replace(scene.card, brand=replace(scene.card.brand, funder=None))
    fmt = spec.format
    air = CAPTION_AIR if fmt.shape == "story" else 0
    taken = PROGRESS_ROOM + (band.height + 2 * band.pad_y + air if spec.has_captions else 0)
    plan = plan_card(card, replace(fmt, bottom=fmt.bottom + taken))
    parts: tuple[tuple[str, ...], ...] = ()
    if scene.caption.strip():
        parts = pieces(scene.caption, spec.language, spec.direction, band.measure, band.lines)
    shown = [
        i.text for i in plan.items if isinstance(i, TextLine) and i.px > SMALL_PRINT_PX and i.layer != "logos"
    ]
    reading = SETTLING + round(readable(shown) * FPS / CARD_SPEED)
    following = LEAD + sum(least_frames(parts)) + CROSSFADE // 2 if parts else 0
    return _Planned(scene, card, plan, parts, _even(max(reading, following + len(parts) * 2) + CROSSFADE))


def _even(frames: int) -> int:
    return frames + frames % 2


def _lengths_by_reading(planned: Sequence[_Planned]) -> list[int]:
    lengths = []
    for number, one in enumerate(planned, start=1):
        asked = one.needed if one.scene.seconds is None else round(one.scene.seconds * FPS)
        if asked < one.needed:
            raise FilmFault(
                "Scene {number} takes {needed} seconds to read in language {language}, but is to last {asked}. Give "
                "it more time or fewer words.",
                number=number,
                needed=f"{one.needed / FPS:.1f}",
                language=one.card.language,
                asked=f"{asked / FPS:.1f}",
            )
        lengths.append(asked)
    lengths[-1] += max(0, LEAST_SECONDS * FPS - END_FRAMES - sum(lengths))
    if (over := sum(lengths) + END_FRAMES - MOST_SECONDS * FPS) > 0:
        raise FilmFault(
            "The film in language {language} would last {seconds} seconds; {most} is the most. Take out about "
            "{excess} characters, or a scene.",
            language=planned[0].card.language,
            seconds=round((sum(lengths) + END_FRAMES) / FPS),
            most=MOST_SECONDS,
            excess=round(over * CARD_SPEED / FPS) + 1,
        )
    return lengths


def _lengths_by_voice(planned: Sequence[_Planned], seconds: float) -> list[int]:
    """The voice's length shared out by what its captions need to be read. A voice too fast for that is refused: to hold
    its captions longer would be to show other words than are heard."""
    if any(not one.parts for one in planned):
        raise FilmFault(
            "A film with a voice needs a caption in every scene, for those who watch without sound."
        )
    needs = [sum(spoken_frames(one.parts)) for one in planned]
    check_pace(seconds, sum(needs) / FPS)
    if not LEAST_SECONDS <= seconds + END_FRAMES / FPS <= MOST_SECONDS:
        raise SoundFault(
            "A film lasts {least} to {most} seconds, {end} of them its end card; the voice lasts {seconds}.",
            least=LEAST_SECONDS,
            most=MOST_SECONDS,
            end=round(END_FRAMES / FPS),
            seconds=round(seconds),
        )
    whole, marks, gone = -(-round(seconds * FPS) // 2) * 2, [0], 0
    for need in needs:
        gone += need
        marks.append(LEAD + -(-whole * gone // sum(needs) // 2) * 2)
    return [after - before for before, after in pairwise(marks)]


def check_pace(seconds: float, least: float) -> None:
    """Refuses a voice that takes fewer seconds than its captions need to be read."""
    if seconds < least:
        raise SoundFault(
            "The voice takes {seconds} seconds; its captions need {least} to be read along, at {most} characters a "
            "second. Speak more slowly and with pauses, or shorten the words.",
            seconds=f"{seconds:.1f}",
            least=ceil(least),
            most=round(MOST_READING_SPEED),
        )


def seconds_to_speak(captions: Sequence[str], fmt: Format, language: str, direction: str) -> float:
    """How many seconds a voice has to take at least for these captions, so that people can read along."""
    band = band_for(fmt, language)
    every = [pieces(one, language, direction, band.measure, band.lines) for one in captions]
    return sum(sum(spoken_frames(parts)) for parts in every) / FPS


def _require_funder(spec: FilmSpec, plan: Plan) -> None:
    if spec.end.brand.funder is not None and not any(item.layer == "funder" for item in plan.items):
        raise FilmFault(
            "The layout “{layout}” has no zone for the funder; choose another for the end card.",
            layout=spec.end.layout,
        )
    if not spec.end.words.imprint.strip():
        raise FilmFault(
            "The end card in language {language} has no imprint; a film names who answers for it.",
            language=spec.language,
        )
