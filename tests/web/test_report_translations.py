"""A report on paper in Arabic and Farsi says nothing in English; its words are a draft and say so."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask_babel import force_locale

from campaigns.needs.topics.taxonomy import taxonomy
from campaigns.reach.disclosure.suppression import Count
from campaigns.reach.insights.metrics import all_definitions
from campaigns.reach.report.observed import REASONS
from campaigns.reach.report.rows import NOT_TOLD
from web.formats import day
from web.reports.counts import shown_count
from web.reports.languages import DRAFTED, PAPER_LOCALES
from web.reports.page import alone
from web.reports.paper import _moment
from web.translations.compiled import OF_REPORTS
from web.words.radar import REGIONS

WEB = Path(__file__).parents[2] / "web"
#: Where the words of the paper stand. `source_word` is for the desk alone.
SOURCES = (
    *(
        f"reports/{name}.py"
        for name in ("paper", "sections", "tables", "counts", "compared", "fairness", "posts", "charts")
    ),
    "words/reach.py",
)
ON_THE_DESK = {"from the channel", "from an export", "typed in by hand"}
VALUES = re.compile(r"%\(\w+\)s")


def said_on_paper() -> set[str]:
    found = {NOT_TOLD, *REASONS, *(topic.en for topic in taxonomy().topics.values())}
    with alone().test_request_context(), force_locale("en_GB"):
        found |= {str(region) for region in REGIONS.values()}
    for definition in all_definitions().values():
        found |= {definition.sentence, definition.note} - {""}
    for name in SOURCES:
        for node in ast.walk(ast.parse((WEB / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return found - ON_THE_DESK


@pytest.mark.parametrize("code", DRAFTED)
def test_every_word_of_the_paper_is_there_with_its_values(code: str) -> None:
    with (OF_REPORTS / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    words = {str(each.id): str(each.string) for each in catalogue if each.id and each.string}

    assert sorted(said_on_paper() - set(words)) == []
    changed = {
        text for text, word in words.items() if sorted(VALUES.findall(text)) != sorted(VALUES.findall(word))
    }
    assert changed == set()
    assert "DRAFT" in catalogue.header_comment


@pytest.mark.parametrize("code", sorted(DRAFTED))
def test_a_day_is_written_alike_everywhere_on_one_paper(code: str) -> None:
    at = datetime(2026, 11, 29, 12, tzinfo=UTC)
    with alone().test_request_context(), force_locale(PAPER_LOCALES[code]):
        assert _moment(at, "Europe/Berlin").startswith(f"{day(at.date())} ")


def test_fewer_than_does_not_become_more_than_from_right_to_left() -> None:
    with alone().test_request_context(), force_locale("ar"):
        assert shown_count(Count(None, 5)) == "\u2066<5\u2069"
