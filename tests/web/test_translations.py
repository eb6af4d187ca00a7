"""German is complete, keeps every value in its place, and no English shines through on any page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask
from flask_babel import force_locale, get_domain, gettext
from jinja2 import Environment, nodes
from sqlalchemy import Engine

from assets.errors import DoesNotFit
from campaigns.db import session_scope
from campaigns.errors import Conflict, Refusal
from campaigns.facts.library import TopicFacts, load_library
from campaigns.needs.actions import import_needs
from campaigns.people.models import Programme
from campaigns.vocabulary import PlacementStatus, Role
from tests.web.desk import Asking, Desk
from tests.web.desk_stage import approved, group, in_group, placed, published_on_feed
from tests.web.stage import Scene, desk_in, scene
from web.translations.__main__ import FOLDER, missing
from web.translations.sources import ROOT, parsed, sentences_of, template
from web.words.content import say, topic_word
from web.words.sentences import said, sentence

#: Words and usage; no database changes them.
pytestmark = pytest.mark.any_database
__all__ = ["desk_in", "scene"]

NAMED = re.compile(r"%\((\w+)\)s|\{(\w+)[^}]*\}")
WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{2,}")
#: Words that an English sentence of the desk hardly does without, and German never has.
ENGLISH = re.compile(r"\b(the|this|is|are|yet|not|and|with|without|your|you|has|were|of)\b")
#: What is called the same in every language.
NAMES = {"Litfass", "px"}
#: What the scene's people typed in English, and addresses: a short link's random letters may spell an English word.
TYPED = re.compile(r"https?://\S+|Mothers of the town|One post a week\.|\w+ of scene")
#: A log in which a topic rises: one language asks often, one rarely.
QUESTIONS = "\n".join(
    ["Datum;Plattform;Gruppe;Sprache;Thema;Anfrage"]
    + [f"2026-11-1{n % 9};Telegram;Gruppe {n % 3};ar;child_benefit;Frage {n}" for n in range(30)]
    + [f"2026-10-1{n % 9};Telegram;Gruppe 1;uk;wage;Andere Frage {n}" for n in range(7)]
).encode()
#: Attributes that are read out or shown.
SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-copied", "data-label")


@cache
def german() -> Catalog:
    """The catalogue as it is written, not as it was last compiled."""
    with (FOLDER / "de" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="de")


@cache
def english() -> Catalog:
    return template()


@pytest.fixture
def app_in_german(app: Flask) -> Flask:
    """The desk with the German texts as they are written now."""
    compiled = BytesIO()
    write_mo(compiled, german())
    compiled.seek(0)
    with app.test_request_context():
        get_domain().cache["de", "messages"] = Translations(compiled)
    return app


def pairs() -> Iterator[tuple[str, str]]:
    """Every English text with its German one, singular and plural apart."""
    for message in german():
        if message.id:
            yield from zip(texts(message.id), texts(message.string), strict=True)


def texts(of: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [of] if isinstance(of, str) else list(of or ())


def names(text: str) -> set[str]:
    return {found.group(0) for found in NAMED.finditer(text.replace("{{", "").replace("}}", ""))}


def test_every_text_of_the_sources_is_translated() -> None:
    catalogue = german()
    absent = [texts(message.id)[0] for message in english() if message.id and message.id not in catalogue]

    assert absent == [], "run: python -m web.translations"
    assert missing(catalogue) == []


def test_nothing_is_translated_that_the_sources_do_not_say() -> None:
    known = english()

    assert [texts(message.id)[0] for message in german() if message.id and message.id not in known] == []


def test_plurals_stand_in_both_numbers() -> None:
    wrong = [
        texts(message.id)[0]
        for message in german()
        if message.id and len(texts(message.id)) != len(texts(message.string))
    ]

    assert (wrong, german().num_plurals) == ([], 2)


def test_values_are_the_same_in_both_languages() -> None:
    assert [(source, text) for source, text in pairs() if names(source) != names(text)] == []


def test_braces_and_per_cent_signs_can_be_filled() -> None:
    """A stray brace or sign would break the page on which the text stands."""
    for source, text in pairs():
        values = {found.group(2): 1 for found in NAMED.finditer(source) if found.group(2)}
        if "{" in source:
            text.format(**values)
        if "%(" in source:
            assert "%" not in re.sub(r"%\(\w+\)s|%%", "", text), text


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("straight quotation marks", r'(?<![\[{:\s,])"(?![:,}\s])|"(?=\w+[.?!]? )'),
        ("English quotation marks", r"“[^„]*”"),
        ("an ordinary space before a unit", r"[\d}] (?:%(?!\()|MB|GB|kB|px|€)"),
        ("three dots instead of an ellipsis", r"\.\.\."),
        ("two spaces", r"\S  \S"),
        ("an address to the reader", r"\b(?:Sie können|Ihre?n?|Ihnen|du|dein|deine|dir)\b"),
    ],
)
def test_german_is_well_set(fault: str, pattern: str) -> None:
    found = [text for _source, text in pairs() if re.search(pattern, text)]

    assert found == [], fault


def test_sentences_end_alike() -> None:
    """What is a sentence in English is one in German."""
    wrong = [
        (source, text)
        for source, text in pairs()
        if (source[-1] in ".?!" and " " in source) != (text[-1] in ".?!" and " " in text)
        and not source.startswith("https:")
    ]

    assert wrong == []


def test_a_refusal_is_said_with_its_values(app_in_german: Flask) -> None:
    held = Conflict(
        "This placement is {status}; there is nothing to decide.", status=PlacementStatus.HELD.value
    )
    too_long = DoesNotFit("ar", "headline", 12)
    with app_in_german.test_request_context(), force_locale("de"):
        assert sentence(held) == "Dieser Termin hat den Stand „Angehalten“; es gibt nichts zu entscheiden."
        assert "(Arabisch)" in said(too_long.sentence, too_long.values)


def test_a_refusal_that_tells_a_part_says_it_in_german(app_in_german: Flask) -> None:
    changed = Refusal(
        "What would leave is not what was approved: {what}. "
        "Render and submit the post again; do not publish the old files.",
        what="a file has other bytes",
    )
    with app_in_german.test_request_context(), force_locale("de"):
        assert "eine Datei hat andere Bytes" in sentence(changed)


# --- texts that were never marked for translation -----------------------------------------------------------


def templates() -> list[Path]:
    return sorted((ROOT / "web" / "templates").rglob("*.html"))


def test_no_template_has_words_of_its_own(app: Flask) -> None:
    found = {
        path.name: words
        for path in templates()
        if path.name != "gallery.html"  # shows pieces to those who build pages, with sample words
        and (words := [word for word in bare_words(path, app.jinja_env) if word not in NAMES])
    }

    assert found == {}


def bare_words(path: Path, environment: Environment) -> list[str]:
    """Words between tags or in spoken attributes that are not handed through `_()`."""
    tree = environment.parse(path.read_text(encoding="utf-8"))
    pieces = []
    for output in tree.find_all(nodes.Output):
        pieces += [each.data if isinstance(each, nodes.TemplateData) else "{}" for each in output.nodes]
    html = re.sub(r"<!--.*?-->|<(script|style|pre|code|kbd)\b.*?</\1>", "", "".join(pieces), flags=re.DOTALL)
    spoken = re.findall(rf'\b(?:{"|".join(SPOKEN)})="([^"]*)"', html)
    between = re.sub(r"<[^<>]*>", " ", html)
    between = re.sub(r'^[^<>]*"\s*/?>|<[^<>]*$|\w[\w-]*="[^"]*"?', " ", between)
    return WORD.findall(" ".join([re.sub(r"&\w+;", " ", between), *spoken]))


#: Pages for those who build, and answers for programs: both speak English.
FOR_BUILDERS = ("gallery.py", "intake.py")


def test_no_view_says_a_sentence_in_english_alone() -> None:
    known = english()
    found = [
        (path.name, text)
        for path in sorted((ROOT / "web").rglob("*.py"))
        if path.name not in FOR_BUILDERS
        for text in sentences_of(parsed(path))
        if text not in known and text not in plurals()
    ]

    assert found == []


@cache
def plurals() -> frozenset[str]:
    return frozenset(text for message in english() if message.id for text in texts(message.id)[1:])


# --- every page ---------------------------------------------------------------------------------------------


@pytest.fixture
def far_along(engine: Engine, scene: Scene, now: datetime) -> Scene:
    """The scene with something on every screen: asked, approved, placed, published, handed over."""
    with session_scope(engine) as session:
        import_needs(
            session,
            programme=session.get_one(Programme, scene.cast.programme.id),
            data=QUESTIONS,
            name="log.csv",
            key=b"k" * 32,
            by=None,
            now=now,
        )
    proofs = approved(engine, scene, scene.arabic, now=now, channels=("feed", "handoff"))
    placed(engine, scene, scene.arabic, proofs["feed"], now=now, later=timedelta(days=1))
    space = group(engine, scene, now=now)
    in_group(engine, scene, scene.arabic, proofs["handoff"], space, now=now)
    published_on_feed(engine, scene, scene.german, now=now)
    return scene


@pytest.mark.parametrize(
    "role", [Role.STAFF, Role.LAWYER, Role.TRANSLATOR, Role.ADVISOR, Role.LEAD, Role.ADMIN]
)
def test_no_english_shines_through(
    app_in_german: Flask, far_along: Scene, desk_in: Callable[..., Desk], role: Role
) -> None:
    app_in_german.test_client_class = Asking
    desk = desk_in(role, interface="de")
    if role in (Role.STAFF, Role.LEAD):
        assert desk.send("/needs/proposals", {"topic": "child_benefit"}).status_code == 303
    seen, wrong = set[str](), list[str]()
    waiting = ["/today", "/profile", "/nowhere", "/settings/people", *start_of(app_in_german)]
    while waiting and len(seen) < 120:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        response = desk.get(address)
        if response.mimetype != "text/html" or response.status_code in (301, 302, 303):
            continue
        page = lxml.html.document_fromstring(response.get_data(as_text=True))
        assert page.get("lang", "").startswith("de")
        wrong += [f"{address}: {text}" for text in shown(page) if is_english(text)]
        waiting += links(page)

    assert len(seen) > 10
    assert not wrong, "\n".join(wrong)


def start_of(app: Flask) -> list[str]:
    """Every page that needs no id."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set())
        and not rule.arguments
        and "." not in rule.rule
        and rule.endpoint not in ("login.logout", "gallery.gallery", "static")
    )


def links(page: lxml.html.HtmlElement) -> list[str]:
    """Where the page leads on the desk; of what differs only in its query one is enough."""
    found = [urlsplit(address).path for address in page.xpath("//main//a/@href")]
    return [path for path in dict.fromkeys(found) if path.startswith("/") and "/static/" not in path]


def shown(element: lxml.html.HtmlElement, language: str = "") -> Iterator[str]:
    """Every piece of text that is the desk's, and so meant to be German; copy and names in other languages say so."""
    language = element.get("lang") or language
    is_read = language.startswith("de") and element.tag not in ("script", "style", "pre", "code", "kbd")
    if is_read:
        yield from told(element.text, *(element.get(name) for name in SPOKEN))
    for child in element:
        if isinstance(child.tag, str):
            yield from shown(child, language)
        if is_read:
            yield from told(child.tail)


def told(*pieces: str | None) -> Iterator[str]:
    return (" ".join(piece.split()) for piece in pieces if piece and piece.strip())


@cache
def is_english(text: str) -> bool:
    text = TYPED.sub("", text)
    return text in untranslated() or bool(filled().fullmatch(text)) or bool(ENGLISH.search(text))


@cache
def untranslated() -> frozenset[str]:
    """English texts that are not also the German for something."""
    return frozenset(source for source, text in pairs() if source != text) - {
        text for _source, text in pairs()
    }


@cache
def filled() -> re.Pattern[str]:
    """English texts with values in their places, where enough stands around the values to know them by."""
    patterns = []
    for source, text in pairs():
        literal = NAMED.sub("", source)
        if source != text and NAMED.search(source) and len(WORD.findall(literal)) > 1:
            patterns.append(".+?".join(re.escape(part) for part in NAMED.split(source)[::3]))
    return re.compile("|".join(patterns))


@pytest.mark.parametrize("topic", load_library(), ids=lambda one: one.topic)
def test_aim_of_a_post_names_its_topic_in_german(app: Flask, topic: TopicFacts) -> None:
    with app.test_request_context(), force_locale("de"):
        told = say("Make one fact about {topic} known.", {"topic": topic.name["en"]})
        assert told == gettext("Make one fact about {topic} known.").format(topic=topic_word(topic.topic))
