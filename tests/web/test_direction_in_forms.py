"""No form takes characters that show other words than were written, except those whose checks find them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.stage import desk_in, scene

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]


@pytest.mark.parametrize("hidden", ["\u202e", "\u2067"])
@pytest.mark.parametrize(
    ("role", "address", "field"),
    [
        (Role.STAFF, "/kits/regions", "name"),
        (Role.STAFF, "/kits/regions", "contact.ar"),
        (Role.STAFF, "/kits/partners", "name"),
        (Role.ADMIN, "/settings/spaces", "rules"),
        (Role.ADMIN, "/settings/spaces", "url"),
        (Role.ADMIN, "/settings/programme", "name"),
        (Role.ADMIN, "/settings/programme", "imprint"),
    ],
)
def test_a_form_refuses_what_turns_words_around(
    desk_in: Log, role: Role, address: str, field: str, hidden: str
) -> None:
    answer = desk_in(role, interface="en").send(address, {field: f"abc{hidden}def"})
    assert answer.status_code == 422
    assert f"U+{ord(hidden):04X}" in answer.get_data(as_text=True)


def test_a_question_is_taken_as_somebody_asked_it(desk_in: Log) -> None:
    page = desk_in(Role.STAFF, interface="en").send(
        "/needs/new/suggest", {"text": "\u202bكم يوم إجازة؟\u202c", "language": "ar", "understood": "yes"}
    )
    assert page.status_code == 200
    assert "U+202B" not in page.get_data(as_text=True)
