"""What lies behind the words of a film: one colour, or a photo that comes slowly nearer."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from io import BytesIO
from threading import Lock
from typing import Protocol

from PIL import Image

from assets.colour import RGB
from assets.errors import AssetError
from assets.films.spec import FPS, Photo
from assets.films.yuv import frame_from, planes_from

MOST_ZOOM = 0.06  # more makes people dizzy
KEPT = 4  # windows: scenes made side by side stand within a few frames of one another
BAND = 120  # rows
FARTHEST_MIX = 0.7  # pixels between two windows that may be mixed without a ghost


#: Left, top, right, bottom in whole, even pixels of the picture; right and bottom lie outside.
Part = tuple[int, int, int, int]
#: Brightness and colours of a part of a frame.
_Planes = tuple[Image.Image, Image.Image]
_Key = tuple[int, Part]


class Ground(Protocol):
    """What a frame of the film, by its number, has behind everything."""

    is_still: bool

    def lay(self, frame: Image.Image, number: int, hidden: Part | None = None) -> None:
        """Puts the ground on a frame. Of what is hidden anyhow as much may be left out as is no work to leave out."""
        ...


class Colour:
    """One colour, always."""

    is_still = True

    def __init__(self, size: tuple[int, int], colour: RGB) -> None:
        self._frame = frame_from(Image.new("RGB", size, colour))

    def lay(self, frame: Image.Image, number: int, hidden: Part | None = None) -> None:
        frame.paste(self._frame, (0, 0))


class ComingNearer:
    """A photo cut to the format, that grows by `MOST_ZOOM` over the whole film.

    Brightness and colours are prepared once, a little larger than the film; a frame is a window of them. Windows are
    cut only so often that the photo's edge moves by less than a pixel between two, and mixed for the frames between:
    over so short a way mixing two windows is what cutting a third would do, at a tenth of its price. Films made side by
    side share every mix (`is_shared`); a film alone needs each but once, so none is kept for it.

    Windows are cut and mixed in parts: a strip at either side and, between them where `sheets` reach from left to
    right, bands one below the other. So nobody works for what a sheet hides, which is a third of most frames, and a
    part's pixels do not depend on which others are seen.
    """

    is_still = False

    def __init__(
        self,
        photo: Photo,
        size: tuple[int, int],
        frames: int,
        *,
        sheets: tuple[int, int] | None = None,
        is_shared: bool = False,
    ) -> None:
        self._size, self._frames, self._is_shared = size, max(1, frames - 1), is_shared
        self._parts = tuple(_parts(size, sheets or (0, size[0])))
        large = (_even(size[0] * (1 + MOST_ZOOM)), _even(size[1] * (1 + MOST_ZOOM)))
        whole = _cut_to(photo, large)
        self._luma, chroma = planes_from(whole)
        columns = chroma.tobytes()
        half = (chroma.width // 2, chroma.height)
        self._blue, self._red = (Image.frombytes("L", half, columns[n::2]) for n in (0, 1))
        pixels_a_frame = max(size) * MOST_ZOOM / 2 / self._frames
        self._every = max(1, min(FPS, int(FARTHEST_MIX / pixels_a_frame)))
        self._windows = _Kept(self._cut, KEPT * len(self._parts))
        self._mixes = _Kept(self._mixed, KEPT * len(self._parts))

    def lay(self, frame: Image.Image, number: int, hidden: Part | None = None) -> None:
        for part in self._parts:
            if hidden is None or not _lies_in(part, hidden):
                made = self._mixes.get((number, part)) if self._is_shared else self._mixed((number, part))
                frame.paste(made[0], part[:2])
                frame.paste(made[1], (part[0], self._size[1] + part[1] // 2))

    def _mixed(self, key: _Key) -> _Planes:
        (number, part), every = key, self._every
        step, rest = divmod(number, every)
        luma, chroma = self._windows.get((step, part))
        if not rest:
            return luma, chroma
        # The last window is nearer than the others, because the film ends on it.
        share = rest / min(every, self._frames - step * every)
        nearer = self._windows.get((step + 1, part))
        return Image.blend(luma, nearer[0], share), Image.blend(chroma, nearer[1], share)

    def _cut(self, key: _Key) -> _Planes:
        (step, part), (width, height) = key, self._size
        number = min(step * self._every, self._frames)
        share = (1 + MOST_ZOOM * (1 - number / self._frames)) / (1 + MOST_ZOOM)
        left, top, right, bottom = half = (part[0] // 2, part[1] // 2, part[2] // 2, part[3] // 2)
        pairs = Image.merge(
            "LA",
            [_window(plane, share, (width // 2, height // 2), half) for plane in (self._blue, self._red)],
        )
        chroma = Image.frombytes("L", ((right - left) * 2, bottom - top), pairs.tobytes())
        return _window(self._luma, share, (width, height), part), chroma


class _Kept:
    """What was made last, once for all who ask, whichever thread they are in."""

    def __init__(self, make: Callable[[_Key], _Planes], most: int) -> None:
        self._make, self._most = make, most
        self._made: OrderedDict[_Key, _Planes] = OrderedDict()
        self._turns: dict[_Key, Lock] = {}
        self._lock = Lock()

    def get(self, key: _Key) -> _Planes:
        with self._lock:
            if key in self._made:
                return self._made[key]
            turn = self._turns.setdefault(key, Lock())
        with turn:
            with self._lock:
                if key in self._made:
                    return self._made[key]
            made = self._make(key)
            with self._lock:
                self._made[key] = made
                self._turns.pop(key, None)
                while len(self._made) > self._most:
                    self._made.popitem(last=False)
            return made


def _even(length: float) -> int:
    return round(length / 2) * 2


def _parts(size: tuple[int, int], sheets: tuple[int, int]) -> Iterator[Part]:
    (width, height), (begins, ends) = size, sheets
    if begins:
        yield 0, 0, begins, height
    if ends < width:
        yield ends, 0, width, height
    for top in range(0, height, BAND):
        yield begins, top, ends, min(top + BAND, height)


def _lies_in(part: Part, whole: Part) -> bool:
    return whole[0] <= part[0] and whole[1] <= part[1] and part[2] <= whole[2] and part[3] <= whole[3]


def _window(plane: Image.Image, share: float, size: tuple[int, int], part: Part) -> Image.Image:
    """The middle of the plane, `share` of its sides, at this size; of it the part asked for."""
    left, top = plane.width * (1 - share) / 2, plane.height * (1 - share) / 2
    across, down = plane.width * share / size[0], plane.height * share / size[1]
    return plane.resize(
        (part[2] - part[0], part[3] - part[1]),
        Image.Resampling.BILINEAR,
        box=(left + part[0] * across, top + part[1] * down, left + part[2] * across, top + part[3] * down),
    )


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
