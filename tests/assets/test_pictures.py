"""Pictures fit, are read in the right order, show no boxes, and come out the same every time."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from itertools import cycle, product
from pathlib import Path

import pytest
from PIL import Image

from assets.errors import AssetError, DoesNotFit, MissingGlyphs, ShapingMissing
from assets.formats import FORMATS, format_for
from assets.geometry.items import Box, Inset, Patch, Plan, TextLine
from assets.geometry.plan import plan_card
from assets.image import draw, render_card
from assets.layouts import layout_keys
from assets.shaping import ShapingState, prove_shaping, require_shaping
from assets.spec import Brand, CardSpec, FunderZone, Logo, Words
from tests.assets import cards

PROOF = Path(__file__)
LISTS = frozenset(
    {"steps", "checklist", "what_changes", "icon_steps"}
)  # these say in a list what others say in a sentence


def text_lines(plan: Plan) -> list[TextLine]:
    return [item for item in plan.items if isinstance(item, TextLine)]


def require_within(spec: CardSpec, plan: Plan) -> None:
    """Every line lies in the safe area, and lines of different layers do not lie on each other."""
    fmt = format_for(spec.format)
    lines = text_lines(plan)
    for line in lines:
        assert line.box.x >= fmt.left - 1 and line.box.right <= fmt.width - fmt.right + 1, line
        assert line.box.y >= fmt.top - 2, line
        if line.layer != "funder":
            assert line.baseline <= fmt.height - fmt.bottom + 1, line
    for one in lines:
        for two in lines:
            if one.layer < two.layer and one.box.x < two.box.right and two.box.x < one.box.right:
                top, bottom = one.baseline - 0.65 * one.px, one.baseline + 0.18 * one.px
                assert bottom <= two.baseline - 0.65 * two.px or two.baseline + 0.18 * two.px <= top, (
                    one,
                    two,
                )


def letters(text: str) -> str:
    """What a reader reads: without spaces, breaks, hyphens and invisible signs."""
    return "".join(c for c in text if c not in " \u00a0\u202f\n-·\u00ad" and not "\u2066" <= c <= "\u2069")


@pytest.mark.parametrize("language", cards.WORDS)
@pytest.mark.parametrize("layout", layout_keys())
def test_a_campaigns_card_fits_a_portrait_and_keeps_every_letter(layout: str, language: str) -> None:
    spec = cards.card(layout, language)
    plan = plan_card(spec)
    require_within(spec, plan)
    shown = {}
    for line in text_lines(plan):
        shown[line.layer] = shown.get(line.layer, "") + line.text
    assert letters(shown["headline"]) == letters(spec.words.headline)
    for name in ("body", "date", "number", "myth"):
        if name in shown:
            assert letters(shown[name]) == letters(getattr(spec.words, name))
    if spec.words.steps:
        digits = "0123456789"
        without_markers = "".join(c for c in letters(shown["steps"]) if c not in digits)
        assert without_markers == letters("".join(spec.words.steps))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("layout", layout_keys())
def test_short_words_fit_every_layout_and_format_in_every_language(
    layout: str, format: str, shared_data: Path
) -> None:
    for language in cards.LANGUAGES:
        terms = cards.articles(shared_data, language)[0].split()
        few, more = " ".join(terms[:4]), " ".join(terms[4:10])
        small = {"call_to_action": few, "contact": "116 016", "source": "§ 622 BGB", "imprint": few}
        body, steps = ("", (few, more)) if layout in LISTS else (more, ())
        labels = {"myth_label": terms[0], "fact_label": terms[1], "number": "13,90 €", "date": "1.1.2027"}
        words = Words(few, body, steps, few, **labels, **small)
        spec = cards.card(layout, language, format, words)
        require_within(spec, plan_card(spec))


@pytest.mark.parametrize("language", cards.LANGUAGES)
def test_articles_of_any_length_fit_or_are_refused_with_language_and_number(
    language: str, shared_data: Path
) -> None:
    places = cycle([(layout, format) for layout in layout_keys() for format in FORMATS])
    outcomes = set()
    for number, article in enumerate(cards.articles(shared_data, language)):
        layout, format = next(places)
        article = article.replace("Ἐ", "Ε")  # an old spelling, which no face of ours has
        article = (
            article if number % 5 else f"{article} {article}"
        )  # some that are too long in every language
        head = " ".join(article.split()[: 3 + number % 12])
        steps = tuple(part.strip() for part in article.split(",") if part.strip())[:5]
        words = Words(
            head, article, steps, head, "A", "B", "60 %", "1.1.2027", source="§ 4 KSchG", contact="116 016"
        )
        spec = cards.card(layout, language, format, words)
        try:
            plan = plan_card(spec)
        except DoesNotFit as refusal:
            assert refusal.language == language and 0 < refusal.excess <= len(article) * 2 and refusal.layer
            assert language in str(refusal) and str(refusal.excess) in str(refusal)
            outcomes.add("refused")
        else:
            require_within(spec, plan)
            outcomes.add("fits")
    assert outcomes == {"fits", "refused"}


def test_a_text_shortened_by_the_number_in_the_refusal_fits() -> None:
    body = "Der Lohn wird bis zum letzten Tag weiter bezahlt und darf nicht gekürzt werden. " * 12
    with pytest.raises(DoesNotFit) as refusal:
        plan_card(cards.card("explainer", "de", words=Words("Kündigung", body.strip())))
    assert refusal.value.layer == "body"
    kept = body.strip()[: -refusal.value.excess]
    plan_card(cards.card("explainer", "de", words=Words("Kündigung", kept)))
    with pytest.raises(DoesNotFit):
        plan_card(
            cards.card("explainer", "de", words=Words("Kündigung", kept + body[: refusal.value.excess // 2]))
        )


def test_an_empty_field_leaves_no_hole() -> None:
    full = plan_card(cards.card("explainer", "de"))
    bare = plan_card(cards.card("explainer", "de", words=Words("Auch in der Probezeit gilt eine Frist")))
    assert {line.layer for line in text_lines(bare)} == {"headline", "logos", "funder"}
    assert bare.layers["headline"].px > full.layers["headline"].px


def test_a_needed_field_that_is_empty_is_named() -> None:
    with pytest.raises(AssetError, match=r"Event.*date.*de"):
        plan_card(cards.card("event", "de", words=Words("Frist")))


def test_the_myth_is_never_larger_than_three_fifths_of_the_fact() -> None:
    for language in cards.SCRIPTS:
        layers = plan_card(cards.card("myth_fact", language)).layers
        assert layers["myth"].px <= 0.6 * layers["headline"].px + 1


def test_right_to_left_is_the_mirror_of_left_to_right() -> None:
    words = Words("13,90 €", "60 %", number="13,90 €", link="https://litfass.example/k/7Qx2")
    for layout in ("explainer", "big_number"):
        one, two = (
            plan_card(CardSpec(layout, "portrait", "ar", direction, words, cards.BRAND))
            for direction in ("ltr", "rtl")
        )
        for left, right in zip(one.items, two.items, strict=True):
            assert left.box.x == pytest.approx(1080 - right.box.right, abs=1)


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg", "image/webp", "image/avif"])
def test_a_second_picture_of_the_same_card_has_the_same_bytes(media_type: str) -> None:
    one, two = (render_card(cards.card("explainer", "fa"), media_type=media_type) for _ in range(2))
    assert one.data == two.data and one.digest == two.digest


def test_another_process_makes_the_same_bytes() -> None:
    code = (
        "from assets.image import draw, render_card; from tests.assets.cards import card;"
        "print(render_card(card('myth_fact', 'ar')).digest, render_card(card('steps', 'de')).digest)"
    )
    root = PROOF.parents[2]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    here = f"{render_card(cards.card('myth_fact', 'ar')).digest} {render_card(cards.card('steps', 'de')).digest}\n"
    assert outputs == {here.encode()}


def test_the_file_is_what_it_says_and_carries_no_metadata() -> None:
    kinds = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/avif": "AVIF"}
    for media_type, name in kinds.items():
        made = render_card(cards.card("big_number", "de", "square"), media_type=media_type)
        with Image.open(BytesIO(made.data)) as image:
            assert (image.format, image.size) == (name, (made.width, made.height)) == (name, (1080, 1080))
            assert not image.getexif()
            assert set(image.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "background",
                "loop",
            }


def test_the_fast_png_holds_the_same_pixels_as_pillows_own() -> None:
    spec = cards.card("what_changes", "ru")
    image = draw(plan_card(spec), spec.brand)
    with Image.open(BytesIO(render_card(spec).data)) as read:
        assert read.tobytes() == image.tobytes()


def test_an_unknown_layout_format_or_type_is_answered_with_what_there_is() -> None:
    with pytest.raises(AssetError, match="explainer"):
        plan_card(cards.card("poster", "de", words=Words("a")))
    with pytest.raises(AssetError, match="portrait"):
        plan_card(cards.card("explainer", "de", "banner"))
    with pytest.raises(AssetError, match="image/png"):
        render_card(cards.card("explainer", "de"), media_type="image/gif")


def test_a_character_without_a_letter_in_the_font_is_refused() -> None:
    with pytest.raises(MissingGlyphs, match=r"U\+6F22") as refusal:
        render_card(cards.card("explainer", "de", words=Words("Gute Nachricht 漢")))
    assert refusal.value.characters == "漢"


def test_arabic_is_refused_with_one_sentence_where_letters_cannot_be_joined() -> None:
    with pytest.raises(ShapingMissing, match=r"right-to-left.*FriBiDi"):
        require_shaping(ShapingState(True, False, False, "The FriBiDi library is missing."))
    assert prove_shaping().proven, prove_shaping().message


def test_a_brand_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(AssetError, match=r"ink on paper is 1\.\d"):
        Brand("Blass", ink="#cccccc", paper="#ffffff")
    with pytest.raises(AssetError, match="accent ink on accent"):
        Brand("Gelb", accent="#ffdd00", accent_ink="#ffffff")
    with pytest.raises(AssetError, match="not a colour"):
        Brand("Bunt", ink="red")


def test_a_pale_accent_is_never_used_for_letters() -> None:
    brand = Brand("Gelb", paper="#ffffff", accent="#ffdd00", accent_ink="#16181d")
    for layout in layout_keys():
        render_card(CardSpec(layout, "portrait", "de", "ltr", cards.WORDS["de"][layout], brand))


def test_a_text_over_a_ground_it_cannot_be_read_on_is_refused() -> None:
    spec = cards.card("explainer", "de")
    plan = plan_card(spec)
    dark = Patch(Box(0, 0, plan.width, plan.height), "ink", "decor")
    with pytest.raises(AssetError, match="contrast"):
        draw(replace(plan, items=(dark, *plan.items)), spec.brand)


def test_a_headline_alone_stands_in_the_middle_of_its_room() -> None:
    def first_line(words: Words) -> float:
        plan = plan_card(cards.card("explainer", "de", "story", words))
        return next(line.baseline for line in text_lines(plan) if line.layer == "headline")

    assert first_line(Words("Frist", body="Zwei Wochen.")) < 600 < 750 < first_line(Words("Frist")) < 1150


@pytest.mark.parametrize("format", [one for one in FORMATS if one != "landscape"])
@pytest.mark.parametrize("language", cards.SCRIPTS)
def test_the_date_of_a_deadline_stands_with_its_year(language: str, format: str) -> None:
    lines = text_lines(plan_card(cards.card("deadline", language, format)))
    assert [line.text for line in lines if line.layer == "date"] == [cards.WORDS[language]["deadline"].date]


@pytest.mark.parametrize("language", cards.SCRIPTS)
def test_a_date_beside_its_text_rather_has_the_year_below_than_small_letters(language: str) -> None:
    lines = text_lines(plan_card(cards.card("deadline", language, "landscape")))
    day, year = (line for line in lines if line.layer == "date")
    assert f"{day.text} {year.text}" == cards.WORDS[language]["deadline"].date
    assert day.px > 1.2 * next(line.px for line in lines if line.layer == "body")


def test_a_word_that_leads_to_a_date_is_never_alone_on_a_line() -> None:
    words = replace(cards.WORDS["ru"]["what_changes"], date="Действует с 1 января по 31 декабря 2027 г.")
    for layout, format in product(("what_changes", "deadline", "event"), FORMATS):
        lines = text_lines(plan_card(cards.card(layout, "ru", format, words)))
        dated = [line.text for line in lines if line.layer == "date"]
        assert any(
            line.replace("\u00a0", " ").startswith("по 31") or "по\u00a031" in line for line in dated
        ), dated


def test_no_word_stands_on_the_plates_of_logos() -> None:
    mark = BytesIO()
    Image.new("RGB", (300, 120), "green").save(mark, "PNG")
    brand = replace(cards.BRAND, logos=(Logo("Verein", mark.getvalue()),))
    body = (
        "Kindergeld wird rückwirkend höchstens für die letzten sechs Monate gezahlt, bevor der Antrag eingeht. "
        * 2
    )
    words = replace(cards.WORDS["de"]["deadline"], body=body.strip())
    plan = plan_card(replace(cards.card("deadline", "de", "square", words), brand=brand))
    plate = next(item.box for item in plan.items if isinstance(item, Patch) and item.layer == "logos")
    for line in text_lines(plan):
        assert line.layer in ("logos", "funder") or line.baseline - 0.72 * line.px >= plate.bottom + 4, (
            line.text
        )


def test_a_date_too_wide_to_stand_in_one_line_parts_before_its_year() -> None:
    words = replace(cards.WORDS["de"]["deadline"], date="30. Wonnewochenm 2027")
    lines = text_lines(plan_card(cards.card("deadline", "de", "landscape", words)))
    assert [line.text for line in lines if line.layer == "date"] == ["30. Wonnewochenm", "2027"]


@pytest.mark.parametrize("layout", layout_keys())
@pytest.mark.parametrize("format", ["story", "reel"])
def test_where_apps_write_over_a_story_stands_colour_and_nothing_else(format: str, layout: str) -> None:
    fmt, plan = format_for(format), plan_card(cards.card(layout, "ar", format))
    safe = fmt.height - fmt.bottom
    below = [item for item in plan.items if item.box.bottom > safe + 1 and item.box.y > safe - 10]
    assert [(item.layer, item.box.x, item.box.right, item.box.bottom) for item in below] == [
        ("decor", 0, fmt.width, fmt.height)
    ]
    zone = next(item for item in plan.items if isinstance(item, Patch) and item.layer == "funder")
    assert zone.box.bottom == below[0].box.y


@pytest.mark.parametrize("text", ["Lohn\u202eEURO", "Lohn\u2066 123", "123\u2069", "Lohn\x00"])
def test_controls_that_hide_the_order_of_words_are_refused(text: str) -> None:
    with pytest.raises(AssetError, match="body"):
        Words("Lohn", body=text)


def flag(width: int, height: int) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), "#003399").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("format", FORMATS)
def test_a_funders_emblem_is_at_least_as_high_as_any_logo_and_stands_in_its_own_white(format: str) -> None:
    logos = (Logo("Breit", flag(800, 100)), Logo("Hoch", flag(100, 160)))
    funder = FunderZone("Kofinanziert von der Europäischen Union", flag(900, 600))
    brand = Brand("Fem.OS Plus", logos=logos, funder=funder)
    plan = plan_card(CardSpec("explainer", format, "de", "ltr", Words("Frist", source="§ 622 BGB"), brand))
    insets = {item.kind: item for item in plan.items if isinstance(item, Inset)}
    others = [i.box for i in plan.items if isinstance(i, Inset) and i.kind == "logo"]
    assert len(others) == 2 and insets["emblem"].box.height >= max(box.height for box in others)
    statement = next(line for line in text_lines(plan) if line.layer == "funder")
    assert "Ubuntu" in statement.path.name and statement.ground == "white"
    zone = next(i.box for i in plan.items if i.layer == "funder" and isinstance(i, Patch))
    for item in plan.items:
        if item.layer != "funder" and item.layer != "decor":
            assert item.box.bottom <= zone.y or item.box.y >= zone.bottom


@pytest.mark.parametrize(("share", "format", "least"), [(1.5, "portrait", 90), (1.0, "a6", 10 * 1080 / 105)])
def test_an_emblem_is_as_high_as_the_funders_rules_ask(share: float, format: str, least: float) -> None:
    funder = FunderZone("Kofinanziert von der Europäischen Union", flag(900, 600), share)
    brand = Brand("Fem.OS Plus", logos=(Logo("Hoch", flag(100, 160)),), funder=funder)
    plan = plan_card(CardSpec("explainer", format, "de", "ltr", Words("Frist", source="§ 622 BGB"), brand))
    emblem = next(item.box for item in plan.items if isinstance(item, Inset) and item.kind == "emblem")
    assert emblem.height == pytest.approx(least)
    with pytest.raises(AssetError, match="never lower"):
        replace(funder, share=0.9)


def test_a_long_name_stands_as_a_word_mark_in_lines_and_too_many_marks_are_refused() -> None:
    name = "Minor Projektkontor für Bildung und Forschung gemeinnützige GmbH, Berlin und Brandenburg"
    plan = plan_card(CardSpec("explainer", "landscape", "de", "ltr", Words("Frist"), Brand(name)))
    mark = [line for line in text_lines(plan) if line.layer == "logos"]
    assert len(mark) > 1 and " ".join(line.text for line in mark) == name
    many = Brand("Viele", logos=tuple(Logo(f"Logo {n}", flag(400, 100)) for n in range(6)))
    with pytest.raises(AssetError, match=r"Viele.*too wide"):
        plan_card(CardSpec("explainer", "portrait", "de", "ltr", Words("Frist"), many))


def test_a_logo_that_cannot_be_read_is_named() -> None:
    brand = Brand("Fem.OS", logos=(Logo("Partner", b"<svg/>"),))
    with pytest.raises(AssetError, match=r"Partner.*cannot be read"):
        plan_card(CardSpec("explainer", "portrait", "de", "ltr", Words("Frist"), brand))
