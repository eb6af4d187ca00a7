"""Files that people send stay in memory: a list of questions may hold personal data until it was read."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from flask import Request


class DeskRequest(Request):
    """A request whose uploads are never spooled to a temporary file.

    The standard request writes a part above 500 kB to the disk. The limit on the whole request
    (MAX_CONTENT_LENGTH) keeps memory bounded.
    """

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()
