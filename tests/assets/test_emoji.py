"""Emoji in colour, in the order of the words around them."""

from io import BytesIO

import pytest
from bidi import get_display
from PIL import Image

from assets.emoji import emoji_places
from assets.fonts.emoji import ROOM, emoji_in, without_emoji
from assets.geometry.items import TextLine
from assets.geometry.plan import plan_card
from assets.image import render_card
from assets.spec import Words
from assets.typeset.breaks import units
from tests.assets import cards

ARABIC = "📅 اعتبارًا من 1 كانون الثاني ✅ اتصل 👍🏽 WhatsApp ❤️ مجانًا"


def lines(language: str, text: str) -> list[TextLine]:
    plan = plan_card(cards.card("explainer", language, "landscape", Words("1", text)))
    return [item for item in plan.items if isinstance(item, TextLine) and item.layer == "body"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gut 😀 👩‍⚕️", ("😀", "👩‍⚕️")),
        ("🇩🇪🇺🇦 👍🏽", ("🇩🇪", "🇺🇦", "👍🏽")),
        ("☎️ 1️⃣ ❤️", ("☎️", "1️⃣", "❤️")),
        ("12 § 3 © ™ ✓ ☎ # *", ()),
    ],
)
def test_emoji_are_told_from_signs_and_digits(text: str, found: tuple[str, ...]) -> None:
    assert emoji_in(text) == found


@pytest.mark.parametrize(
    ("language", "text"), [("ar", ARABIC), ("de", "📅 Ab 1. Januar ✅ ruf an 👍🏽 und ❤️ los")]
)
def test_emoji_stand_where_the_independent_algorithm_has_them(language: str, text: str) -> None:
    for line in lines(language, text):
        placed = [emoji for emoji, _ in sorted(emoji_places(line), key=lambda one: one[1])]
        waiting = list(emoji_in(line.text))
        # One private sign each, so that the order can be read off.
        marked = line.text
        for number, emoji in enumerate(waiting):
            marked = marked.replace(emoji, chr(0x2FF0 + number), 1)
        shown = get_display(marked, base_dir="R" if language == "ar" else "L")
        assert placed == [waiting[ord(c) - 0x2FF0] for c in shown if 0x2FF0 <= ord(c) < 0x2FFC]


def test_emoji_are_drawn_in_colour() -> None:
    plain, coloured = (
        Image.open(
            BytesIO(render_card(cards.card("steps", "de", "square", Words("Gut" + sign, steps=("a",)))).data)
        )
        for sign in ("", " 💚")
    )

    def greens(image: Image.Image) -> int:
        return sum(count for count, (r, g, b) in image.getcolors(1 << 20) if g > r + 40 and g > b + 40)  # type: ignore

    assert greens(plain) == 0 and greens(coloured) > 500


def test_an_emoji_never_begins_a_line_it_belongs_to_the_words_before() -> None:
    assert units("Gute Nachricht 😀 für alle", "de") == ("Gute ", "Nachricht 😀 ", "für ", "alle")
    assert units("📅 Ab heute", "de")[0] == "📅 "


def test_what_keeps_the_room_of_an_emoji_is_as_wide_as_it() -> None:
    assert without_emoji("a😀b", ROOM) == f"a{ROOM}b"
    (line,) = lines("de", "😀😀😀")
    (_, one), (_, two), (_, three) = emoji_places(line)
    assert three - two == pytest.approx(1.08 * line.px, abs=2) == pytest.approx(two - one, abs=2)
