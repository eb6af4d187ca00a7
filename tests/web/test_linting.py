"""The lint of pages finds what it says it finds; otherwise every other test would be quiet for nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from campaigns.people import rules
from tests.web.linting import problems_of

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
PAGE = (
    "<!doctype html><html lang='en'><head><title>Page</title></head>"
    "<body><main><h1>Page</h1>{body}</main></body></html>"
)


def test_a_clean_page_has_no_problems() -> None:
    body = "<form method='post'><input type='hidden' name='csrf_token'><label for='a'>A</label><input id='a'></form>"

    assert problems_of(PAGE.format(body=body), is_page=True) == []


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Second</h1>",
        "<h3>Jump</h3>",
        "<p style='color:red'>x</p>",
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        "<button onclick='x()'>x</button>",
        "<a href='javascript:x'>x</a>",
        "<img src='https://example.org/x.png' alt=''>",
        "<img src='/x.png'>",
        "<input name='a'>",
        "<select name='a'></select>",
        "<a href='/'></a>",
        "<form method='post'></form>",
        "<p id='a'></p><p id='a'></p>",
        "<label for='nothing'>x</label>",
        "<p aria-describedby='nothing'>x</p>",
        "<a href='/'><button>x</button></a>",
        "<main></main>",
        "<div><span></div>",
        "<p class='a' class='b'></p>",
    ],
)
def test_each_fault_is_found(body: str) -> None:
    assert problems_of(PAGE.format(body=body), is_page=True) != []


@pytest.mark.parametrize(
    "page", ["<html><body><main><h1>x</h1></main></body></html>", "<html lang='de'></html>"]
)
def test_a_page_without_language_title_or_heading_is_found(page: str) -> None:
    assert problems_of(page, is_page=True) != []


def test_no_template_asks_for_the_first_of_what_may_be_empty() -> None:
    """`first` of an empty list is undefined, and asking whether that is anything is an error: a page falls over."""
    found = [
        path.name
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"\|\s*(first|last)\b(?!\|default)", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_question_that_a_page_asks_about_rights_exists() -> None:
    asked = {
        (name, path.relative_to(TEMPLATES).as_posix())
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"\bmay\.(\w+)", path.read_text())
    }

    assert asked
    assert {each for each in asked if not hasattr(rules, each[0])} == set()
