"""What lies behind the words of a film: one colour, or a photo that comes slowly nearer."""

from collections import OrderedDict
from collections.abc import Callable
from io import BytesIO
from threading import Lock
from typing import Protocol

from PIL import Image

from assets.colour import RGB
from assets.errors import AssetError
from assets.films.spec import FPS, Photo
from assets.films.yuv import frame_from, planes_from

MOST_ZOOM = 0.06  # more makes people dizzy
KEPT = 4  # frames: scenes made side by side stand within a few of one another
FARTHEST_MIX = 0.7  # pixels between two windows that may be mixed without a ghost


class Ground(Protocol):
    """Frames by their number in the film, each for its caller to draw on."""

    is_still: bool

    def frame(self, number: int) -> Image.Image: ...


class Colour:
    """One colour, always."""

    is_still = True

    def __init__(self, size: tuple[int, int], colour: RGB) -> None:
        self._frame = frame_from(Image.new("RGB", size, colour))

    def frame(self, number: int) -> Image.Image:
        return self._frame.copy()


class ComingNearer:
    """A photo cut to the format, that grows by `MOST_ZOOM` over the whole film.

    Brightness and colours are prepared once, a little larger than the film; a frame is a window of them. Windows are
    cut only so often that the photo's edge moves by less than a pixel between two, and mixed for the frames between:
    over so short a way mixing two windows is what cutting a third would do, at a tenth of its price. Films made side by
    side share every mix (`is_shared`); a film alone needs each but once, so none is kept for it.
    """

    is_still = False

    def __init__(self, photo: Photo, size: tuple[int, int], frames: int, *, is_shared: bool = False) -> None:
        self._size, self._frames, self._is_shared = size, max(1, frames - 1), is_shared
        large = (_even(size[0] * (1 + MOST_ZOOM)), _even(size[1] * (1 + MOST_ZOOM)))
        whole = _cut_to(photo, large)
        self._luma, chroma = planes_from(whole)
        columns = chroma.tobytes()
        half = (chroma.width // 2, chroma.height)
        self._blue, self._red = (Image.frombytes("L", half, columns[n::2]) for n in (0, 1))
        pixels_a_frame = max(size) * MOST_ZOOM / 2 / self._frames
        self._every = max(1, min(FPS, int(FARTHEST_MIX / pixels_a_frame)))
        self._windows = _Kept(self._cut, KEPT)
        self._mixes = _Kept(self._mixed, KEPT)

    def frame(self, number: int) -> Image.Image:
        step, rest = divmod(number, self._every)
        if not rest:
            return self._windows.get(step).copy()
        return self._mixes.get(number).copy() if self._is_shared else self._mixed(number)

    def _mixed(self, number: int) -> Image.Image:
        step, rest = divmod(number, self._every)
        before = self._windows.get(step)
        # The last window is nearer than the others, because the film ends on it.
        way = min(self._every, self._frames - step * self._every)
        return Image.blend(before, self._windows.get(step + 1), rest / way)

    def _cut(self, step: int) -> Image.Image:
        return self._made(min(step * self._every, self._frames))

    def _made(self, number: int) -> Image.Image:
        width, height = self._size
        share = (1 + MOST_ZOOM * (1 - number / self._frames)) / (1 + MOST_ZOOM)
        luma = _window(self._luma, share, (width, height))
        small = (width // 2, height // 2)
        frame = Image.new("L", (width, height * 3 // 2))
        frame.paste(luma, (0, 0))
        pairs = Image.merge("LA", (_window(self._blue, share, small), _window(self._red, share, small)))
        frame.paste(Image.frombytes("L", (width, height // 2), pairs.tobytes()), (0, height))
        return frame


class _Kept:
    """What was made last, once for all who ask, whichever thread they are in."""

    def __init__(self, make: Callable[[int], Image.Image], most: int) -> None:
        self._make, self._most = make, most
        self._made: OrderedDict[int, Image.Image] = OrderedDict()
        self._turns: dict[int, Lock] = {}
        self._lock = Lock()

    def get(self, number: int) -> Image.Image:
        with self._lock:
            if number in self._made:
                return self._made[number]
            turn = self._turns.setdefault(number, Lock())
        with turn:
            with self._lock:
                if number in self._made:
                    return self._made[number]
            made = self._make(number)
            with self._lock:
                self._made[number] = made
                self._turns.pop(number, None)
                while len(self._made) > self._most:
                    self._made.popitem(last=False)
            return made


def _even(length: float) -> int:
    return round(length / 2) * 2


def _window(plane: Image.Image, share: float, size: tuple[int, int]) -> Image.Image:
    """The middle of the plane, `share` of its sides, at this size."""
    wide, tall = plane.width * share, plane.height * share
    left, top = (plane.width - wide) / 2, (plane.height - tall) / 2
    return plane.resize(size, Image.Resampling.BILINEAR, box=(left, top, left + wide, top + tall))


def _cut_to(photo: Photo, size: tuple[int, int]) -> Image.Image:
    try:
        with Image.open(BytesIO(photo.data), formats=("PNG", "JPEG", "WEBP")) as picture:
            whole = picture.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        raise AssetError("The photo cannot be read. Use a PNG, JPEG or WebP file.") from None
    scale = min(whole.width / size[0], whole.height / size[1])
    wide, tall = size[0] * scale, size[1] * scale
    left, top = (whole.width - wide) / 2, (whole.height - tall) / 2
    return whole.resize(size, Image.Resampling.LANCZOS, box=(left, top, left + wide, top + tall))
