"""Where the files of a review card are found: at the desk by login, outside by the link that was sent."""

from __future__ import annotations

from typing import Protocol

from flask import url_for


class CardFiles(Protocol):
    """The addresses of a card's files, for whoever looks at it."""

    def picture(self, digest: str, width: int | None = None) -> str:
        """A picture or sheet, at most so wide where small ones are kept."""

    def film_part(self, film: str, part: str, ending: str) -> str:
        """The film itself, its captions or its poster."""

    def difference(self, before: str, after: str) -> str:
        """What differs between two pictures, marked."""


class FilesAtDesk:
    """Files as somebody with a login gets them."""

    def __init__(self, request_id: int) -> None:
        self._request_id = request_id

    def picture(self, digest: str, width: int | None = None) -> str:
        return url_for("media.picture", digest=digest, w=width)

    def film_part(self, film: str, part: str, ending: str) -> str:
        return url_for("media.film_file", digest=film, ending=ending)

    def difference(self, before: str, after: str) -> str:
        return url_for("review.difference", request_id=self._request_id, before=before, after=after)


class FilesByLink:
    """Files as the secret of a one-time link opens them."""

    def __init__(self, token: str) -> None:
        self._token = token

    def picture(self, digest: str, width: int | None = None) -> str:
        return url_for("review.outside_picture", token=self._token, digest=digest)

    def film_part(self, film: str, part: str, ending: str) -> str:
        return self.picture(part)

    def difference(self, before: str, after: str) -> str:
        return url_for("review.outside_difference", token=self._token, before=before, after=after)
