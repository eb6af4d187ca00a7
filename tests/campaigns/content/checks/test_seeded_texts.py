"""A sentence or a "not" that went missing inside a longer text is found; what a translator joins is let pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.content.checks.abreast import sentences_abreast
from campaigns.languages import written_languages
from tests.campaigns.content.checks.corpora import app_strings, declaration, facts
from tests.campaigns.content.checks.seeded_texts import measure
from tests.whole import some_of


@pytest.mark.parametrize("code", some_of(sorted({*written_languages()} - {"de"}), one_in=2))
def test_what_went_missing_inside_a_text_is_found(shared_data: Path, code: str) -> None:
    rows = [*declaration(shared_data), *app_strings(shared_data), *facts()]
    score = measure(code, rows, texts=20, seed=7)
    assert min(score.share("dropped"), score.share("added"), score.share("negation")) >= 0.8, score.misses
    assert score.found["clean"] <= 1, score.misses


def beads(source: str, target: str, *, language: str = "en") -> list[tuple[str, str]]:
    found = sentences_abreast(source, target, source_language="de", target_language=language)
    return [(bead.source, bead.target) for bead in found]


def test_two_sentences_that_became_one_stand_beside_it() -> None:
    assert beads(
        "Der Vertrag gilt auch mündlich. Die Bedingungen müssen schriftlich nachgewiesen werden. Frag nach.",
        "An oral contract is valid; its terms have to be confirmed in writing all the same. Ask for it.",
    ) == [
        (
            "Der Vertrag gilt auch mündlich. Die Bedingungen müssen schriftlich nachgewiesen werden.",
            "An oral contract is valid; its terms have to be confirmed in writing all the same.",
        ),
        ("Frag nach.", "Ask for it."),
    ]


def test_values_tell_which_of_two_sentences_is_missing() -> None:
    assert beads(
        "Die Frist beträgt 3 Wochen. Die Gebühr beträgt 40 Euro. Das Büro öffnet um 9 Uhr.",
        "The deadline is 3 weeks. The office opens at 9 am.",
    ) == [
        ("Die Frist beträgt 3 Wochen.", "The deadline is 3 weeks."),
        ("Die Gebühr beträgt 40 Euro.", ""),
        ("Das Büro öffnet um 9 Uhr.", "The office opens at 9 am."),
    ]


def test_colon_that_both_texts_have_joins_no_sentences() -> None:
    limit = "A partir del 1 de enero de 2027 se aplica un límite de ingresos más alto: 633 € en vez de 603 € al mes."
    assert beads(
        "Ab 1. Januar 2027 gilt im Minijob eine höhere Verdienstgrenze: 633 € statt 603 € im Monat. "
        "Sie folgt dem Mindestlohn. Frag uns.",
        f"{limit} Pregúntanos.",
        language="es",
    ) == [
        ("Ab 1. Januar 2027 gilt im Minijob eine höhere Verdienstgrenze: 633 € statt 603 € im Monat.", limit),
        ("Sie folgt dem Mindestlohn.", ""),
        ("Frag uns.", "Pregúntanos."),
    ]


def test_sentence_may_begin_with_a_placeholder() -> None:
    assert beads(
        "Die Beratung ist kostenlos. Die Inhalte dieser Seite sind von {{organization}}.",
        "Savjet je besplatan. {{organization}} je vlasnik sadržaja ove stranice.",
        language="hr",
    ) == [
        ("Die Beratung ist kostenlos.", "Savjet je besplatan."),
        (
            "Die Inhalte dieser Seite sind von {{organization}}.",
            "{{organization}} je vlasnik sadržaja ove stranice.",
        ),
    ]


def test_bead_tells_where_its_sentence_begins() -> None:
    target = "Call us. We speak Arabic. Bring your letter."
    found = sentences_abreast(
        "Ruf uns an. Bring deinen Brief mit.", target, source_language="de", target_language="en"
    )
    added = next(bead for bead in found if not bead.source)
    assert target[added.start :].startswith(added.target)


def test_brackets_belong_to_the_sentence_before_them() -> None:
    source, target = (
        "Das gilt im Minijob. (ab dem 9. Mai 2026)",
        "يسري ذلك في الميني جوب. (اعتبارًا من 09.05.2026)",
    )
    found = sentences_abreast(source, target, source_language="de", target_language="ar")
    assert [(bead.source, bead.target) for bead in found] == [(source, target)]


def test_sentence_said_freely_stands_beside_its_source() -> None:
    assert beads("Die Anfrage konnte nicht bearbeitet werden.", "Sorry!") == [
        ("Die Anfrage konnte nicht bearbeitet werden.", "Sorry!")
    ]
