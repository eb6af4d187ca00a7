"""QR codes: the mask that is chosen all at once is the one that segno finds module by module."""

import pytest
import segno

from assets.errors import AssetError
from assets.geometry.qr import QUIET, qr_modules, qr_side


@pytest.mark.parametrize("length", (1, 20, 40, 60, 90, 130, 180, 240, 400))
def test_code_is_the_calmest_of_eight(length: int) -> None:
    """Versions 1 to 17, which have another number of alignment patterns and, from 7 on, words about themselves."""
    for number in range(6):
        link = f"{number}/demo.example/Ük?{'a9-Zq/' * length}"[: length + number]
        theirs = segno.make(link, error="m", micro=False)

        assert qr_modules(link) == tuple(tuple(bool(module) for module in row) for row in theirs.matrix)


def test_side_is_whole_pixels_a_module() -> None:
    count = len(qr_modules("https://demo.example/k/de1")) + 2 * QUIET

    assert qr_side("https://demo.example/k/de1", 200) == 200 // count * count


def test_link_too_long_is_refused() -> None:
    with pytest.raises(AssetError, match="too long for a QR code"):
        qr_modules("x" * 3000)
