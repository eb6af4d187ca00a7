"""What a film shows and says, from the words of a post."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assets.films.spec import Sound
from assets.films.storyboard import storyboard
from assets.spec import Brand
from campaigns.content.copy import Copy
from campaigns.content.films.choice import FORMATS
from campaigns.content.films.scenes import film_spec

BASE = Copy(
    kicker="Wusstest du?",
    headline="Kindergeld auch für Kinder in der EU",
    body="Auch für ein Kind in einem anderen EU-Staat kann Anspruch bestehen. Die Familienkasse prüft das.",
    call_to_action="Nicht sicher? Frag uns.",
    contact="Demo Advice",
    source="Quelle: § 63 EStG",
    notice="Allgemeine Information.",
    imprint="Demo Advice Association (fictional)",
)
MYTH = replace(BASE, myth="„Kindergeld gibt es nur hier.“", myth_label="Falsch", fact_label="Richtig")
STEPS = replace(
    BASE,
    body="",
    steps=("Antrag stellen", "Unterlagen bereitlegen"),
    details=("Stelle den Antrag.", "Lege alles bereit."),
)
FIGURE = replace(BASE, number="259 €", date="Gilt ab 1. Januar 2027.")
POSTS = {
    "explainer": BASE,
    "myth_fact": MYTH,
    "steps": STEPS,
    "big_number": FIGURE,
    "deadline": replace(BASE, date="Bis 31. Januar"),
    "checklist": replace(STEPS, steps=tuple(f"Punkt {n}" for n in range(1, 8)), details=()),
}


def film(copy: Copy, layout: str, format_key: str = "film/story", **how: object):  # type: ignore[no-untyped-def]
    sound = how.pop("sound", Sound("bed"))
    return film_spec(
        copy,
        layout=layout,
        format_key=format_key,
        language="de",
        brand=Brand("Demo"),
        sound=sound,
        **how,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("format_key", FORMATS)
@pytest.mark.parametrize("layout", POSTS)
def test_every_kind_of_post_becomes_a_film_of_a_fitting_length(layout: str, format_key: str) -> None:
    board = storyboard(film(POSTS[layout], layout, format_key))
    assert 6 <= board.seconds <= 60
    assert all(cue.speed <= 17 for cue in board.cues)


def test_the_fact_comes_first_and_last_and_stands_beside_the_myth() -> None:
    spec = film(MYTH, "myth_fact")
    cards = [scene.card.words for scene in spec.scenes] + [spec.end.words]
    assert not cards[0].myth and cards[0].headline == cards[-1].headline == MYTH.headline
    told = [words for words in cards if words.myth]
    assert [words.headline for words in told] == [MYTH.headline]


@pytest.mark.parametrize("layout", ["explainer", "steps", "big_number", "deadline", "checklist"])
def test_no_card_but_a_lists_says_the_headline_again(layout: str) -> None:
    spec = film(POSTS[layout], layout)
    said = [scene.card.words.headline for scene in spec.scenes if scene.card.layout != "checklist"]
    said.append(spec.end.words.headline)
    assert said.count(BASE.headline) == 1 and said[-1] == BASE.call_to_action
    assert spec.end.words.call_to_action == "" and spec.end.words.contact == BASE.contact


def test_a_figure_stands_with_its_line() -> None:
    card = film(FIGURE, "big_number").scenes[-1].card.words
    assert (card.number, card.headline) == (FIGURE.number, FIGURE.date)


def test_a_day_stands_with_what_it_is_the_day_of() -> None:
    (scene,) = film(POSTS["deadline"], "deadline").scenes
    assert scene.card.layout == "deadline" and scene.caption == BASE.body
    assert (scene.card.words.date, scene.card.words.headline) == ("Bis 31. Januar", BASE.headline)


def test_each_step_has_a_card_and_is_said_in_full() -> None:
    spec = film(STEPS, "steps")
    assert [scene.card.words.headline for scene in spec.scenes[1:]] == list(STEPS.steps)
    assert [scene.caption for scene in spec.scenes[1:]] == list(STEPS.details)


def test_all_of_the_body_is_said_once() -> None:
    for layout, copy in POSTS.items():
        said = " ".join(scene.caption for scene in film(copy, layout).scenes)
        assert said.count(copy.body) == 1 if copy.body else copy.body == ""


def test_a_caption_that_repeats_its_card_is_left_to_voices() -> None:
    title = film(STEPS, "steps").scenes[0]
    assert (title.caption, title.card.words.headline) == ("", STEPS.headline)
    spoken = film(STEPS, "steps", sound=Sound("voice", b"RIFF"))
    assert all(scene.caption for scene in spoken.scenes)


def test_the_end_names_who_answers_for_it_and_who_made_the_photo() -> None:
    for format_key in FORMATS:
        end = film(BASE, "explainer", format_key, credit="© Photographer 1, CC BY 4.0").end.words
        assert BASE.imprint in end.imprint and "Photographer 1" in end.source
    assert BASE.imprint in film(BASE, "explainer", "film/landscape").end.words.contact


def test_a_citation_or_a_date_is_never_parted_between_two_scenes() -> None:
    told = replace(FIGURE, body="Zwei Wochen (§ 622 Abs. 3 BGB) ab dem 1. Januar. Der Lohn läuft weiter.")
    first, second = (scene.caption for scene in film(told, "big_number").scenes)
    assert (first, second) == ("Zwei Wochen (§ 622 Abs. 3 BGB) ab dem 1. Januar.", "Der Lohn läuft weiter.")


def test_points_of_a_list_are_said_one_by_one() -> None:
    points = (
        "Kündigung nur schriftlich annehmen",
        "Frist: \u2066§ 4\u2069",
        "Geh hin!",
        "Ab 13,90 €",
        "Drei",
        "Vier",
    )
    said = film(replace(STEPS, steps=points, details=()), "checklist").scenes[-1].caption

    assert said == (
        "Kündigung nur schriftlich annehmen. Frist: \u2066§ 4\u2069. Geh hin! Ab 13,90 €. Drei. Vier."
    )
