"""A film plays in a browser, with its captions file beside it."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest

from assets.films.render import render_film
from assets.films.spec import Sound
from tests.assets.films.films import film
from tests.browsing import chromium

PAGE = """<video muted src="data:video/mp4;base64,{film}"><track default kind="captions" srclang="ar"
src="data:text/vtt;base64,{captions}"></video>"""


@pytest.mark.journey
def test_a_film_plays_in_chromium_with_every_caption_read(tmp_path: Path) -> None:
    spec = replace(film("ar", layouts=("explainer",), sound=Sound("bed")), preset="superfast")
    made = render_film(spec, tmp_path / "film.mp4", work=tmp_path / "work")
    page_text = PAGE.format(
        film=base64.b64encode(made.path.read_bytes()).decode(),
        captions=base64.b64encode(made.vtt.encode()).decode(),
    )
    with chromium() as browser:
        page = browser.new_page()
        page.set_content(page_text)
        page.evaluate("document.querySelector('video').play()")
        page.wait_for_function("document.querySelector('video').currentTime > 0.5")
        page.wait_for_function("document.querySelector('track').readyState === 2")
        seen = page.evaluate(
            "(v => [v.videoWidth, v.videoHeight, v.duration, v.textTracks[0].cues.length, v.error])"
            "(document.querySelector('video'))"
        )
    assert seen[:2] == [1200, 630]
    assert abs(seen[2] - made.seconds) < 0.1
    assert seen[3] == made.vtt.count("-->")
    assert seen[4] is None
