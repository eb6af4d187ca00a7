"""Each rule that keeps a desk from serving people elsewhere, broken once (S-doc)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from campaigns.doctor import data, home, machine, production
from campaigns.doctor.finding import Finding, fails
from campaigns.doctor.production import check_before_serving
from campaigns.errors import Unusable
from campaigns.migrations import migrate
from campaigns.settings import Settings, load_settings, prepare_home

GOOD = {
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_NAME": "__Host-litfass-form",
    "TRUSTED_HOSTS": ["desk.example.org"],
}


@pytest.fixture
def settings(tmp_path: Path, migrated_database: Callable[[], Engine]) -> Settings:
    settings = load_settings(
        {
            "LITFASS_HOME": str(tmp_path / "home"),
            "LITFASS_BASE_URL": "https://desk.example.org",
            "LITFASS_DATABASE_URL": migrated_database().url.render_as_string(hide_password=False),
        }
    )
    prepare_home(settings)
    return settings


def serve(
    settings: Settings, now: datetime, environment: dict[str, str] | None = None, **config: Any
) -> None:
    check_before_serving(settings, config={**GOOD, **config}, environment=environment or {}, now=now)


def test_a_desk_in_order_is_served(settings: Settings, now: datetime) -> None:
    serve(settings, now)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"SESSION_COOKIE_SECURE": False}, "cookies"),
        ({"SESSION_COOKIE_HTTPONLY": False}, "cookies"),
        ({"SESSION_COOKIE_SAMESITE": None}, "cookies"),
        ({"SESSION_COOKIE_SAMESITE": "None"}, "cookies"),
        ({"SESSION_COOKIE_NAME": "litfass"}, "cookies"),
        ({"TRUSTED_HOSTS": None}, "any name"),
        ({"TRUSTED_HOSTS": []}, "any name"),
        ({"TRUSTED_HOSTS": ["*"]}, "any name"),
    ],
    ids=str,
)
def test_wrong_flags_keep_the_desk_from_serving(
    settings: Settings, now: datetime, broken: dict[str, Any], said: str
) -> None:
    with pytest.raises(Unusable, match=said):
        serve(settings, now, **broken)


def test_debug_keeps_the_desk_from_serving(settings: Settings, now: datetime) -> None:
    serve(settings, now, {"FLASK_DEBUG": "0"})
    with pytest.raises(Unusable, match="FLASK_DEBUG"):
        serve(settings, now, {"FLASK_DEBUG": "1"})


@pytest.mark.parametrize("harm", ["short", "missing", "open"])
def test_weak_keys_keep_the_desk_from_serving(settings: Settings, now: datetime, harm: str) -> None:
    key = settings.keys_dir / "session.key"
    if harm == "short":
        key.write_bytes(b"x" * 31)
    elif harm == "missing":
        key.unlink()
    else:
        key.chmod(0o644)
    with pytest.raises(Unusable, match="key"):
        serve(settings, now)


def broken_finding(*_: object, **__: object) -> Finding:
    return fails("x", "This is broken.", "Mend it.")


@pytest.mark.parametrize(
    "check", ["check_pillow", "check_filesystem", "check_disk", "check_home", "check_address"]
)
def test_each_other_rule_keeps_the_desk_from_serving(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, now: datetime, check: str
) -> None:
    monkeypatch.setattr(production, check, broken_finding)
    with pytest.raises(Unusable, match=r"This is broken\. Mend it"):
        serve(settings, now)


def test_an_old_pillow_a_full_disk_and_a_network_disk_are_what_breaks_them(settings: Settings) -> None:
    rules: list[Callable[[], Finding]] = [
        lambda: machine.check_pillow("12.2.0"),
        lambda: home.check_disk(settings, free=999_999_999),
        lambda: home.check_filesystem(
            replace(settings, database_url="sqlite:///x"), mounts="server:/ / nfs4 rw 0 0"
        ),
    ]
    assert [rule().state.value for rule in rules] == ["fails"] * 3


@pytest.mark.any_database
def test_a_write_ahead_log_under_an_unfixed_sqlite_keeps_the_desk_from_serving(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, now: datetime
) -> None:
    settings = load_settings(
        {"LITFASS_HOME": str(tmp_path / "home"), "LITFASS_BASE_URL": "https://desk.example.org"}
    )
    prepare_home(settings)
    from campaigns.db import open_engine

    engine = open_engine(settings)
    migrate(engine)
    engine.dispose()
    monkeypatch.setattr(data, "sqlite_is_fixed", lambda: False)
    with pytest.raises(Unusable, match="damage a write-ahead log"):
        serve(settings, now)


def test_on_this_machine_alone_nothing_is_refused(settings: Settings, now: datetime) -> None:
    here = replace(settings, base_url="http://127.0.0.1:8000")
    check_before_serving(here, config={}, environment={"FLASK_DEBUG": "1"}, now=now)
