"""A topic as it stands in the form: names, keywords by language, test sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request

from campaigns.languages import languages
from campaigns.needs.emerging.actions import keywords_of
from campaigns.needs.emerging.models import EmergingPhrase
from campaigns.needs.own_topics.drafting import draft_of
from campaigns.needs.own_topics.models import OwnTopic
from campaigns.needs.own_topics.queries import versions_of
from campaigns.needs.topics.taxonomy import Topic
from web import database, identity
from web.database import session
from web.forms import Form

FIELD = "keywords_"
_LONGEST_LIST = 6_000
_LONGEST_SENTENCES = 30_000
#: The key of a topic that has none yet: matching only needs one that no other topic has.
NEW = "own_new"


@dataclass(frozen=True)
class Given:
    """What was typed."""

    name_de: str
    name_en: str
    keywords: dict[str, list[str]]
    test_sentences: list[dict[str, str]]

    def as_values(self) -> dict[str, Any]:
        """As the actions want it."""
        return {
            "name_de": self.name_de,
            "name_en": self.name_en,
            "keywords": self.keywords,
            "test_sentences": self.test_sentences,
        }


def given_in(form: Form) -> Given:
    keywords = {
        name.removeprefix(FIELD): form.text(name, longest=_LONGEST_LIST).splitlines()
        for name in request.form
        if name.startswith(FIELD)
    }
    return Given(
        name_de=form.text("name_de"),
        name_en=form.text("name_en"),
        keywords={code: words for code, words in keywords.items() if any(word.strip() for word in words)},
        test_sentences=_sentences(form.text("test_sentences", longest=_LONGEST_SENTENCES)),
    )


def start_of_phrase(phrase: EmergingPhrase) -> dict[str, str]:
    """A form filled from a phrase that came up: named as people call it, and found by it."""
    said = phrase.written or phrase.phrase
    name = said[:1].upper() + said[1:]
    keywords = keywords_of(phrase, identity.programme())
    return {
        "name_de": name,
        "name_en": name,
        **{f"{FIELD}{code}": "\n".join(keywords[code]) for code in keywords},
    }


def draft(given: Given, key: str | None, *, named: bool = True) -> OwnTopic:
    """The version that would be saved; without `named` a name may still be missing."""
    values = given.as_values()
    if not named:
        values |= {"name_de": given.name_de or "Topic", "name_en": given.name_en or "Topic"}
    return draft_of(programme=identity.programme(), key=key or NEW, now=database.now(), **values)


def start_of(topic: Topic) -> dict[str, str]:
    """The form of a topic as it is now."""
    versions = versions_of(session(), programme_id=identity.programme().id or 0, key=topic.key)
    own = versions[0].test_sentences if versions and not versions[0].is_retired else []
    lines = [f"{one['language']}: {one['text']}" if one.get("language") else one["text"] for one in own]
    return {
        "name_de": topic.de,
        "name_en": topic.en,
        "test_sentences": "\n".join(lines),
        **{f"{FIELD}{code}": "\n".join(words) for code, words in topic.keywords.items()},
    }


def _sentences(typed: str) -> list[dict[str, str]]:
    """One a line; “ar: …” names the language, otherwise it is told from the words."""
    found = []
    for line in typed.splitlines():
        code, colon, rest = line.strip().partition(":")
        if colon and code.strip() in languages():
            found.append({"text": rest.strip(), "language": code.strip()})
        elif line.strip():
            found.append({"text": line.strip(), "language": ""})
    return found
