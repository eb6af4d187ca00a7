"""Other programs that make pictures from words, measured on the words of the same cards where one is installed.

A warm browser drives the same layout in HTML; typst sets it on a page; satori with resvg, which `make bench-peers`
installs outside the repository, draws it from JavaScript. None of them fits letters to their room or checks contrast.
"""

import json
import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assets.fonts import FILES, family_of, path_of

WIDTH, HEIGHT = 1080, 1350
ROUNDS = 3
WARM_UP = 1
FOLDER = Path(os.environ.get("LITFASS_PEERS", "~/.cache/litfass-peers")).expanduser()
_SCRIPT = Path(__file__).with_name("bench_satori.mjs")
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

Row = dict[str, str]


def peers_on(rows: Sequence[Row], photo: bytes, logo: bytes) -> dict[str, float]:
    """Median milliseconds for a picture, by the wall, of each program that is installed here."""
    found: dict[str, float] = {}
    with TemporaryDirectory(prefix="litfass-peers-") as name:
        folder = Path(name)
        (folder / "photo.jpg").write_bytes(photo)
        (folder / "logo.png").write_bytes(logo)
        for peer, measure in (
            ("chromium_jpeg_ms", _chromium),
            ("typst_png_ms", _typst),
            ("satori_png_ms", _satori),
        ):
            if times := measure(rows, folder):
                found[peer] = round(statistics.median(times) * 1000, 1)
    return found


def _over(rows: Sequence[Row], make: Callable[[Row], object]) -> list[float]:
    """Seconds for each picture, after every language was made once."""
    times = []
    for number in range(WARM_UP + ROUNDS):
        for row in rows:
            begun = time.perf_counter()
            make(row)
            if number >= WARM_UP:
                times.append(time.perf_counter() - begun)
    return times


def _chromium(rows: Sequence[Row], folder: Path) -> list[float]:
    program = next((path for name in _CHROMIUM if (path := shutil.which(name))), None)
    if program is None or find_spec("playwright") is None:
        return []
    from playwright.sync_api import sync_playwright

    faces = "".join(
        f'@font-face{{font-family:"{family_of(row["language"])}";font-weight:{weight};'
        f'src:url("{path_of(row["language"], style).as_uri()}")}}'
        for row in rows
        for style, weight in (("regular", 400), ("bold", 700))
    )
    (folder / "card.html").write_text(_page(faces), encoding="utf-8")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--allow-file-access-from-files"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto((folder / "card.html").as_uri())

        def make(row: Row) -> bytes:
            page.evaluate(_FILL, {**row, "family": family_of(row["language"])})
            return page.screenshot(type="jpeg", quality=90)

        times = _over(rows, make)
        browser.close()
    return times


def _page(faces: str) -> str:
    return (
        f"<!doctype html><meta charset=utf-8><style>{faces}"
        "body{margin:0;width:1080px;height:1350px;position:relative;color:#f6f3ec;background:#16181d}"
        ".photo{position:absolute;inset:0;background:linear-gradient(#16181daa,#16181dcc),"
        "url(photo.jpg) center/cover}.words{position:absolute;inset:86px;display:flex;flex-direction:column;"
        "justify-content:end;gap:32px}img{position:absolute;top:86px;height:60px}"
        "h1{font-size:110px;line-height:1.07;margin:0}p{font-size:48px;line-height:1.36;margin:0}"
        ".small{font-size:32px}</style><div class=photo></div><img src=logo.png>"
        "<div class=words><h1></h1><p class=body></p><p class=call></p><p class=small></p></div>"
    )


_FILL = """row => { const html = document.documentElement; html.lang = row.language; html.dir = row.direction;
document.body.style.fontFamily = row.family; document.querySelector('h1').textContent = row.headline;
document.querySelector('.body').textContent = row.body; document.querySelector('.call').textContent = row.call;
document.querySelector('.small').textContent = row.source; return document.fonts.ready.then(() => true); }"""


def _typst(rows: Sequence[Row], folder: Path) -> list[float]:
    import typst

    (folder / "card.typ").write_text(_TYPST, encoding="utf-8")
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FILES])
    compiler = typst.Compiler(folder / "card.typ", root=folder, font_paths=fonts)

    def make(row: Row) -> object:
        words: dict[str, Any] = {**row, "family": _named(row["language"])}
        return compiler.compile(format="png", ppi=72.0, sys_inputs=words)

    return _over(rows, make)


def _named(language: str) -> str:
    return family_of(language).replace("Litfass", "Litfass ")


_TYPST = """#let i = sys.inputs
#set page(width: 1080pt, height: 1350pt, margin: 86pt, background: {
  image("photo.jpg", width: 1080pt, height: 1350pt, fit: "cover")
  place(top + left, rect(width: 1080pt, height: 1350pt, fill: rgb("#16181dbb")))
})
#set text(font: i.family, size: 48pt, fill: rgb("#f6f3ec"), lang: i.language,
  dir: if i.direction == "rtl" { rtl } else { ltr })
#image("logo.png", height: 60pt)
#v(1fr)
#text(size: 110pt, weight: 700, i.headline)

#i.body

#text(weight: 700, i.call)

#text(size: 32pt, i.source)
"""


def _satori(rows: Sequence[Row], folder: Path) -> list[float]:
    """Latin, Greek and Cyrillic letters only: satori neither joins nor orders Arabic ones."""
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules" / "satori").is_dir():
        return []
    order = {
        "rows": [row for row in rows if row["direction"] == "ltr"],
        "rounds": ROUNDS,
        "warm_up": WARM_UP,
        "fonts": {
            str(weight): str(path_of("de", style)) for style, weight in (("regular", 400), ("bold", 700))
        },
        "folder": str(folder),
    }
    script = FOLDER / "bench_satori.mjs"
    script.write_bytes(_SCRIPT.read_bytes())  # beside its packages, where node looks for them
    done = subprocess.run(
        [node, str(script)], input=json.dumps(order), capture_output=True, text=True, check=False, cwd=FOLDER
    )
    return [float(one) for one in json.loads(done.stdout)] if done.returncode == 0 else []
