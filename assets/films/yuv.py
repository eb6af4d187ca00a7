"""Pictures as an encoder keeps them: brightness in full, colour at half the size both ways (4:2:0).

A frame is one greyscale image, as wide as the film and half as high again: brightness on top, below it rows in which
both colour differences take turns (the arrangement called NV12). x264 keeps its frames the same way, so nothing is
converted again. The numbers are those of ITU-R BT.709, limited range: black 16, white 235, colour 16 to 240.
"""

import numpy as np
from PIL import Image

from assets.colour import RGB

_LUMA = (0.2126 * 219 / 255, 0.7152 * 219 / 255, 0.0722 * 219 / 255, 16.0)
_CB = (-0.2126 / 1.8556 * 224 / 255, -0.7152 / 1.8556 * 224 / 255, 0.9278 / 1.8556 * 224 / 255, 128.0)
_CR = (0.7874 / 1.5748 * 224 / 255, -0.7152 / 1.5748 * 224 / 255, -0.0722 / 1.5748 * 224 / 255, 128.0)


def frame_from(picture: Image.Image) -> Image.Image:
    """An RGB picture with even sides as a frame."""
    luma, chroma = planes_from(picture)
    frame = Image.new("L", (picture.width, picture.height * 3 // 2))
    frame.paste(luma, (0, 0))
    frame.paste(chroma, (0, picture.height))
    return frame


def planes_from(picture: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Brightness, and both colours taking turns: as wide, half as high."""
    return luma_from(picture), chroma_from(picture.reduce(2))


def luma_from(picture: Image.Image) -> Image.Image:
    """The brightness of an RGB picture."""
    return picture.convert("L", _LUMA)


def chroma_from(half: Image.Image) -> Image.Image:
    """The colours of a picture that is halved already: twice as wide as it, as high."""
    return woven(half.convert("L", _CB), half.convert("L", _CR))


def woven(blue: Image.Image, red: Image.Image) -> Image.Image:
    """Two planes of half the width as one, values taking turns."""
    pairs = np.empty((blue.height, blue.width, 2), np.uint8)
    pairs[..., 0] = np.asarray(blue)
    pairs[..., 1] = np.asarray(red)
    return Image.fromarray(pairs.reshape(blue.height, blue.width * 2))


def yuv_of(colour: RGB) -> tuple[int, int, int]:
    """One colour as brightness, blue difference, red difference."""
    one, two, three = (
        round(m[0] * colour[0] + m[1] * colour[1] + m[2] * colour[2] + m[3]) for m in (_LUMA, _CB, _CR)
    )
    return one, two, three


def picture_from(frame: Image.Image) -> Image.Image:
    """A frame as an RGB picture, for people to look at."""
    height = frame.height * 2 // 3
    whole = np.asarray(frame)
    y = (whole[:height].astype(np.float32) - 16) / 219
    pairs = whole[height:].reshape(height // 2, frame.width // 2, 2).astype(np.float32)
    blue, red = (((pairs[..., n] - 128) / 224).repeat(2, 0).repeat(2, 1) for n in (0, 1))
    r, b = y + 1.5748 * red, y + 1.8556 * blue
    g = (y - 0.2126 * r - 0.0722 * b) / 0.7152
    return Image.fromarray((np.stack((r, g, b), axis=2) * 255 + 0.5).clip(0, 255).astype(np.uint8), "RGB")
