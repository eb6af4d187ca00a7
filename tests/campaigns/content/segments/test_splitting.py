"""Segments are the text, letter by letter, and break where a sentence ends."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uniseg.sentencebreak import sentences

from campaigns.content.segments.alignment import align, text_of
from campaigns.content.segments.splitting import join, split, unicode_sentences
from campaigns.languages import written_languages

TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from([".", "!", "?", "؟", ";", "\n", "\u2066", "\u2069", "\u200c", "§", "1", "A", "z"]),
    ),
    max_size=120,
)


@settings(deadline=None)
@given(text=TEXTS, language=st.sampled_from(written_languages()))
def test_segments_joined_are_the_text(text: str, language: str) -> None:
    assert join(split(text, language)) == text


@settings(deadline=None)
@given(source=TEXTS, target=TEXTS)
def test_pairs_hold_the_whole_translation(source: str, target: str) -> None:
    pairs = align(source, target, source_language="de", language="ar")

    assert join([pair.source for pair in pairs]) == source
    if target:
        assert text_of(pairs) == target


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Frist: 3 Monate. Das steht in § 3 Abs. 2 Nr. 1 BGB.", 2),
        ("de", "Ab 1. Januar 2027 gilt das. Auch z. B. für Minijobs!", 2),
        ("de", "Zeile eins\n\nZeile zwei", 2),
        ("de", "Mehr: https://advice.example/a.html?b=c. Ende.", 2),
        ("en", "See sec. 3 no. 1. Then ask.", 2),
        ("ar", "ما هو الحد الأدنى؟ \u206613,90 €\u2069 في الساعة.", 2),
        ("fa", "می‌خواهید بدانید؟ بله.", 2),
        ("el", "Τι είναι; Είναι 13,90 €.", 2),
        ("el", "Το κόστος; (4; 5 ώρες; άρθρο 3 αριθ. 6)", 2),
        ("hr", "Od 1. srpnja 2026. vrijedi novo. Pitaj nas.", 2),
        ("hu", "2026. július 1. óta érvényes. Kérdezz!", 2),
        ("ru", "Смотрите ст. 3. Спросите нас.", 2),
        ("fr", "C’est 13,90 € ! Demandez-nous.", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(language: str, text: str, expected: int) -> None:
    assert len(split(text, language)) == expected, split(text, language)


def test_isolate_stays_with_what_it_opens() -> None:
    first, second = split("نعم. \u206613,90 €\u2069 الآن.", "ar")

    assert first.text == "نعم."
    assert second.text.startswith("\u2066")


def test_unchanged_sentence_keeps_its_id_when_others_move() -> None:
    before = {each.text: each.id for each in split("Eins ist da. Zwei ist da.", "de")}
    after = {each.text: each.id for each in split("Neu davor. Eins ist da. Zwei ist da!", "de")}

    assert after["Eins ist da."] == before["Eins ist da."]
    assert after["Zwei ist da!"] not in before.values()


def test_articles_of_human_rights_have_as_many_sentences_in_every_language(shared_data: Path) -> None:
    """Where translators kept the sentences, so do we; the few that differ were joined by the translators."""
    rows = [
        json.loads(line)
        for line in (shared_data / "text/udhr/udhr_paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    texts: dict[Any, dict[str, str]] = defaultdict(dict)
    for row in rows:
        texts[row["section"], row["number"], row["kind"], row["i"]][row["lang"]] = row["text"]
    whole = [each for each in texts.values() if "de" in each]
    alike = {
        code: [len(split(each[code], code)) == len(split(each["de"], "de")) for each in whole if code in each]
        for code in written_languages()
    }

    shares = {code: sum(found) / len(found) for code, found in alike.items()}
    assert min(shares.values()) > 0.9, shares


def test_sentences_are_those_of_another_implementation(shared_data: Path) -> None:
    lines = (shared_data / "text/udhr/udhr_paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines[::17]]

    assert [list(unicode_sentences(text)) for text in texts] == [list(sentences(text)) for text in texts]
