"""What was typed, and the sentence beside the field that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict

from campaigns.direction import check_direction
from campaigns.errors import BadInput, Conflict, NotAllowed, NotFound, Refusal
from web import database
from web.words.sentences import sentence


class Form:
    """A form as it was sent, or as it stands before anybody typed.

    `start` holds the values of an untouched form. Readers (`text`, `number`, …) give what was typed as the
    type the action wants, or refuse with a sentence for that field. `errors` holds one sentence per field;
    '' is the form as a whole. `has_changed`: what the form is about is not what it was when it was shown.
    """

    def __init__(
        self, sent: MultiDict[str, str] | None = None, start: Mapping[str, Any] | None = None
    ) -> None:
        self.sent = sent
        self.start = dict(start or {})
        self.errors: dict[str, str] = {}
        self.has_changed = False

    @classmethod
    def posted(cls, start: Mapping[str, Any] | None = None) -> Form:
        """The form of this request."""
        return cls(sent=request.form, start=start)

    def value(self, name: str) -> str:
        """What stands in the field when the page is shown."""
        if self.sent is not None:
            # No keyboard types it and PostgreSQL keeps no text with it.
            return self.sent.get(name, "").replace("\x00", "")
        found = self.start.get(name)
        return "" if found is None else str(found)

    def chosen(self, name: str) -> list[str]:
        """What is ticked in a group of boxes, or chosen in a list of several."""
        if self.sent is not None:
            return [each.replace("\x00", "") for each in self.sent.getlist(name)]
        found = self.start.get(name, [])
        if isinstance(found, bool):
            return ["yes"] if found else []
        return [
            str(each) for each in (found if isinstance(found, (list, tuple, set, frozenset)) else [found])
        ]

    def text(self, name: str, *, needed: bool = False, longest: int = 10_000, as_typed: bool = False) -> str:
        """`as_typed`: with characters that turn a text around. For copy, whose checks find them, and for what others
        wrote; everywhere else they are refused."""
        typed = self.value(name).strip().replace("\r\n", "\n").replace("\r", "\n")
        if needed and not typed:
            raise BadInput("Fill this in.", field=name)
        if len(typed) > longest:
            raise BadInput(
                "This is longer than {longest} characters. Shorten it.", field=name, longest=longest
            )
        if not as_typed:
            check_direction(typed, field=name)
        return typed

    def number(self, name: str) -> int:
        typed = self.value(name).strip()
        if not typed.removeprefix("-").isdecimal() or len(typed) > 12:
            raise BadInput("Write a whole number.", field=name)
        return int(typed)

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.value(name).strip())
        except ValueError:
            raise BadInput("Write a day like 2027-01-11.", field=name) from None

    def ticked(self, name: str) -> bool:
        return bool(self.chosen(name))

    def file(self, name: str) -> FileStorage:
        sent = request.files.get(name)
        if sent is None or not sent.filename:
            raise BadInput("Choose a file.", field=name)
        return sent

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Turns a refusal into the sentence beside its field and undoes what was written.

        The view goes on after the block and shows the form again, with what was typed. Refusals about the
        person's right or about a missing thing are not the form's and go on as pages of their own.
        """
        try:
            yield
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            database.rollback()
            self.errors[refusal.field or ""] = sentence(refusal)
            self.has_changed = isinstance(refusal, Conflict)

    @property
    def status(self) -> int:
        """The status to show the form with: 422 when something is wrong."""
        return 422 if self.errors else 200
