"""Photos as pixels: cut to their place around their focus, darkened where words stand on them."""

from functools import lru_cache
from io import BytesIO
from itertools import groupby

from PIL import Image

from assets.colour import RGB
from assets.errors import AssetError
from assets.geometry.items import Veil
from assets.spec import Photo

Cover = tuple[RGB, float]  # a colour and how much of it
Band = tuple[int, int, bytes | None]  # rows from y to y, and how much of each is covered

FEATHER = 120  # pixels over which a veil comes and goes
STEP = 120  # pixels between two sizes that a photo is kept in
REACH = 36  # and how far it covers whole beyond the words


def _place(photo: Photo, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where the size asked for lies in the size that is kept."""
    focus = _scaled(photo, _stepped(size))[1]
    left, top, _, _ = window(_stepped(size), size, focus, scale=1.0)
    return round(left), round(top), round(left) + size[0], round(top) + size[1]


def _stepped(size: tuple[int, int]) -> tuple[int, int]:
    """Every language of a post leaves the photo a little more or less room: it is scaled for a size in steps and kept,
    and what is more than asked for is cut away."""
    return _step_up(size[0]), _step_up(size[1])


def _step_up(side: int) -> int:
    return -(-side // STEP) * STEP


@lru_cache(maxsize=16)
def _scaled(photo: Photo, size: tuple[int, int]) -> tuple[Image.Image, tuple[float, float]]:
    """The photo cut to this size, and where in it the focus came to lie; nobody may change the picture."""
    try:
        with Image.open(BytesIO(photo.data), formats=("PNG", "JPEG", "WEBP")) as picture:
            picture.draft("RGB", size)
            whole = picture.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        raise AssetError("The photo cannot be read. Use a PNG, JPEG or WebP file.") from None
    left, top, right, bottom = place = window(whole.size, size, photo.focus)
    across = (photo.focus[0] * whole.width - left) / (right - left)
    down = (photo.focus[1] * whole.height - top) / (bottom - top)
    return whole.resize(size, Image.Resampling.LANCZOS, box=place), (across, down)


@lru_cache(maxsize=16)
def _covered_whole(photo: Photo, size: tuple[int, int], under: Cover) -> Image.Image:
    kept, _ = _scaled(photo, size)
    return Image.blend(kept, Image.new("RGB", kept.size, under[0]), under[1])


def window(
    whole: tuple[int, int], size: tuple[int, int], focus: tuple[float, float], scale: float | None = None
) -> tuple[float, float, float, float]:
    """The part of a picture in the shape of `size` that has the focus as near to its middle as can be; the largest
    one, or `scale` times `size`."""
    scale = min(whole[0] / size[0], whole[1] / size[1]) if scale is None else scale
    wide, tall = size[0] * scale, size[1] * scale
    left = min(max(0.0, focus[0] * whole[0] - wide / 2), whole[0] - wide)
    top = min(max(0.0, focus[1] * whole[1] - tall / 2), whole[1] - tall)
    return left, top, left + wide, top + tall


def veiled(
    photo: Photo, size: tuple[int, int], veil: Veil | None, top: float, scale: float = 1.0
) -> Image.Image:
    """The photo cut to size under its veil. `top` is where it begins in the picture the veil's spans speak of, and
    `scale` how many pixels of `size` one of that picture takes."""
    cut = Image.new("RGB", size)
    lay_photo(cut, (0, 0), photo, size, veil, top, scale)
    return cut


def lay_photo(
    image: Image.Image,
    corner: tuple[int, int],
    photo: Photo,
    size: tuple[int, int],
    veil: Veil | None,
    top: float,
    scale: float = 1.0,
) -> None:
    """Puts the photo, cut to size under its veil, onto a picture. Each row is put down once: most rows are wholly clear
    or wholly covered, and only those between are mixed."""
    _lay_bands(image, corner, photo, size, _bands_of(veil, size, top, scale), veil)


def page_of(photo: Photo, size: tuple[int, int], veil: Veil | None, ground: RGB, page: int) -> Image.Image:
    """A page `page` pixels high that begins with the photo, cut to size under its veil, and goes on in the colour of
    its ground: one copy of a page that is kept, where a photo laid on a ground is a filling and two copies."""
    bands = _bands_of(veil, size, 0.0, 1.0)
    is_covered = any(shares == b"" for _, _, shares in bands)
    cover = (veil.colour, veil.share) if veil is not None and is_covered else None
    left, above, right, _ = _place(photo, size)
    begun = _page(photo, _stepped(size), cover, ground, page).crop((left, above, right, above + page))
    begun.paste(ground, (0, size[1], size[0], page))
    for begins, ends, shares in bands:
        if shares == (b"" if is_covered else None):
            continue
        place = (left, above + begins, right, above + ends)
        if is_covered or veil is None:
            rows = _scaled(photo, _stepped(size))[0].crop(place)
        else:
            rows = _covered_whole(photo, _stepped(size), (veil.colour, veil.share)).crop(place)
        if shares:  # to mix a light part into the dark is to mix the rest of the dark into the light
            kept = bytes(255 - share for share in shares) if is_covered else shares
            begun.paste(rows, (0, begins), _mask(kept, rows.size))
        else:
            begun.paste(rows, (0, begins))
    return begun


def _mask(shares: bytes, size: tuple[int, int]) -> Image.Image:
    """Rows, each with its share all along."""
    return Image.frombytes("L", (1, len(shares)), shares).resize(size, Image.Resampling.NEAREST)


@lru_cache(maxsize=16)
def _page(photo: Photo, size: tuple[int, int], cover: Cover | None, ground: RGB, page: int) -> Image.Image:
    """The photo in a size that is kept, covered wholly or not at all, and below it the ground."""
    whole = Image.new("RGB", (size[0], max(size[1], page + STEP)), ground)
    whole.paste(_scaled(photo, size)[0] if cover is None else _covered_whole(photo, size, cover), (0, 0))
    return whole


def _lay_bands(
    image: Image.Image,
    corner: tuple[int, int],
    photo: Photo,
    size: tuple[int, int],
    bands: tuple[Band, ...],
    veil: Veil | None,
) -> None:
    clear, (left, above, right, _) = _scaled(photo, _stepped(size))[0], _place(photo, size)
    for begins, ends, shares in bands:
        source = clear
        if veil is not None and shares is not None:
            source = _covered_whole(photo, _stepped(size), (veil.colour, veil.share))
        rows = source.crop((left, above + begins, right, above + ends))
        if shares:
            under = clear.crop((left, above + begins, right, above + ends))
            under.paste(rows, (0, 0), _mask(shares, rows.size))
            rows = under
        image.paste(rows, (corner[0], corner[1] + begins))


def _bands_of(veil: Veil | None, size: tuple[int, int], top: float, scale: float) -> tuple[Band, ...]:
    spans = veil.spans if veil is not None else ()
    return _bands(
        tuple((round((one - top) * scale), round((two - top) * scale)) for one, two in spans), size[1], scale
    )


@lru_cache(maxsize=256)
def _bands(spans: tuple[tuple[int, int], ...], height: int, scale: float) -> tuple[Band, ...]:
    """The rows from y to y in bands: None where they are clear, how much of each is covered, 0 to 255, or nothing where
    all are covered wholly."""
    column = [
        round(255 * max((_covered(y / scale, a / scale, b / scale) for a, b in spans), default=0.0))
        for y in range(height)
    ]
    bands: list[Band] = []
    for kind, run in groupby(enumerate(column), key=lambda one: (one[1] > 0) + (one[1] == 255)):
        rows = list(run)
        shares = (None, bytes(share for _, share in rows), b"")[kind]
        bands.append((rows[0][0], rows[-1][0] + 1, shares))
    return tuple(bands)


def _covered(y: float, begins: float, ends: float) -> float:
    beyond = max(begins - REACH - y, y - ends - REACH, 0.0)
    near = max(0.0, 1 - beyond / FEATHER)
    return near * near * (3 - 2 * near)
