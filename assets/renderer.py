"""Which renderer made a picture. Where two renderers give the same version, they give the same pixels."""

from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version

from PIL import features

from assets import fonts
from assets.layouts import HERE as LAYOUTS

CODE_VERSION = "12"  # rises when a change of this package may move a pixel

_LIBRARIES = ("raqm", "fribidi", "harfbuzz", "freetype2", "libjpeg_turbo", "webp", "avif")
_PACKAGES = ("pillow", "uniseg", "pyphen", "segno", "numpy", "typst")


@lru_cache(maxsize=1)
def renderer_version() -> str:
    """Code, libraries, fonts and layouts as one short string, for example `1-pillow13.0.0-3f9c0a51d2e4`."""
    whole = sha256(CODE_VERSION.encode())
    for name in _PACKAGES:
        whole.update(f"{name}={version(name)};".encode())
    for name in _LIBRARIES:
        whole.update(f"{name}={features.version(name)};".encode())
    whole.update(fonts.digest().encode())
    for path in sorted(LAYOUTS.glob("*.toml")):
        whole.update(path.name.encode() + path.read_bytes())
    return f"{CODE_VERSION}-pillow{version('pillow')}-{whole.hexdigest()[:12]}"
