"""The frames of a film, drawn from the storyboard one by one."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from PIL import Image

from assets.films.captions import Cue
from assets.films.grounds import Colour, ComingNearer, Ground, Part
from assets.films.motion import RISING, giving_way, parted, standing
from assets.films.progress import Progress
from assets.films.sprites import Sprite, lay, sprite_of
from assets.films.storyboard import CROSSFADE, PROGRESS_ROOM, Storyboard
from assets.fonts import path_of
from assets.formats import Format
from assets.geometry.items import Box, Item, Patch, Plan, TextLine
from assets.geometry.script import metrics_of
from assets.image import draw
from assets.paint import ground_colour
from assets.spec import Brand
from assets.typeset.measure import advance

LIGHT = (
    "paper",
    "white",
    "tint",
)  # grounds that a photo may take the place of; a full colour stays what it is
SHEET_PAD = 36  # pixels of it around the words
CUE_FADE = 4  # frames a caption takes to come and to go

#: What is on a frame besides its ground: sprites with opacity and depth.
_State = tuple[tuple[Sprite, float, int], ...]


class _Layer:
    """What comes and goes together. Its sprite is made when it is first to be seen."""

    def __init__(self, items: Sequence[Item], brand: Brand, size: tuple[int, int]) -> None:
        self._items, self._brand, self._size = items, brand, size

    @cached_property
    def sprite(self) -> Sprite | None:
        return sprite_of(self._items, self._brand, self._size)


#: A layer with its opacity and depth, its sprite perhaps not yet made.
_Seen = tuple[_Layer, float, int]


def _hidden(state: _State) -> Part | None:
    """The largest place that one sprite covers wholly: as a rule the sheet's."""
    solid = [
        sprite.edges for sprite, opacity, sunk in state if sprite.is_solid and opacity == 1.0 and not sunk
    ]
    return max(solid, key=lambda e: (e[2] - e[0]) * (e[3] - e[1]), default=None)


def _shown(seen: Sequence[_Seen]) -> _State:
    return tuple(
        (layer.sprite, opacity, sunk)
        for layer, opacity, sunk in seen
        if opacity > 0 and layer.sprite is not None
    )


class ShotFrames:
    """One scene."""

    def __init__(self, board: Storyboard, number: int, photo: ComingNearer | None) -> None:
        self.board, self.shot, self.is_end = board, board.shots[number], number == len(board.shots) - 1
        plan = self.shot.plan
        self._size = (plan.width, plan.height)
        if photo is not None and plan.ground in LIGHT:
            plan = on_photo(plan, _lowest_sheet(board))
            self.ground: Ground = photo
        else:
            self.ground = Colour(self._size, ground_colour(self.shot.card.brand, plan.ground))
        steady, settled, coming = parted(
            plan.items, first=CROSSFADE // 2 if number else 4, stands_at_once=number == 0 or self.is_end
        )
        self._steady, self._settled = self._layer(steady), self._layer(settled)
        self._coming = [(self._layer(items), begins) for items, begins in coming]
        # Everything that came, as one: over a moving ground a card that stands is laid in one go.
        self._whole = self._layer([*steady, *settled, *(item for items, _ in coming for item in items)])
        self._settles = max((begins for _, begins in coming), default=0) + RISING
        if self.ground.is_still:  # where nothing is laid twice
            self._settles = self.shot.frames
        self._captions = [(self._layer(caption_items(cue, board)), cue) for cue in self.shot.cues]
        self._last: tuple[_State, Image.Image] | None = None
        self._stage: Image.Image | None = None

    def _layer(self, items: Sequence[Item]) -> _Layer:
        return _Layer(items, self.shot.card.brand, self._size)

    def make_sprites(self) -> None:
        """All that this scene shows from its first frame to its last."""
        for local in range(self.shot.frames):
            self._state(local)

    def make_opening(self) -> None:
        self._state(0)

    def scenery(self, number: int) -> Image.Image:
        """The scene without its words, at a frame of the film."""
        if self._stage is None or not self.ground.is_still:
            self._stage = empty(self._size)
            self.ground.lay(self._stage, number)
            if self._steady.sprite is not None:
                lay(self._stage, self._steady.sprite)
        return self._stage

    def words(self, number: int) -> _State:
        """What stands on the scenery in this frame; before the scene begins, what its first frame shows."""
        local = max(0, number - self.shot.start)
        return _shown([(self._settled, 1.0, 0), *self._come(local), *self._spoken(local)])

    def draw(self, frame: Image.Image, number: int) -> None:
        """Draws the frame of the film with this number, which lies inside this scene. Over a still ground the same
        state is the same frame, so it is kept."""
        state = self._state(number - self.shot.start)
        if not self.ground.is_still:
            self._lay(frame, number, state)
            return
        if self._last is None or self._last[0] != state:
            self._last = (state, empty(self._size))
            self._lay(self._last[1], number, state)
        frame.paste(self._last[1], (0, 0))

    def _lay(self, frame: Image.Image, number: int, state: _State) -> None:
        self.ground.lay(frame, number, _hidden(state))
        for sprite, opacity, sunk in state:
            lay(frame, sprite, opacity, sunk)

    def _state(self, local: int) -> _State:
        """What is to be seen in a frame of this scene, from below to above."""
        if local >= self._settles:
            seen: list[_Seen] = [(self._whole, 1.0, 0)]
        else:
            seen = [(self._steady, 1.0, 0), (self._settled, 1.0, 0), *self._come(local)]
        return _shown([*seen, *self._spoken(local)])

    def _come(self, local: int) -> list[_Seen]:
        return [(layer, *standing(local, begins)) for layer, begins in self._coming]

    def _spoken(self, local: int) -> list[_Seen]:
        number = self.shot.start + local
        return [
            (layer, min(1.0, (number - cue.start + 1) / CUE_FADE, (cue.end - number) / CUE_FADE), 0)
            for layer, cue in self._captions
        ]


class FilmFrames:
    """Every frame of a film by its number: scenes, crossfades between them, and the line of progress."""

    def __init__(self, board: Storyboard, photo: ComingNearer | None = None) -> None:
        self.board, self._photo = board, photo
        self._progress = Progress(board)

    def of_shot(self, number: int) -> "SegmentFrames":
        return SegmentFrames(self, number)

    def shot(self, number: int) -> ShotFrames:
        # The end card keeps its own ground: its colours belong to the funder's zone.
        is_end = number == len(self.board.shots) - 1
        return ShotFrames(self.board, number, None if is_end else self._photo)

    def marked(self, frame: Image.Image, number: int, is_own: bool) -> Image.Image:
        return self._progress.on(frame, number, is_own)


class SegmentFrames:
    """The frames of one scene with the crossfade into the next: each as a picture of its own, or as bytes for an
    encoder, which all use one memory."""

    def __init__(self, film: FilmFrames, number: int) -> None:
        shot = film.board.shots[number]
        draw(shot.plan, shot.card.brand)  # refuses what could not be read or stands outside
        self._film, self._shot = film, film.shot(number)
        is_last = number == len(film.board.shots) - 1
        self._next = None if is_last else film.shot(number + 1)
        self._size = (shot.plan.width, shot.plan.height)

    def make_sprites(self) -> None:
        """All that these frames are put together from, which takes several whole pictures for a moment."""
        self._shot.make_sprites()
        if self._next is not None:
            self._next.make_opening()

    def frame(self, number: int) -> Image.Image:
        frame = empty(self._size)
        self._draw(frame, number)
        return frame

    def data(self, number: int) -> memoryview:
        """The frame's bytes, which are the next frame's as soon as that is asked for."""
        memory, frame = self._canvas
        self._draw(frame, number)
        return memory

    @cached_property
    def _canvas(self) -> tuple[memoryview, Image.Image]:
        """Memory and the picture that it is: what is drawn on this one need not be copied out of it."""
        width, height = self._size
        memory = bytearray(width * height * 3 // 2)
        frame = Image.frombuffer("L", (width, height * 3 // 2), memory, "raw", "L", 0, 1)
        frame.readonly = 0
        return memoryview(memory), frame

    def _draw(self, frame: Image.Image, number: int) -> None:
        left = self._shot.shot.end - number
        if self._next is not None and left <= CROSSFADE:
            share = (CROSSFADE - left + 1) / (CROSSFADE + 1)
            frame.paste(self._between(self._next, number, share), (0, 0))
        else:
            self._shot.draw(frame, number)
            self._film.marked(frame, number, is_own=True)

    def _between(self, following: ShotFrames, number: int, share: float) -> Image.Image:
        """One scenery turns into the other throughout; their words take turns on it. The line of progress leaves with
        the last scene before the end card, whose funder's zone nothing lies on."""
        before = self._shot.scenery(number)
        if following.is_end:
            before = self._film.marked(before, number, is_own=False)
        frame = Image.blend(before, following.scenery(number), share)
        for scene, opacity in zip((self._shot, following), giving_way(share), strict=True):
            for sprite, own, sunk in scene.words(number) if opacity else ():
                lay(frame, sprite, own * opacity, sunk)
        return frame if following.is_end else self._film.marked(frame, number, is_own=True)


def empty(size: tuple[int, int]) -> Image.Image:
    """A frame for a picture of this size, still to be drawn."""
    return Image.new("L", (size[0], size[1] * 3 // 2))


def sheets_of(fmt: Format) -> tuple[int, int]:
    """From where to where a sheet reaches that is as wide as the safe area."""
    left, right = fmt.left - SHEET_PAD, fmt.width - fmt.right + SHEET_PAD
    return max(0, left) & ~1, min(fmt.width, right) & ~1


def _lowest_sheet(board: Storyboard) -> int:
    """Where a sheet must end, so that captions stand clear of it on the photo."""
    fmt, band = board.spec.format, board.band
    taken = PROGRESS_ROOM + (band.height + band.pad_y if board.spec.has_captions else 0)
    return fmt.height - fmt.bottom - taken


def on_photo(plan: Plan, lowest: int) -> Plan:
    """The plan with its words on a sheet of their own ground, which ends at `lowest` at the latest: no photo is calm
    enough to be read on."""
    shown = [item for item in plan.items if item.layer != "decor"]
    left, right = min(i.box.x for i in shown) - SHEET_PAD, max(i.box.right for i in shown) + SHEET_PAD
    top, bottom = (
        min(i.box.y for i in shown) - SHEET_PAD,
        min(max(i.box.bottom for i in shown) + SHEET_PAD, lowest),
    )
    # Even edges, as colours have half the pixels: so the sheet covers its place and is laid without blending.
    left, top = max(0, int(left) & ~1), max(0, int(top) & ~1)
    sheet = Box(left, top, min(plan.width, int(right) & ~1) - left, min(plan.height, int(bottom) & ~1) - top)
    return replace(plan, items=(Patch(sheet, plan.ground, "sheet"), *shown))


def caption_items(cue: Cue, board: Storyboard) -> list[Item]:
    """The caption as items: lines on a plate of ink that is as wide as they are, at the start of the safe area."""
    fmt, band, language = board.spec.format, board.band, board.spec.language
    path, metrics = path_of(language, "semibold"), metrics_of(language)
    is_rtl = board.spec.direction == "rtl"
    widths = [advance(line, path, language, board.spec.direction) * band.px for line in cue.lines]
    height = band.leading * len(cue.lines) + 2 * band.pad_y
    wide = max(widths) + 2 * band.pad_x
    bottom = fmt.height - fmt.bottom - PROGRESS_ROOM
    left = fmt.width - fmt.right - wide if is_rtl else float(fmt.left)
    plate = Box(left, bottom - height, wide, height)
    items: list[Item] = [Patch(plate, "ink", "caption")]
    # Capitals stand in the middle of their line.
    drop = (band.leading + band.px * (metrics.ascent - metrics.descent * 0.25)) / 2
    for number, line in enumerate(cue.lines):
        baseline = plate.y + band.pad_y + band.leading * number + drop
        box = Box(plate.x + band.pad_x, baseline - band.px, plate.width - 2 * band.pad_x, band.px * 1.2)
        side = "right" if is_rtl else "left"
        items.append(
            TextLine(
                line,
                box,
                baseline,
                side,
                path,
                band.px,
                "text",
                "ink",
                "caption",
                language,
                board.spec.direction,
            )
        )
    return items
