"""In which languages a report is written, and the names of languages, topics and regions in them."""

from __future__ import annotations

from flask_babel import gettext
from sqlmodel import Session

from campaigns.people.queries import programme_languages
from web.formats import language_name, locale
from web.interfaces import INTERFACES
from web.words import content as content_words
from web.words import radar as radar_words

LOCALES = {"de": "de", "en": "en_GB"}
#: Languages in which a report is set on paper besides, from right to left. Their words are a draft and say so.
DRAFTED = ("ar", "fa")
PAPER_LOCALES = {**LOCALES, **{code: code for code in DRAFTED}}


def paper_languages(session: Session, programme_id: int) -> list[str]:
    """In which languages a programme's reports can be set: those of the desk, and the drafted ones that it speaks."""
    spoken = programme_languages(session, programme_id)
    return [*INTERFACES, *(code for code in DRAFTED if code in spoken)]


def language_word(code: str) -> str:
    """The language, or that it is unknown."""
    return language_name(code or None)


def topic_word(key: str | None) -> str:
    """A topic. The desk knows it in German and English; on paper the others have it by its English name."""
    return _on_paper(content_words.topic_word(key))


def region_word(code: str) -> str:
    """A region."""
    return _on_paper(radar_words.region_word(code))


def _on_paper(word: str) -> str:
    return str(gettext(word)) if locale().language in DRAFTED else word
