"""The settings screens, filled in by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from campaigns.vocabulary import Role
from tests.web.desk import Desk

SCREENS = [
    "programme",
    "people",
    "people/new",
    "languages",
    "accounts",
    "spaces",
    "audit",
    "audit/verify",
    "doctor",
]


@pytest.mark.parametrize("interface", ["de", "en"])
@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_opens_for_an_admin(desk_of: Callable[..., Desk], screen: str, interface: str) -> None:
    response = desk_of(Role.ADMIN, interface=interface).get(f"/settings/{screen}")

    assert response.status_code == 200
    assert f'<html lang="{interface}"' in response.text
