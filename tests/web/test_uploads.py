"""An upload stays in memory, however large it is."""

from __future__ import annotations

from io import BytesIO

from werkzeug.test import EnvironBuilder

from web.uploads import DeskRequest


def test_a_large_upload_never_touches_the_disk() -> None:
    builder = EnvironBuilder(method="POST", data={"file": (BytesIO(b"x" * 3_000_000), "anfragen.csv")})
    stream = DeskRequest(builder.get_environ()).files["file"].stream
    assert isinstance(stream, BytesIO)
    assert len(stream.getvalue()) == 3_000_000
