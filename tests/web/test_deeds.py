"""Whatever is written into the trail has a word that people read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from web.words.deed_details import details
from web.words.deeds import deeds, things

ROOT = Path(__file__).parents[2]


def calls() -> Iterator[ast.Call]:
    for package in ("campaigns", "scheduler", "web"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield node


def said(name: str) -> set[str]:
    """What is handed to `record`, or to a function of a module that ends in it, under this name."""
    found: set[str] = set()
    for call in calls():
        given = [keyword.value for keyword in call.keywords if keyword.arg == name]
        if name == "action" and getattr(call.func, "id", "") == "_record" and len(call.args) > 1:
            given.append(call.args[1])
        if getattr(call.func, "id", "") in ("record", "_record"):
            found |= {
                each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)
            }
    return found


def test_every_deed_and_every_thing_has_a_word(app: Flask) -> None:
    with app.test_request_context():
        assert said("action") - deeds().keys() == set()
        assert said("subject") - things().keys() == set()


#: What a row of the trail says by itself; all else that is handed over stands beside the deed.
OWN = {"session", "action", "subject", "subject_id", "by", "programme_id", "now"}


def test_whatever_stands_beside_a_deed_has_a_word(app: Flask) -> None:
    beside = {
        keyword.arg
        for call in calls()
        if isinstance(call.func, ast.Name)
        and (call.func.id in ("record", "_record", "_tell") or call.func.id.startswith("record_"))
        for keyword in call.keywords
        if keyword.arg
    }
    with app.test_request_context():
        assert beside - OWN - details().keys() == set()
