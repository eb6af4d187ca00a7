"""Real texts through every layout, format and language: the articles of the Universal Declaration of Human Rights and
the strings of an app for newcomers.

    python -m tests.assets.proving [--every N] [--articles] [--data FOLDER]

draws the plan of each combination and judges it by means that the layouts do not use themselves: HarfBuzz tells which
glyphs a line really takes (none may be missing), the ink of each line is measured and must lie in the safe area and on
no other line, and the lines put together must be the text again, with a line end only where the Unicode standard or a
hyphen allows one. What does not fit must be refused with its language, and the text shortened by the number in the
refusal must fit. Ends with 1 and a line per fault when there is any.
"""

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path

import uharfbuzz
from uniseg.linebreak import line_break_boundaries

from assets.errors import DoesNotFit, MissingGlyphs
from assets.fonts import font
from assets.fonts.emoji import without_emoji
from assets.formats import FORMATS, format_for
from assets.geometry.items import Plan, TextLine
from assets.geometry.plan import plan_card
from assets.layouts import layout_keys
from assets.spec import CardSpec, Words
from assets.typeset.measure import shaping_of
from tests.assets import cards

DATA = Path(__file__).parents[3] / "shared" / "data"
APP_LANGUAGES = {"fa": "pes"}
ARTICLES = 30
#: Letters in the texts that their language no longer writes; a card with one is refused by its name.
FOREIGN = {"el": "Ἐ"}  # with a breathing, given up in 1982
UNHYPHENATED = ("ar", "fa")
BODIES = ("body", "steps", "headline", "myth", "contact", "date", "number")
STEPS = frozenset({"steps", "checklist", "what_changes", "icon_steps", "flyer"})
#: What stands between two lines and is on neither.
_GAP = re.compile(r"[\s\u200b]*")
OVER = 1.5  # pixels that rounding to whole ones may cost


@dataclass(frozen=True)
class Fault:
    """What is wrong with one card."""

    language: str
    layout: str
    format: str
    sentence: str


@cache
def texts(data: Path, language: str) -> tuple[str, ...]:
    """The thirty articles, each whole, and the app's strings that are sentences or labels."""
    rows = (data / "text" / "udhr" / "udhr_paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    articles: dict[int, list[str]] = {}
    for row in map(json.loads, rows):
        if row["lang"] == language and row["number"] and row["kind"] in ("para", "item"):
            articles.setdefault(row["number"], []).append(" ".join(row["text"].split()))
    return (*(" ".join(parts) for parts in articles.values()), *app_strings(data, language))


def app_strings(data: Path, language: str) -> tuple[str, ...]:
    path = data / "text" / "integreat-app-strings" / "translations.json"
    found: dict[str, None] = {}
    for names in json.loads(path.read_text(encoding="utf-8")).values():
        for text in names.get(APP_LANGUAGES.get(language, language), {}).values():
            if isinstance(text, str) and "{{" not in text and "<" not in text and len(text) > 3:
                found[" ".join(text.split())] = None
    return tuple(found)


def cases(data: Path, only_articles: bool = False) -> Iterator[tuple[str, str, str, int]]:
    """Every combination of language, layout, format and the number of a text."""
    for language in cards.LANGUAGES:
        for layout in layout_keys():
            for key in FORMATS:
                for number in range(ARTICLES if only_articles else len(texts(data, language))):
                    yield language, layout, key, number


def card_of(data: Path, language: str, layout: str, key: str, number: int) -> CardSpec:
    """The text as the main thing on the card, a shorter one beside it as the headline."""
    stock = texts(data, language)
    text, other = stock[number], stock[(number + 7) % len(stock)]
    head = " ".join(other.split()[: 3 + number % 5])
    steps = tuple(one.strip() for one in text.replace(";", ",").split(",") if one.strip())[:5]
    listed = layout in STEPS
    words = Words(
        headline=head,
        body="" if listed else text,
        steps=steps if listed else (),
        myth=head,
        myth_label=stock[-1].split()[0][:14],
        fact_label=stock[-2].split()[0][:14],
        number="13,90 €",
        date="1.1.2027",
        contact="+49 30 1234 567",
        source="§ 622 BGB",
        link="https://litfass.example/k/7Qx2",
    )
    return cards.card(layout, language, key, words)


def judge(data: Path, language: str, layout: str, key: str, number: int) -> tuple[str, list[Fault]]:
    """What became of a card ("fits", "refused", "foreign letter") and what is wrong with it."""
    spec = card_of(data, language, layout, key, number)
    try:
        plan = plan_card(spec)
    except DoesNotFit as refusal:
        sentences = list(refused_wrongly(spec, refusal))
        outcome = "refused"
    except MissingGlyphs as refusal:
        sentences = [f"“{c}” is refused" for c in refusal.characters if c not in FOREIGN.get(language, "")]
        outcome = "foreign letter"
    else:
        sentences = [*outside(spec, plan), *boxes_for_letters(plan), *broken(spec, plan)]
        outcome = "fits"
    return outcome, [Fault(language, layout, key, one) for one in sentences]


def refused_wrongly(spec: CardSpec, refusal: DoesNotFit) -> Iterator[str]:
    """The refusal names language and layer, and its number is enough."""
    if refusal.language != spec.language or refusal.language not in str(refusal) or not refusal.layer:
        yield f"the refusal does not say what it is about: {refusal}"
    if str(refusal.excess) not in str(refusal):
        yield f"the refusal does not say its number: {refusal}"
    shorter = _shortened(spec, refusal)
    if shorter is None:
        return
    try:
        plan_card(shorter)
    except DoesNotFit as again:
        if again.layer == refusal.layer:
            yield f"shortened by {refusal.excess} characters it is still {again.excess} too long"


def _shortened(spec: CardSpec, refusal: DoesNotFit) -> CardSpec | None:
    """The card with the blamed text shortened by the number, where one text alone was to blame."""
    value = spec.text(refusal.layer) if refusal.layer in ("body", "headline") else ""
    if not isinstance(value, str) or len(value) <= refusal.excess:
        return None
    return replace(spec, words=replace(spec.words, **{refusal.layer: value[: -refusal.excess].strip()}))


# Overflow


@cache
def _ink(text: str, path: Path, px: int, language: str, direction: str) -> tuple[int, int, int, int]:
    shaping = shaping_of(language, direction)
    left, top, right, bottom = font(path, px).getbbox(without_emoji(text, "M"), anchor="ls", **shaping)
    return round(left), round(top), round(right), round(bottom)


def ink_of(line: TextLine) -> tuple[float, float, float, float]:
    """Where the ink of a line lies on the picture: left, top, right, bottom."""
    left, top, right, bottom = _ink(line.text, line.path, line.px, line.language, line.direction)
    width = right - left
    start = line.box.right - width + line.hang if line.side == "right" else line.box.x - line.hang
    return start, line.baseline + top, start + width, line.baseline + bottom


def outside(spec: CardSpec, plan: Plan) -> Iterator[str]:
    """Lines that leave the safe area or lie on one another."""
    fmt = format_for(spec.format)
    lines = [item for item in plan.items if isinstance(item, TextLine)]
    inks = [ink_of(line) for line in lines]
    for line, (left, top, right, bottom) in zip(lines, inks, strict=True):
        hang = max(line.hang, 0.0) + 0.1 * line.px  # a letter's foot or hook may reach out a little
        if left < fmt.left - hang - OVER or right > fmt.width - fmt.right + hang + OVER:
            yield f"“{line.text}” in {line.layer} reaches into the margin"
        if top < 0 or bottom > fmt.height:
            yield f"“{line.text}” in {line.layer} leaves the picture"
        if top < fmt.top - 0.3 * line.px:
            yield f"“{line.text}” in {line.layer} stands above the safe area"
        if line.layer != "funder" and line.baseline > fmt.height - fmt.bottom + OVER:
            yield f"“{line.text}” in {line.layer} stands below the safe area"
    for one, (a, ink) in enumerate(zip(lines, inks, strict=True)):
        for b, other in zip(lines[one + 1 :], inks[one + 1 :], strict=True):
            if a.layer == b.layer or ink[2] <= other[0] or other[2] <= ink[0]:
                continue
            upper, lower = (a, b) if a.baseline < b.baseline else (b, a)
            if upper.baseline + 0.12 * upper.px > lower.baseline - 0.6 * lower.px:
                yield f"“{a.text}” in {a.layer} lies on “{b.text}” in {b.layer}"


# Boxes for letters


@cache
def _shaper(path: Path) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))


@cache
def missing_glyphs(text: str, path: Path, language: str) -> int:
    """How many glyphs of the shaped text are the font's box for what it lacks."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(without_emoji(text))
    buffer.guess_segment_properties()
    buffer.language = language
    uharfbuzz.shape(_shaper(path), buffer)
    return sum(1 for info in buffer.glyph_infos if info.codepoint == 0)


def boxes_for_letters(plan: Plan) -> Iterator[str]:
    for line in plan.items:
        if isinstance(line, TextLine) and missing_glyphs(line.text, line.path, line.language):
            yield f"“{line.text}” in {line.layer} shows a box"


# Broken words


def _plain(text: str) -> str:
    return "".join(c for c in text if not "\u2066" <= c <= "\u2069" and c != "\u00ad")


@cache
def _may_end(text: str) -> frozenset[int]:
    """Where the Unicode standard lets a line end."""
    return frozenset(line_break_boundaries(text))


def broken(spec: CardSpec, plan: Plan) -> Iterator[str]:
    """Line ends inside words without a hyphen, hyphens in scripts that have none, letters lost or added."""
    for layer in BODIES:
        value = spec.text(layer)
        lines = [item for item in plan.items if isinstance(item, TextLine) and item.layer == layer]
        if not lines or not value:
            continue
        entries = value if isinstance(value, tuple) else (value,)
        if layer == "steps":  # numbers and signs before the entries are lines of their own
            lines = [line for line in lines if not line.text.isdigit()]
        yield from _broken_in(entries, [_plain(line.text) for line in lines], spec.language)


def _broken_in(entries: tuple[str, ...], lines: list[str], language: str) -> Iterator[str]:
    waiting = list(lines)
    for entry in entries:
        place = 0
        while place < len(entry.rstrip()):
            if not waiting:
                yield f"“{entry}” is cut off after “{entry[:place]}”"
                return
            line = waiting.pop(0)
            if entry.startswith(line, place):
                place += len(line)
                gap = len(_GAP.match(entry, place).group())  # type: ignore[union-attr]
                if place + gap < len(entry) and place + gap not in _may_end(entry):
                    yield f"a line may not end after “{line}” in “{entry}”"
                place += gap
            elif line.endswith("-") and entry.startswith(line[:-1], place) and language not in UNHYPHENATED:
                place += len(line) - 1
                before, after = line[:-1].split()[-1], entry[place:].split()[0]
                if min(len(before), len(after)) < 2:
                    yield f"“{before}-{after}” is parted after too few letters"
            else:
                yield f"“{line}” is not what stands in “{entry}” at {place}"
                return


def _judged(data: Path, chunk: list[tuple[str, str, str, int]]) -> tuple[Counter[str], list[Fault]]:
    outcomes: Counter[str] = Counter()
    faults: list[Fault] = []
    for case in chunk:
        outcome, found = judge(data, *case)
        outcomes[outcome] += 1
        faults += found
    return outcomes, faults


def prove(data: Path, every: int, only_articles: bool = False) -> tuple[Counter[str], list[Fault]]:
    """Every n-th combination, on all cores."""
    chosen = list(islice(cases(data, only_articles), 0, None, every))
    size = 500
    chunks = [chosen[n : n + size] for n in range(0, len(chosen), size)]
    outcomes: Counter[str] = Counter()
    faults: list[Fault] = []
    with ProcessPoolExecutor(os.cpu_count() or 1) as pool:
        for done, (counted, found) in enumerate(pool.map(_judged, [data] * len(chunks), chunks), start=1):
            outcomes += counted
            faults += found
            for fault in found:
                sys.stdout.write(f"{fault.language} {fault.layout} {fault.format}: {fault.sentence}\n")
            sys.stdout.flush()
            sys.stderr.write(f"\r{done * size} of {len(chosen)} cards, {len(faults)} faults")
    sys.stderr.write("\n")
    return outcomes, faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--articles", action="store_true", help="the articles alone")
    parser.add_argument("--data", type=Path, default=DATA)
    chosen = parser.parse_args()
    outcomes, faults = prove(chosen.data, chosen.every, chosen.articles)
    sys.stdout.write(
        f"{sum(outcomes.values())} cards: {outcomes['fits']} fit, {outcomes['refused']} refused with a number, "
        f"{outcomes['foreign letter']} for a foreign letter; "
        f"{len(faults)} faults\n"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
