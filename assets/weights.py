"""How heavy letters are drawn. Apart from the fonts, which load a library that reads font files."""

from typing import Literal

Weight = Literal["regular", "semibold", "bold", "funder"]
