"""Lines end where they may, nothing is torn, nothing is turned round."""

from pathlib import Path

import pytest
import uharfbuzz
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat
from uniseg.linebreak import line_break_units

from assets.fonts import font, missing, path_of
from assets.geometry.plan import plan_card
from assets.spec import Words
from assets.typeset.breaks import hyphenation, units
from assets.typeset.lines import balance, fill, for_drawing, settle
from assets.typeset.measure import advance, shaping_of
from assets.typeset.paragraph import prepare
from assets.typeset.protect import LRI, PDI, isolated
from tests.assets import cards
from tests.assets.test_pictures import text_lines
from tests.whole import some_of

KEPT = (
    "§ 622 BGB",
    "§ 7b Abs. 1 SGB II",
    "+49 30 1234 567",
    "116 016",
    "13,90 €",
    "€ 1.234,50",
    "60 %",
    "1 234,50 €",
)
KEPT += ("https://www.bmas.de/mindestlohn", "litfass.example/impressum", "21.11.2026", "01/07/2026")
SENTENCES = {
    "ar": "اتصل بنا على {} قبل نهاية الشهر، فهذا حقك.",
    "fa": "لطفاً تا پایان ماه با {} تماس بگیرید؛ این حق شماست.",
}


def test_spaced_sentences_break_as_the_standard_says_or_less_often(shared_data: Path) -> None:
    for language in cards.LANGUAGES:
        # The other implementation takes its time: every ninth article, and other ones in every language.
        for text in some_of(
            cards.articles(shared_data, language)[cards.LANGUAGES.index(language) % 9 :], one_in=9
        ):
            plain = " ".join(text.split())
            ends, allowed = set(), {0}
            for piece in units(plain, language):
                ends.add(max(ends, default=0) + len(piece))
            for unit in line_break_units(plain):
                allowed.add(max(allowed) + len(unit))
            assert ends <= allowed, (language, plain, [plain[:e][-12:] for e in sorted(ends - allowed)])
            assert "".join(units(plain, language)) == plain


@given(st.text(alphabet="aZäß 1.,;:!?()«»„“-–/§€%жЯαάא ابتپ\u200c\u2066\u2069+@", max_size=40))
@settings(max_examples=300, deadline=None)
def test_pieces_are_the_whole_text(text: str) -> None:
    for language in ("de", "pl", "ar", "fr"):
        assert "".join(units(text, language)) == text


@pytest.mark.parametrize(
    ("language", "text", "measure", "torn"),
    [
        ("de", "Quelle: § 622 BGB · Stand: 21. November 2026 · Allgemeine Information", 15, "Stand:"),
        ("ru", "Источник: § 622 BGB, § 4 KSchG · по состоянию на 21.11.2026", 18, "по"),
        ("el", "Δύο εβδομάδες, αν δεν ορίζει κάτι άλλο (§ 622 BGB). Ο μισθός καταβάλλεται.", 14, "Ο"),
    ],
)
def test_no_line_ends_with_the_first_word_of_what_follows(
    language: str, text: str, measure: float, torn: str
) -> None:
    copy = prepare(text, path_of(language, "regular"), language, "ltr")
    full = [line.text for line in fill(copy, measure) or ()]
    settled = [line.text for line in settle(copy, measure) or ()]
    assert any(line.endswith(f" {torn}") for line in full), full
    assert not any(line.endswith(f" {torn}") for line in settled), settled
    assert len(settled) == len(full)


@pytest.mark.parametrize(
    ("language", "measure", "lines"),
    [
        ("ru", 16, ["Срок действует", "и на испытательном сроке"]),
        ("el", 12, ["Συμβουλές στη", "γλώσσα σας, δωρεάν"]),
    ],
)
def test_a_headline_keeps_short_words_with_what_they_belong_to(
    language: str, measure: float, lines: list[str]
) -> None:
    copy = prepare(" ".join(lines), path_of(language, "bold"), language, "ltr")
    assert [line.text for line in balance(copy, measure) or ()] == lines


def test_a_german_term_in_other_letters_is_parted_as_german() -> None:
    assert ("(Aufenthalts-", "erlaubnis):") in hyphenation("(Aufenthaltserlaubnis):", "ru")
    assert not hyphenation("(Aufenthaltserlaubnis):", "ar")


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("language", ["de", "ru", "ar", "fa"])
def test_references_amounts_phones_dates_and_addresses_are_never_torn(kept: str, language: str) -> None:
    text = SENTENCES.get(language, "Bitte {} bis Monatsende, das ist Ihr Recht.").format(kept)
    assert any(kept in piece for piece in units(text, language))


@pytest.mark.parametrize(
    ("language", "text", "glued"),
    [
        ("pl", "Idź z umową i listem do urzędu", ("z umową", "i listem")),
        ("ru", "Обратитесь в консультацию", ("в консультацию",)),
        ("fr", "Vos droits : écrivez « sans délai » !", ("droits :", "« sans", "délai » !")),
        ("de", "Binnen 14 Tagen ab Art. 5 klagen", ("14 Tagen", "Art. 5")),
        ("ru", "до 1 января 2027 г. включительно", ("1 января 2027 г.",)),
        ("hu", "ettől: 2026. július 1. napjától", ("2026. július 1.",)),
        ("ar", "الخميس 14 كانون الثاني، 18:00", ("14 كانون الثاني",)),
        ("ar", "حتى 31 تشرين الأول 2027 فقط", ("31 تشرين الأول 2027",)),
        ("ru", "помощь на каком-то шаге", ("каком-то",)),
        ("de", "Schreib eine E-Mail", ("E-Mail",)),
        ("fr", "Où peut-on demander", ("peut-on",)),
        ("ru", "Мини-джоб: не более 603 €", ("Мини-джоб:",)),
        ("de", "Der „Mini-Job“ zählt", ("„Mini-Job“",)),
    ],
)
def test_little_words_and_signs_stay_with_what_they_belong_to(
    language: str, text: str, glued: tuple[str, ...]
) -> None:
    pieces = units(text, language)
    for wanted in glued:
        assert any(wanted in piece for piece in pieces), (wanted, pieces)


def test_a_zero_width_space_behind_a_space_ends_the_line_with_it() -> None:
    text = "Не встановлена \u200b\u200bвідповідна програма"
    assert units(text, "uk") == ("Не ", "встановлена \u200b\u200b", "відповідна ", "програма")
    pieces = prepare(text, path_of("uk", "regular"), "uk", "ltr").paragraphs[0].pieces
    assert [piece.text for piece in pieces] == ["Не", "встановлена", "відповідна", "програма"]


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("de", "Arbeitsunfähigkeitsbescheinigung"),
        ("fi", "työttömyyskorvaushakemus"),
        ("nl", "arbeidsongeschiktheidsverzekering"),
        ("hu", "munkanélkülisegély"),
        ("ru", "достопримечательность"),
    ],
)
def test_a_word_too_long_for_the_line_is_parted_with_a_hyphen(language: str, word: str) -> None:
    copy = prepare(word, path_of(language, "bold"), language, "ltr")
    assert fill(copy, copy.whole * 0.6) is None
    lines = fill(copy, copy.whole * 0.6, hyphenate=True)
    assert lines is not None and len(lines) == 2
    first, second = (line.text for line in lines)
    assert first.endswith("-") and first[:-1] + second == word
    assert max(line.width for line in lines) <= copy.whole * 0.6 + 1e-6


def test_arabic_words_are_never_parted() -> None:
    for language in ("ar", "fa"):
        assert hyphenation("والمستشفيات", language) == ()


def test_a_soft_hyphen_shows_only_where_the_line_ends() -> None:
    copy = prepare("Kündigungs\u00adschutz gilt", path_of("de", "regular"), "de", "ltr")
    wide, narrow = fill(copy, 40), fill(copy, copy.widest)
    assert wide is not None and [line.text for line in wide] == ["Kündigungsschutz gilt"]
    assert narrow is not None and narrow[0].text == "Kündigungs-"


def test_balanced_lines_are_as_few_and_more_even_than_full_ones() -> None:
    text = "Auch in der Probezeit gilt eine Kündigungsfrist von zwei Wochen"
    copy = prepare(text, path_of("de", "bold"), "de", "ltr")
    full, even = fill(copy, 25), balance(copy, 25)
    assert full is not None and even is not None and len(full) == len(even)
    spread = [max(x.width for x in lines) - min(x.width for x in lines) for lines in (full, even)]
    assert spread[1] < spread[0]
    assert " ".join(line.text for line in even) == text


def test_no_balanced_line_is_filled_at_the_cost_of_a_word_alone_on_the_next() -> None:
    text = "Gilt vom 1.\u00a0Januar\u00a02027 bis zum 31.\u00a0Dezember\u00a02027."
    copy = prepare(text, path_of("de", "bold"), "de", "ltr")
    even = balance(copy, copy.widest)
    assert even is not None and [line.text.replace("\u00a0", " ") for line in even] == [
        "Gilt vom",
        "1. Januar 2027",
        "bis zum",
        "31. Dezember 2027.",
    ]


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("fr", "Salaire (Lohn) : ce que vous pouvez faire", "Salaire (Lohn) :"),
        ("it", "Paga (Lohn): che cosa puoi fare", "Paga (Lohn):"),
        ("el", "Μισθός (Lohn): τι μπορείτε να κάνετε", "Μισθός (Lohn):"),
    ],
)
def test_no_first_word_behind_a_colon_ends_a_balanced_line(language: str, text: str, first: str) -> None:
    copy = prepare(text, path_of(language, "bold"), language, "ltr")
    full, even = fill(copy, 12), balance(copy, 12)
    assert full is not None and even is not None and len(even) == len(full) == 2
    assert even[0].text == first and max(line.width for line in even) <= 12


def test_a_word_behind_a_colon_stays_where_the_next_line_has_no_room() -> None:
    copy = prepare("Ab: zu Wortwortwortwort", path_of("de", "bold"), "de", "ltr")
    even = balance(copy, copy.widest)
    assert even is not None and [line.text for line in even] == ["Ab: zu", "Wortwortwortwort"]


def test_a_lonely_last_word_gets_company() -> None:
    text = "Zwei Wochen, wenn im Vertrag nichts anderes steht, läuft der Lohn noch"
    copy = prepare(text, path_of("de", "regular"), "de", "ltr")
    measure = copy.whole - copy.paragraphs[0].pieces[-1].width * 0.5
    full, settled = fill(copy, measure), settle(copy, measure)
    assert full is not None and settled is not None
    assert full[-1].text == "noch" and settled[-1].text != "noch"


@pytest.mark.parametrize(
    ("language", "text", "alone"),
    [
        (
            "de",
            "Zwei Wochen, wenn im Vertrag nichts anderes steht (§ 622 Abs. 3 BGB). Der Lohn läuft.",
            "steht",
        ),
        ("ru", "Две недели, если в договоре не указано иное (§ 622 Abs. 3 BGB). Зарплата платится.", "иное"),
    ],
)
def test_no_word_stands_alone_before_a_reference_that_may_not_part(
    language: str, text: str, alone: str
) -> None:
    copy = prepare(text, path_of(language, "regular"), language, "ltr")
    full, settled = fill(copy, copy.widest * 1.22), settle(copy, copy.widest * 1.22)
    assert full is not None and settled is not None and len(full) == len(settled)
    assert alone in [line.text for line in full] and alone not in [line.text for line in settled]
    assert " ".join(line.text for line in settled) == text


@pytest.mark.parametrize(
    ("language", "text", "parted", "kept"),
    [
        (
            "de",
            "Quelle: § 622 BGB, § 4 KSchG · Stand: 21. November 2026",
            "Stand:",
            "Stand: 21. November 2026",
        ),
        ("el", "Πηγή: § 622 BGB, § 4 KSchG · Ενημέρωση: 21.11.2026", "Ενημέρωση:", "Ενημέρωση: 21.11.2026"),
    ],
)
def test_a_label_stands_on_the_line_of_what_it_names(
    language: str, text: str, parted: str, kept: str
) -> None:
    copy = prepare(text, path_of(language, "regular"), language, "ltr")
    measure = advance(text[: text.index(parted) + len(parted)], path_of(language, "regular"), language, "ltr")
    full, settled = fill(copy, measure), settle(copy, measure)
    assert full is not None and settled is not None and len(full) == len(settled) == 2
    assert full[0].text.endswith(parted)
    assert settled[1].text == kept and max(line.width for line in settled) <= measure


def test_a_label_is_left_behind_where_its_value_needs_the_whole_line() -> None:
    copy = prepare("Impressum: litfass.example/impressum", path_of("de", "regular"), "de", "ltr")
    settled = settle(copy, copy.widest)
    assert settled is not None and [line.text for line in settled] == [
        "Impressum:",
        "litfass.example/impressum",
    ]


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("language", ["ar", "fa"])
def test_left_to_right_spans_keep_their_order_in_the_independent_algorithm(kept: str, language: str) -> None:
    text = SENTENCES[language].format(kept)
    shown = get_display(isolated(text), base_dir="R")
    assert kept in shown.replace(LRI, "").replace(PDI, "")


@pytest.mark.parametrize("kept", ["§ 622 BGB", "+49 30 1234 567", "116 016", "13,90 €"])
def test_without_isolates_the_independent_algorithm_turns_them_round(kept: str) -> None:
    assert kept not in get_display(SENTENCES["ar"].format(kept), base_dir="R")


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("language", ["ar", "fa"])
def test_left_to_right_spans_are_drawn_in_their_order(kept: str, language: str) -> None:
    """The pixels of the span drawn alone are found inside the drawn sentence; turned round they are not."""
    face, px = font(path_of(language, "regular"), 48), 48
    shaping = shaping_of(language, "rtl")
    before, after = SENTENCES[language].split("{}")
    line = isolated(SENTENCES[language].format(kept))
    sentence = ink(face, line, shaping)
    alone = ink(face, kept, shaping_of(language, "ltr"))
    left = advance(after.strip(), path_of(language, "regular"), language, "rtl") * px
    where = range(max(0, round(left) - px), min(sentence.width - alone.width, round(left) + px) + 1)
    best = min(difference(sentence, alone, x) for x in where)
    assert best < 0.02, best
    assert before.strip() in line and after.strip() in line


def ink(face: ImageFont.FreeTypeFont, text: str, shaping: dict[str, object]) -> Image.Image:
    left, _, right, _ = face.getbbox(text, anchor="ls", **shaping)  # type: ignore[arg-type]
    image = Image.new("L", (round(right - left), 80), 0)
    ImageDraw.Draw(image).text((-left, 56), text, fill=255, font=face, anchor="ls", **shaping)  # type: ignore[arg-type]
    return image


def difference(whole: Image.Image, part: Image.Image, x: int) -> float:
    """Mean difference of the part laid on the whole at x, 0 to 1."""
    cut = whole.crop((x, 0, x + part.width, part.height))
    return ImageStat.Stat(ImageChops.difference(cut, part)).mean[0] / 255


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_widths_agree_with_harfbuzz_itself(language: str, shared_data: Path) -> None:
    path = path_of(language, "regular")
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    shaper = uharfbuzz.Font(face)
    for word in {word for article in cards.articles(shared_data, language)[:10] for word in article.split()}:
        if not all("\u0600" <= c <= "\u06ff" or c == "\u200c" for c in word):
            continue
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.direction, buffer.script, buffer.language = "rtl", "Arab", language
        uharfbuzz.shape(shaper, buffer)
        whole = sum(position.x_advance for position in buffer.glyph_positions) / face.upem
        assert advance(word, path, language, "rtl") == pytest.approx(whole, abs=0.01), word


def test_a_line_end_inside_an_isolate_leaves_both_lines_whole() -> None:
    text = f"راجع {LRI}Bundesagentur für Arbeit, Familienkasse Berlin{PDI} من فضلك"
    copy = prepare(text, path_of("ar", "regular"), "ar", "rtl")
    lines = fill(copy, copy.whole * 0.55)
    assert lines is not None and len(lines) == 2
    for line in for_drawing(lines, "rtl"):
        assert line.count(LRI) == line.count(PDI) == 1


def test_joiners_and_isolates_are_honoured_and_invisible() -> None:
    path = path_of("fa", "regular")
    joined, parted = (advance(word, path, "fa", "rtl") for word in ("میخواهم", "می\u200cخواهم"))
    assert parted != joined  # the letter before takes its end form
    assert advance("\u200c", path, "fa", "rtl") == 0
    assert advance(f"{LRI}BGB{PDI}", path, "fa", "rtl") == advance("BGB", path, "fa", "ltr")
    assert missing(f"می\u200cخواهم {LRI}BGB{PDI}", path) == ""


def test_bulgarian_letters_have_their_own_forms_and_turkish_keeps_its_dot() -> None:
    path = path_of("bg", "regular")
    face = font(path, 60)
    russian, bulgarian = (ink(face, "вгдж", shaping_of(language, "ltr")) for language in ("ru", "bg"))
    assert russian.tobytes() != bulgarian.tobytes()
    dotted = advance("fi", path, "tr", "ltr")
    assert dotted == pytest.approx(
        advance("f", path, "tr", "ltr") + advance("i", path, "tr", "ltr"), abs=0.02
    )


def test_a_polish_headline_on_a_card_never_ends_a_line_with_a_one_letter_word() -> None:
    words = Words("Wypowiedzenie w okresie próbnym i wynagrodzenie z umowy o pracę")
    for layout_format in ("square", "portrait", "story", "landscape"):
        lines = text_lines(plan_card(cards.card("explainer", "pl", layout_format, words)))
        headline = [line.text for line in lines if line.layer == "headline"]
        assert not [text for text in headline[:-1] if len(text.split()[-1]) == 1], headline
