"""Media: the pictures themselves, proof sheets, layouts, the programme's colours."""

from web.views.media import (
    brand,
    film_files,
    films,
    funder,
    layouts,
    looks,
    photo_use,
    photos,
    pictures,
    sheets,
    voices,
)
from web.views.media.blueprint import media_pages

__all__ = [
    "brand",
    "film_files",
    "films",
    "funder",
    "layouts",
    "looks",
    "media_pages",
    "photo_use",
    "photos",
    "pictures",
    "sheets",
    "voices",
]
