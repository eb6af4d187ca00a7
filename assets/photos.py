"""Photos as pixels: cut to their place around their focus, darkened where words stand on them."""

from functools import lru_cache
from io import BytesIO

from PIL import Image

from assets.errors import AssetError
from assets.geometry.items import Veil
from assets.spec import Photo

FEATHER = 150  # pixels over which a veil comes and goes
REACH = 46  # and how far it covers whole beyond the words


@lru_cache(maxsize=32)
def cut_to(photo: Photo, size: tuple[int, int]) -> Image.Image:
    """The photo in exactly this size, its focus as near to the middle as its edges allow. Kept, because a campaign
    shows one photo in the same size in every language; nobody may change the picture."""
    try:
        with Image.open(BytesIO(photo.data), formats=("PNG", "JPEG", "WEBP")) as picture:
            picture.draft("RGB", size)
            whole = picture.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        raise AssetError("The photo cannot be read. Use a PNG, JPEG or WebP file.") from None
    return whole.resize(size, Image.Resampling.LANCZOS, box=window(whole.size, size, photo.focus))


def window(
    whole: tuple[int, int], size: tuple[int, int], focus: tuple[float, float]
) -> tuple[float, float, float, float]:
    """The largest part of a picture in the shape of `size` that has the focus as near to its middle as can be."""
    scale = min(whole[0] / size[0], whole[1] / size[1])
    wide, tall = size[0] * scale, size[1] * scale
    left = min(max(0.0, focus[0] * whole[0] - wide / 2), whole[0] - wide)
    top = min(max(0.0, focus[1] * whole[1] - tall / 2), whole[1] - tall)
    return left, top, left + wide, top + tall


def veiled(
    photo: Photo, size: tuple[int, int], veil: Veil | None, top: float, scale: float = 1.0
) -> Image.Image:
    """The photo cut to size under its veil. `top` is where it begins in the picture the veil's spans speak of, and
    `scale` how many pixels of `size` one of that picture takes."""
    cut = cut_to(photo, size)
    if veil is None or not veil.spans:
        return cut
    spans = tuple((round(one - top), round(two - top)) for one, two in veil.spans)
    height = round(size[1] / scale)
    mask = Image.frombytes("L", (1, height), _column(spans, veil.share, height)).resize(size)
    return Image.composite(Image.new("RGB", size, veil.colour), cut, mask)


@lru_cache(maxsize=256)
def _column(spans: tuple[tuple[int, int], ...], share: float, height: int) -> bytes:
    """How much of each row is covered, 0 to 255."""
    return bytes(round(255 * share * max(_covered(y, *span) for span in spans)) for y in range(height))


def _covered(y: int, begins: int, ends: int) -> float:
    beyond = max(begins - REACH - y, y - ends - REACH, 0)
    near = max(0.0, 1 - beyond / FEATHER)
    return near * near * (3 - 2 * near)
