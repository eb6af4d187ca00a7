"""Captions can be followed: two lines, in the band, no faster than people read, in order, in files others can read."""

import re
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
import srt
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.errors import DoesNotFit
from assets.films.captions import Cue, as_srt, as_vtt, band_for, pieces, readable
from assets.films.spec import FPS
from assets.films.storyboard import storyboard
from assets.fonts import path_of
from assets.formats import format_for
from assets.typeset.measure import advance
from tests.assets.cards import LANGUAGES, RTL, SCRIPTS, articles
from tests.assets.films.films import film

_CUE = re.compile(r"(\d\d):([0-5]\d):([0-5]\d)[.,](\d{3}) --> (\d\d):([0-5]\d):([0-5]\d)[.,](\d{3})")


def _direction(language: str) -> str:
    return "rtl" if language in RTL else "ltr"


def _milliseconds(parts: tuple[str, ...]) -> int:
    hours, minutes, seconds, rest = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


@pytest.mark.parametrize("language", LANGUAGES)
def test_pieces_of_every_article_stay_in_two_lines_of_the_band(language: str, shared_data: Path) -> None:
    band = band_for(format_for("story"), language)
    for text in articles(shared_data, language)[:25]:
        made = pieces(text, language, _direction(language), band.measure)
        assert all(1 <= len(lines) <= 2 for lines in made)
        for line in (line for lines in made for line in lines):
            width = advance(line, path_of(language, "semibold"), language, _direction(language)) * band.px
            assert width <= band.width - 2 * band.pad_x + 1


def test_no_caption_parts_an_amount_from_its_unit() -> None:
    amount = "13.90\u00a0یورو"
    text = f"حداقل دستمزد قانونی \u2067{amount}\u2069 ناخالص در ساعت است."
    ((first, second),) = pieces(text, "fa", "rtl", band_for(format_for("story"), "fa").measure)
    assert amount in first or amount in second


@pytest.mark.parametrize("language", ["de", "ru", "ar", "fa"])
def test_pieces_lose_no_letter(language: str, shared_data: Path) -> None:
    band = band_for(format_for("square"), language)
    kept = re.compile(r"[^\w]")
    for text in articles(shared_data, language)[:25]:
        made = "".join(
            line for lines in pieces(text, language, _direction(language), band.measure) for line in lines
        )
        assert kept.sub("", made) == kept.sub("", text)


@given(
    st.lists(
        st.sampled_from(["Lohn", "Kündigung.", "und", "§ 622 BGB", "13,90 €", "Frist!", "a"]), min_size=1
    )
)
@settings(max_examples=60, deadline=None)
def test_an_amount_or_a_paragraph_is_never_torn(words: list[str]) -> None:
    made = pieces(" ".join(words), "de", "ltr", 16.0)
    whole = [line for lines in made for line in lines]
    assert sum(line.count("§ 622 BGB") for line in whole) == words.count("§ 622 BGB")
    assert sum(line.count("13,90 €") for line in whole) == words.count("13,90 €")


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("format", ["story", "landscape"])
def test_a_paragraph_with_full_stops_stands_in_one_line(language: str, format: str) -> None:
    lines = [line for cue in storyboard(film(language, format)).cues for line in cue.lines]
    assert sum("§ 622 Abs. 3 BGB" in line for line in lines) == sum("§ 622" in line for line in lines) > 0


def test_isolates_are_whole_in_each_line_of_arabic() -> None:
    board = storyboard(film("ar"))
    lines = [line for cue in board.cues for line in cue.lines]
    assert any("\u2066" in line for line in lines)
    assert all(sum(map(line.count, "\u2066\u2067\u2068")) == line.count("\u2069") for line in lines)


def test_a_word_wider_than_the_band_is_refused_with_its_language() -> None:
    with pytest.raises(DoesNotFit, match="language ar"):
        pieces("ا" * 200, "ar", "rtl", 15.0)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Wer in den ersten drei Wochen nach dem Brief nichts tut, verliert das Recht zu klagen, auch wenn die "
            "Kündigung falsch war, und bekommt später kein Geld, selbst wenn alle Zeugen dafür sprechen.",
        ),
        (
            "fa",
            "اگر در سه هفتهٔ اول پس از نامه کاری نکنید، حق شکایت را از دست می‌دهید، حتی اگر اخراج نادرست باشد، و "
            "بعداً پولی نمی‌گیرید، حتی اگر همهٔ شاهدان تأیید کنند.",
        ),
    ],
)
@pytest.mark.parametrize("format", ["story", "square"])
def test_a_long_sentence_is_parted_only_where_it_pauses(language: str, text: str, format: str) -> None:
    band = band_for(format_for(format), language)
    made = pieces(text, language, _direction(language), band.measure, band.lines)
    assert len(made) > 1 and all(lines[-1].endswith((",", "،", ".")) for lines in made)


@pytest.mark.parametrize("language", SCRIPTS)
def test_captions_are_no_faster_than_people_read_and_do_not_overlap(language: str) -> None:
    cues = storyboard(film(language)).cues
    assert max(cue.speed for cue in cues) <= 17
    assert all(one.end <= other.start for one, other in pairwise(cues))


def test_readable_counts_no_isolates() -> None:
    assert readable(("\u2066§ 622 BGB\u2069", "می\u200cشود")) == 9 + 5


@pytest.mark.parametrize("language", ["de", "ar"])
def test_srt_reads_by_the_grammar_of_subrip(language: str) -> None:
    cues = storyboard(film(language)).cues
    blocks = as_srt(cues).split("\r\n\r\n")
    assert len(blocks) == len(cues)
    for number, (block, cue) in enumerate(zip(blocks, cues, strict=True), start=1):
        head, times, *lines = block.rstrip("\r\n").split("\r\n")
        found = _CUE.fullmatch(times)
        assert head == str(number) and found and "," in times and "." not in times
        assert tuple(lines) == cue.lines
        start, end = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
        assert abs(start - cue.start * 1000 / FPS) <= 0.5 and abs(end - cue.end * 1000 / FPS) <= 0.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_readers_find_the_same_words_at_the_same_times_in_both_files(
    language: str, shared_data: Path
) -> None:
    measure = band_for(format_for("story"), language).measure
    texts = " ".join(articles(shared_data, language)[:12])
    said = pieces(texts, language, _direction(language), measure)
    cues = tuple(Cue(75 * number, 75 * number + 70, tuple(lines)) for number, lines in enumerate(said))

    subtitles = list(srt.parse(as_srt(cues)))
    captions = list(webvtt.from_buffer(BytesIO(as_vtt(cues, language).encode())))

    words = ["\n".join(cue.lines) for cue in cues]
    assert [one.content for one in subtitles] == [one.text for one in captions] == words
    begun = [round(1000 * cue.start / FPS) for cue in cues]
    assert [round(one.start.total_seconds() * 1000) for one in subtitles] == begun
    assert [_milliseconds(tuple(re.split("[:.]", one.start))) for one in captions] == begun


def test_vtt_escapes_what_its_markup_would_swallow() -> None:
    made = as_vtt((Cue(0, 60, ("Lohn & <b>Frist</b>", "14 Tage --> Ende")),), "de")
    head, block, *_ = made.split("\n\n")
    assert head.startswith("WEBVTT\n")
    assert block.rstrip("\n").split("\n") == [
        "00:00:00.000 --> 00:00:02.000",
        "Lohn &amp; &lt;b&gt;Frist&lt;/b&gt;",
        "14 Tage --&gt; Ende",
    ]
