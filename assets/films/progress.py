"""A thin line below the captions that fills in reading direction. The end card has none: nothing touches its zone."""

from PIL import Image

from assets.films.storyboard import PROGRESS_ROOM, Storyboard
from assets.films.yuv import frame_from
from assets.paint import text_colour

THICK = 6


class Progress:
    """The line of one film, in the colours of each scene's ground."""

    def __init__(self, board: Storyboard) -> None:
        self._board = board
        fmt = board.spec.format
        self._left = fmt.left & ~1
        self._width = (fmt.width - fmt.left - fmt.right) & ~1
        self._top = (fmt.height - fmt.bottom - THICK - (PROGRESS_ROOM - THICK) // 4) & ~1
        self._inks = {
            shot.plan.ground: tuple(self._strip(shot.plan.ground, role) for role in ("hairline", "accent"))
            for shot in board.shots
        }

    def _strip(self, ground: str, role: str) -> Image.Image:
        brand = self._board.spec.end.brand
        return frame_from(Image.new("RGB", (self._width, THICK), text_colour(brand, ground, role)))

    def on(self, frame: Image.Image, number: int, is_own: bool) -> Image.Image:
        """The frame with the line, on a copy where somebody else still needs it without; the end card as it is."""
        if number >= self._board.story_frames:
            return frame
        shot = next(one for one in self._board.shots if number < one.end)
        track, filled = self._inks[shot.plan.ground]
        done = round(self._width * (number + 1) / self._board.story_frames / 2) * 2
        marked = frame if is_own else frame.copy()
        self._put(marked, track, self._left, self._width)
        left = self._left + self._width - done if self._board.spec.direction == "rtl" else self._left
        if done:
            self._put(marked, filled, left, done)
        return marked

    def _put(self, frame: Image.Image, strip: Image.Image, left: int, width: int) -> None:
        height = frame.height * 2 // 3
        frame.paste(strip.crop((0, 0, width, THICK)), (left, self._top))
        frame.paste(strip.crop((0, THICK, width, THICK * 3 // 2)), (left, height + self._top // 2))
