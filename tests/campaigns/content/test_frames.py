"""All languages say the same things, in the letters of the language."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from babel import Locale

from campaigns.content.builders import BUILDERS
from campaigns.content.frames import FOLDER, framed_languages, load_frames
from campaigns.content.patterns import places
from campaigns.errors import Refusal
from campaigns.languages import language, written_languages

ALL = framed_languages()
N, T = "\u00a0", "\u202f"


def table(code: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


def everything(code: str) -> list[str]:
    """Every text a reader can see."""
    frames = load_frames(code)
    return [
        *frames.texts.values(),
        *frames.feminine.values(),
        *frames.hashtags,
        *(f for noun in frames.nouns.values() for f in noun.values()),
    ]


def test_every_written_language_has_frames() -> None:
    assert set(ALL) == set(written_languages())


@pytest.mark.parametrize("code", ALL)
def test_frames_hold_the_same_keys_with_the_same_places(code: str) -> None:
    expected = {key: places(text) for key, text in load_frames("de").texts.items()}
    assert {key: places(text) for key, text in load_frames(code).texts.items()} == expected


@pytest.mark.parametrize("code", ALL)
def test_frames_hold_nothing_empty_and_say_their_register(code: str) -> None:
    frames = load_frames(code)
    assert all(text.strip() == text != "" for text in everything(code))
    assert len(frames.register) > 30
    assert frames.status == "draft"
    assert frames.hashtags and all(re.fullmatch(r"#\w+", tag) for tag in frames.hashtags)


#: Words that agree with the reader and would say a gender, where the note of the frames says that there are none.
GENDERED = {
    "fr": r"\b(?:seule?|sûre?|inscrite?|prête?|informée?|concernée?)s?\b",
    "it": r"\b(?:sol[oa]|sicur[oa]|iscritt[oa]|pront[oa]|benvenut[oai]|tutt[ie])\b",
    "es": r"\b(?:sol[oa]s?|segur[oa]s?|inscrit[oa]s?|bienvenid[oa]s?|tod[oa]s)\b",
    "ro": r"\b(?:singur[ăi]?|sigur[ăi]?|înscri[sș][ăie]?|pregăti[tț][ăi]?)\b",
    "pl": r"\b(?:sama?|pewn[ya]|gotow[ya]|\w+łeś|\w+łaś|pan|pani)\b",
    "bg": r"\b(?:сама?|сами|сигур[еи]н?|готова?)\b",
    "hr": r"\b(?:sama?|sami|sigurn[aio]|spremn[aio])\b",
    "el": r"\b(?:μόν(?:ος|η|οι)|σίγουρ(?:ος|η|οι)|έτοιμ(?:ος|η|οι))\b",
    "de": r"(?i)\b\w+(?:\*|:|_)in(?:nen)?\b|\b(?:jeder|keiner|der|die) (?:leser|nutzer|kolleg)\w*",
}


@pytest.mark.parametrize("code", ALL)
def test_frames_say_no_gender_of_the_reader_or_have_a_voice_for_women(code: str) -> None:
    frames = load_frames(code)
    assert frames.gender.startswith("Two voices:" if frames.feminine else "Free:")
    if code in GENDERED:
        about_us = {
            key: text for key, text in frames.texts.items() if not key.startswith(("label.", "kicker."))
        }
        assert [key for key, text in about_us.items() if re.search(GENDERED[code], text)] == []
    assert {key: places(text) for key, text in frames.feminine.items()} == {
        key: places(frames.texts[key]) for key in frames.feminine
    }


def test_arabic_speaks_to_women_in_every_sentence_that_addresses_the_reader() -> None:
    women = load_frames("ar").to_women().texts
    plural = r"(?:كم|تم|[تي]ون|وا)(?=[\s.،؟:]|$)"
    assert [key for key, text in women.items() if re.search(plural, text)] == []


@pytest.mark.parametrize("code", ALL)
def test_nouns_hold_each_plural_category_of_the_language(code: str) -> None:
    categories = {*Locale.parse(language(code).locale).plural_form.tags, "other"}
    nouns = load_frames(code).nouns
    assert {noun for noun in nouns if "." not in noun} == {"minute", "hour", "day", "week", "month", "year"}
    assert {noun: set(forms) for noun, forms in nouns.items()} == dict.fromkeys(nouns, categories)


@pytest.mark.parametrize("code", ALL)
def test_every_kind_of_post_has_a_kicker_and_a_call_to_action(code: str) -> None:
    texts = load_frames(code).texts
    for group in ("kicker", "call_to_action"):
        assert {key.partition(".")[2] for key in texts if key.startswith(f"{group}.")} == set(BUILDERS)


@pytest.mark.parametrize("code", ALL)
def test_words_above_a_headline_are_not_said_again_in_it(code: str) -> None:
    texts = load_frames(code).texts
    pairs = [(f"kicker.{kind}", f"headline.{kind}") for kind in BUILDERS if f"headline.{kind}" in texts]
    for kicker, headline in [*pairs, ("changed.kicker", "changed.headline")]:
        assert texts[kicker].rstrip("?؟!; ").casefold() not in texts[headline].casefold(), kicker


@pytest.mark.parametrize("code", ALL)
def test_no_text_has_doubled_or_hanging_spaces(code: str) -> None:
    for text in everything(code):
        assert "  " not in text
        assert not re.search(r" [,.]", text), text
        assert "'" not in text and '"' not in text, text


LATIN_AND_OTHERS = {
    "uk": r"[A-Za-z]|[ыэъё]",
    "ru": r"[A-Za-z]|[іїєґ]",
    "bg": r"[A-Za-z]|[ыэіїєґё]",
    "el": r"[Α-Ωα-ωά-ώ][A-Za-z]|[A-Za-z][Α-Ωα-ωά-ώ]|\?",
    "ar": r"[یکگچپژ۰-۹٠-٩?,]",
    "fa": r"[يكىة٠-٩?,]",
    "ro": r"[şţŞŢ]",
    "hu": r"[õûÕÛ]",
    "fr": r"[^\u00a0\u202f][:;!?](?!/)",
}


@pytest.mark.parametrize("code", LATIN_AND_OTHERS)
def test_no_text_holds_a_letter_of_another_alphabet(code: str) -> None:
    for text in everything(code):
        bare = re.sub(r"\{[a-z:]+\}", "", text)
        assert not re.search(LATIN_AND_OTHERS[code], bare), text


def test_claim_stands_in_the_quotation_marks_of_the_language() -> None:
    quoted = {code: load_frames(code).quote("x") for code in ("de", "en", "fr", "pl", "uk", "fi")}
    assert quoted == {
        "de": "„x“",
        "en": "“x”",
        "fr": f"«{N}x{N}»",
        "pl": "„x”",
        "uk": "«x»",
        "fi": "”x”",
    }


def test_language_without_frames_is_refused_with_the_file_to_add() -> None:
    with pytest.raises(Refusal, match=r"frames/pt\.toml"):
        load_frames("pt")


@pytest.mark.parametrize(
    ("language", "quoted"),
    [
        ("de", "„Das gilt nicht.“"),
        ("uk", "«Das gilt nicht»."),
        ("es", "«Das gilt nicht»."),
        ("fr", "«\u00a0Das gilt nicht.\u00a0»"),
    ],
)
def test_full_stop_of_a_quoted_sentence_stands_where_the_language_has_it(language: str, quoted: str) -> None:
    assert load_frames(language).quote("Das gilt nicht.") == quoted


def test_question_stays_inside_its_quotation_marks() -> None:
    assert load_frames("uk").quote("Чи це так?") == "«Чи це так?»"


@pytest.mark.parametrize("code", [code for code in written_languages() if code != "en"])
def test_note_on_register_is_in_its_own_language(code: str) -> None:
    words = set(re.findall(r"[\w-]+", load_frames(code).register.lower()))
    assert not words & {"the", "and", "wording", "instead", "gender-neutral", "address"}
