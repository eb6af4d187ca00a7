"""The demo's people: role names, one address each, one password for all of them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from campaigns.people.actions.people import add_person, grant_role
from campaigns.people.actions.programmes import add_programme
from campaigns.people.models import Person, Programme
from campaigns.people.passwords import hash_password
from campaigns.people.presets import Preset
from campaigns.settings import Settings
from campaigns.vocabulary import Role

PASSWORD_FILE = "demo-password"  # noqa: S105


@dataclass(frozen=True)
class DemoLogin:
    """Somebody to log in as."""

    email: str
    name: str
    roles: tuple[tuple[Role, str], ...]


def demo_password(settings: Settings) -> str:
    """The password of every demo account in this home: made once, kept beside the keys, never in a backup."""
    path = settings.keys_dir / PASSWORD_FILE
    if not path.is_file():
        path.write_text(f"litfass-{secrets.token_hex(5)}", encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8").strip()


def demo_logins(preset: Preset) -> Iterator[DemoLogin]:
    """Everybody of one programme. Two lawyers share the languages; each language has its translator."""
    address = f"@{preset.key}.example"
    for role in (Role.LEAD, Role.STAFF, Role.ADVISOR, Role.BOARD, Role.EVALUATOR, Role.ADMIN):
        yield DemoLogin(f"{role.value}{address}", role.value.capitalize(), ((role, ""),))
    codes = (*preset.languages, *preset.optional)
    for number, half in enumerate((codes[::2], codes[1::2]), start=1):
        yield DemoLogin(
            f"lawyer{number}{address}", f"Lawyer {number}", tuple((Role.LAWYER, code) for code in half)
        )
    for code in codes:
        yield DemoLogin(
            f"translator.{code}{address}", f"Translator {code.upper()}", ((Role.TRANSLATOR, code),)
        )


def add_demo_programme(session: Session, *, preset: Preset, password: str | None, now: datetime) -> Programme:
    """The programme of a preset, with all its people."""
    programme = add_programme(
        session,
        key=preset.key,
        name=preset.name,
        organisation="Beispielverein Beratung (fiktiv)",
        languages=preset.languages,
        optional=preset.optional,
        by=None,
        now=now,
        jurisdiction=preset.jurisdiction,
        land=preset.land,
        speaks_to_women=preset.speaks_to_women,
        zone=preset.zone,
        source_language=preset.source_language,
        imprint="Beispielverein Beratung (fiktiv), Beispielstraße 1, 10000 Beispielstadt",
        imprint_url=f"https://{preset.key}.example/imprint",
        responsible="Leitung (fiktiv)",
        contact={"name": "Beispielverein Beratung", "url": f"https://{preset.key}.example/advice"},
        brand=dict(preset.brand),
        is_demo=True,
    )
    # One printed password for all of them: hashing it sixteen times would only make the demo wait.
    hashed = hash_password(password) if password is not None else None
    for login in demo_logins(preset):
        _add_login(session, login, programme, hashed, now)
    return programme


def _add_login(
    session: Session, login: DemoLogin, programme: Programme, hashed: str | None, now: datetime
) -> Person:
    person = add_person(
        session, email=login.email, name=login.name, password=None, hashed=hashed, by=None, now=now
    )
    for role, language in login.roles:
        grant_role(
            session,
            person=person,
            programme_id=programme.id or 0,
            role=role,
            language=language,
            by=None,
            now=now,
        )
    return person
