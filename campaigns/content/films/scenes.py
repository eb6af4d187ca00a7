"""The scenes of a film from the words of a post: what each card shows, and what is said while it stands.

A film follows its kind of post, and each scene says its own thing: the title the headline, steps have a card
each, a figure stands with its line, a day with its headline, the end card says what to do and who helps. Only beside a
myth the fact comes first and last (a myth never stands alone, nor on the first card). What the pictures say in their
body is said in captions; a caption that would only repeat its card is left to voices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from unicodedata import category

from assets.films.captions import on_one_line
from assets.films.spec import FilmSpec, Photo, Scene, Sound
from assets.films.storyboard import seconds_to_speak as captions_need
from assets.formats import format_for
from assets.spec import Brand, CardSpec, Words
from campaigns.content.copy import Copy
from campaigns.content.films.choice import PREFIX
from campaigns.content.rendering.words import card_words, closing_words
from campaigns.content.segments.splitting import split
from campaigns.languages import language as language_row

END_LAYOUT = "referral"
TITLE_LAYOUT = "explainer"
MOST_STEP_CARDS = 5


def film_spec(
    copy: Copy,
    *,
    layout: str,
    format_key: str,
    language: str,
    brand: Brand,
    sound: Sound,
    photo: Photo | None = None,
    credit: str = "",
    most_bytes: int | None = None,
) -> FilmSpec:
    """The film of these words. `layout` is the post's own; `format_key` one of `choice.FORMATS`; `credit` names who
    made the photo and under which licence, and stands on the end card."""
    words = card_words(copy.to_dict())
    direction = language_row(language).direction
    key = format_key.removeprefix(PREFIX)

    def card(of: str, shown: Words) -> CardSpec:
        return CardSpec(of, key, language, direction, shown, brand)

    scenes = tuple(
        Scene(card(of, shown), said if said != shown.headline or sound.kind == "voice" else "")
        for of, shown, said in scenes_of(words, copy, layout, language)
    )
    end = card(END_LAYOUT, _closing(words, key, credit))
    film = FilmSpec(scenes, end, sound, photo)
    return film if most_bytes is None else replace(film, most_bytes=most_bytes)


def spoken(copy: Copy, layout: str, language: str) -> list[str]:
    """What a voice says while each scene stands, in turn."""
    return [said for _, _, said in scenes_of(card_words(copy.to_dict()), copy, layout, language)]


def seconds_to_speak(said: Sequence[str], language: str) -> float:
    """The fewest seconds in which it may be said, so that people can read along in a story."""
    return captions_need(said, format_for("story"), language, language_row(language).direction)


def _closing(words: Words, format_key: str, credit: str) -> Words:
    """The end card's words: what to do in large letters, where the fact need not come once more."""
    closing = closing_words(words, format_key, credit)
    if words.myth or not words.call_to_action:
        return closing
    return replace(closing, headline=words.call_to_action, call_to_action="")


def scenes_of(words: Words, copy: Copy, layout: str, language: str) -> list[tuple[str, Words, str]]:
    """Each scene as layout, words of its card, and its caption."""
    spoken = _sentences(copy.body, language)
    title = Words(headline=words.headline, kicker=words.kicker)
    if words.myth:
        told = Words(
            headline=words.headline, myth=words.myth, myth_label=words.myth_label, fact_label=words.fact_label
        )
        return [
            (TITLE_LAYOUT, title, spoken[0] if len(spoken) > 1 else words.headline),
            ("myth_fact", told, " ".join(spoken[1:] if len(spoken) > 1 else spoken) or words.headline),
        ]
    if words.steps:
        return [(TITLE_LAYOUT, title, words.headline), *_steps(words, copy, layout)]
    if words.number:
        figure = Words(headline=words.date or words.headline, number=words.number)
        return [
            (TITLE_LAYOUT, title, spoken[0] if spoken else words.headline),
            ("big_number", figure, " ".join(spoken[1:]) or words.date or words.headline),
        ]
    if words.date:
        known = layout if layout in ("deadline", "event", "what_changes") else "what_changes"
        return [(known, replace(title, date=words.date), " ".join(spoken) or words.headline)]
    return [(TITLE_LAYOUT, title, " ".join(spoken) or words.headline)]


def _steps(words: Words, copy: Copy, layout: str) -> list[tuple[str, Words, str]]:
    """A card for each step with its full sentence as caption; a long list stands on one card."""
    details = copy.details if len(copy.details) == len(words.steps) else words.steps
    if layout == "checklist" or len(words.steps) > MOST_STEP_CARDS:
        listed = Words(headline=words.headline, steps=words.steps)
        known = layout if layout in ("checklist", "steps") else "steps"
        return [(known, listed, " ".join(map(_ended, details)))]
    whole = len(words.steps)
    return [
        (TITLE_LAYOUT, Words(headline=step, kicker=f"\u2066{number}/{whole}\u2069"), said)
        for number, (step, said) in enumerate(zip(words.steps, details, strict=True), start=1)
    ]


def _ended(point: str) -> str:
    """A point of a list as a sentence of its own, or its caption would run on into the next point's."""
    last = next((sign for sign in reversed(point.rstrip()) if category(sign) != "Cf"), "")
    return f"{point.rstrip()}." if last and category(last)[0] in "LMNS" else point.rstrip()


def _sentences(text: str, language: str) -> Sequence[str]:
    return [one.text for one in split(on_one_line(text), language) if one.text]
