"""Questions from other programs: the shape of a request and of its answer, as data and as a check. No network here.

`openapi.py` describes the endpoint by the same table of fields (`SHAPE`) by which `read_questions` checks a body, so
the description cannot promise what the check refuses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from campaigns.errors import BadInput
from campaigns.needs.intake.mapping import FIELDS
from campaigns.needs.reading import Row, Table
from campaigns.needs.reading.table import CellProblem

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Stands for a value that was refused.
_WRONG = "?"
MOST_BYTES = 1024 * 1024
MOST_QUESTIONS = 500
MOST_PROBLEMS = 20
#: Of a call's Idempotency-Key.
LONGEST_SIGN = 200

#: Every field: its longest value and what it means. All are strings, `risk` may be a number.
SHAPE: Mapping[str, tuple[int, str]] = {
    "date": (10, "The day it was asked, YYYY-MM-DD. Required."),
    "text": (
        8000,
        "The question as it was asked. Identifiers are removed before it is kept, if it is kept at all.",
    ),
    "language": (40, "Code or name of its language; detected when left out."),
    "platform": (60, "facebook, telegram, whatsapp, …"),
    "space": (200, "The group or channel; never a person."),
    "region": (60, "Land or its code (DE-NW), a town, or abroad. Of a town only its Land is kept."),
    "info_quality": (60, "What the thread had answered: question_only, community_answer_correct, …"),
    "referred_to": (200, "Where the person was sent."),
    "topic": (60, "Key of a topic, when a person has decided it."),
    "case_id": (200, "Your own number of the case; only a keyed hash is kept."),
    "risk": (1, "1, 2 or 3."),
    "sector": (60, "construction, care, …"),
    "residence_status": (
        40,
        "german, eu, permit, settled, temporary_protection, asylum, toleration, visa, none or unknown.",
    ),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong in a body and where, in the words of JSON pointers: /questions/3/date.

    `row` is the place of the question as the answer counts it (the first is 1), 0 where it is no question's.
    """

    at: str
    what: str
    row: int = 0

    def as_json(self) -> dict[str, Any]:
        return {"at": self.at, "what": self.what} | ({"row": self.row} if self.row else {})

    @property
    def field(self) -> str:
        """The field that is wrong, empty where it is the whole question."""
        return self.at.removeprefix(_place_of(self.row)).removeprefix("/")


def _place_of(row: int) -> str:
    return f"/questions/{row - 1}"


def with_places(told: dict[str, Any]) -> dict[str, Any]:
    """The answer with the place of every question that was refused, in the words of JSON pointers, too."""
    rejected = [
        one | {"at": "/".join(filter(None, (_place_of(one["row"]), one["column"])))}
        for one in told["rejected"]
    ]
    return {**told, "rejected": rejected}


class BadQuestions(BadInput):
    """The body does not have the shape, or no question in it has. Nothing of it was taken.

    `problems` are the first of what is wrong.
    """

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__("{at}: {what}" if first.at else "{what}", at=first.at, what=first.what)
        self.problems = problems[:MOST_PROBLEMS]

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        return {"error": str(self), "problems": [one.as_json() for one in self.problems]}


def read_questions(body: bytes) -> Table:
    """The table in a body. Refuses in sentences whatever `openapi.py` does not describe; values are never repeated.

    Where some questions have the shape, those that do not are rows with their problem, and only they are refused.
    """
    if len(body) > MOST_BYTES:
        raise BadQuestions([Problem("", "The body is larger than 1 MB. Send fewer questions at a time.")])
    try:
        document = json.loads(body.decode("utf-8"), object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise BadQuestions([Problem("", "The body is not JSON in UTF-8.")]) from None
    questions = document.get("questions") if isinstance(document, dict) else None
    if not isinstance(questions, list) or set(document) != {"questions"}:
        raise BadQuestions([Problem("", 'Send an object with one list: {"questions": […]}.')])
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise BadQuestions([Problem("/questions", f"Send 1 to {MOST_QUESTIONS} questions at a time.")])
    problems: list[Problem] = []
    rows = [_row(place, one, problems) for place, one in enumerate(questions)]
    if all(row.problems for row in rows):
        raise BadQuestions(problems)
    return Table(FIELDS, rows, "json")


class _Doubled:
    """Stands for the value of a key that an object has twice: which of them is meant nobody knows."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        found[key] = _Doubled() if key in found else value
    return found


def _row(place: int, question: Any, problems: list[Problem]) -> Row:
    number, found = place + 1, list[Problem]()
    cells = _cells(_place_of(number), question, found)
    found = [replace(one, row=number) for one in found]
    problems += found
    return Row(number, cells, tuple(CellProblem(number, one.field, one.what) for one in found))


def _cells(where: str, question: Any, problems: list[Problem]) -> tuple[str, ...]:
    if not isinstance(question, dict):
        problems.append(Problem(where, "A question is an object."))
        return ("",) * len(FIELDS)
    problems += [
        Problem(where, "There is a field that questions do not have.") for key in question if key not in SHAPE
    ]
    cells = tuple(_cell(f"{where}/{name}", name, question.get(name), problems) for name in FIELDS)
    filled = dict(zip(FIELDS, cells, strict=True))
    if not filled["date"]:
        problems.append(Problem(f"{where}/date", "The day is missing. Write it like 2026-11-02."))
    if not filled["text"] and not filled["topic"]:
        problems.append(Problem(where, "Give the question's text or its topic."))
    return cells


def _cell(where: str, name: str, value: Any, problems: list[Problem]) -> str:
    if value is None:
        return ""
    if name == "risk" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    longest, _ = SHAPE[name]
    if isinstance(value, _Doubled):
        problems.append(Problem(where, "This field stands twice in one question. Send it once."))
    elif name == "risk" and not isinstance(value, str):
        problems.append(Problem(where, "The risk is 1, 2 or 3."))
    elif not isinstance(value, str):
        problems.append(Problem(where, "This field is a text."))
    elif len(value) > longest:
        problems.append(Problem(where, f"This field holds at most {longest} characters."))
    elif "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        problems.append(Problem(where, "This field holds signs that are no text."))
    elif name == "risk" and value not in ("", "1", "2", "3"):
        problems.append(Problem(where, "The risk is 1, 2 or 3."))
    elif name == "date" and not _ISO.fullmatch(value):
        problems.append(Problem(where, "Write the day as YYYY-MM-DD, like 2026-11-02."))
    elif name == "date" and not _is_iso(value):
        problems.append(Problem(where, "This is no day that exists. Write it like 2026-11-02."))
    else:
        return value
    return _WRONG


def _is_iso(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
