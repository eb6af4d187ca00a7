"""Media: the pictures themselves, proof sheets, layouts, the programme's colours."""

from web.views.media import brand, layouts, pictures, sheets
from web.views.media.blueprint import media_pages

__all__ = ["brand", "layouts", "media_pages", "pictures", "sheets"]
