"""The layouts there are, each with its newest picture of this programme."""

from __future__ import annotations

from pathlib import Path

from werkzeug.wrappers import Response

from campaigns.content.sheets import layouts_in_use
from web import identity
from web.database import session
from web.formats import locale
from web.fragments import show
from web.identity import page
from web.views.media.blueprint import media_pages, tabs

#: Drawn by scripts/layout_samples.py in each language of the desk, for layouts that a programme has not used yet.
SAMPLES = Path(__file__).parents[2] / "static" / "img" / "layouts"


@media_pages.get("/media/layouts")
@page()
def layouts() -> Response:
    # Layouts bring the fonts with them; a desk that nobody asks for layouts does not load them.
    from assets.layouts import layout_for, layout_keys

    language = locale().language
    return show(
        "media/layouts.html",
        layouts=[layout_for(key) for key in layout_keys()],
        samples={
            path.stem: f"img/layouts/{language}/{path.name}" for path in (SAMPLES / language).glob("*.webp")
        },
        uses=layouts_in_use(session(), programme_id=identity.programme().id or 0),
        tabs=tabs(),
    )
