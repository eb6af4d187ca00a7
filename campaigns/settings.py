"""The environment, read once and frozen."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from campaigns.clock import Clock, frozen_clock, parse_instant, system_clock
from campaigns.errors import BadInput, Unusable

#: Signs the rows of the audit trail.
TRAIL_KEY = "trail.key"
#: For signing cookies, for pseudonyms of imported case numbers, for everything that lies sealed in the database.
KEYS = ("session.key", "pseudonym.key", "secrets.key", TRAIL_KEY)

ENGINES = ("", "embedded", "cluster")


@dataclass(frozen=True)
class Settings:
    """Where this instance lives and how it is reached.

    `home` holds database, files, keys and log; the two URLs move the database and the files elsewhere
    when several machines share them. `frozen_now` stops the clock of one command (tests only). `smtp_url` is
    the mail server, with its password; `mail_from` the address letters come from; `audit_mail` who keeps the heads of
    the trail where nobody of this machine reaches them. `alert_url` is called when the worker is silent or posts are
    late; it may hold a secret.
    `requires_second_factor`: lawyers and admins of every programme work only with a second factor. `oidc_…`: the
    provider of single sign-on, none without an issuer; `oidc_name` is what the button calls it. `engine` is `embedded`
    (one machine) or `cluster` (several), empty for the one that fits the database.
    """

    home: Path
    database_url: str
    files_url: str
    base_url: str
    port: int
    frozen_now: datetime | None = None
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    alert_url: str = field(default="", repr=False)
    audit_mail: str = ""
    requires_second_factor: bool = False
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_name: str = ""
    engine: str = ""

    @property
    def is_cluster(self) -> bool:
        """Whether workers of several machines share the work; what PostgreSQL means unless the engine is named."""
        return (self.engine or ("embedded" if self.is_on_sqlite else "cluster")) == "cluster"

    @property
    def is_on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def sends_mail(self) -> bool:
        """Whether letters leave this instance; without it, admins get links to hand over."""
        return bool(self.smtp_url)

    @property
    def clock(self) -> Clock:
        return frozen_clock(self.frozen_now) if self.frozen_now else system_clock

    @property
    def keys_dir(self) -> Path:
        return self.home / "keys"

    @property
    def outbox_dir(self) -> Path:
        """Where the folder channel writes."""
        return self.home / "outbox"

    @property
    def film_dir(self) -> Path:
        """Where the finished pieces of films wait for the rest; whoever deletes them loses time alone."""
        return self.home / "films"

    @property
    def log_dir(self) -> Path:
        return self.home / "log"

    @property
    def is_secure(self) -> bool:
        """Whether people reach the desk over TLS; decides the cookie's flags."""
        return self.base_url.startswith("https://")


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment, with defaults that run on one small machine."""
    env = os.environ if environment is None else environment
    home = Path(env.get("LITFASS_HOME") or "instance").absolute()
    port = _port(env.get("LITFASS_PORT") or env.get("PORT") or "8000")
    return Settings(
        home=home,
        database_url=env.get("LITFASS_DATABASE_URL") or f"sqlite:///{home / 'litfass.sqlite'}",
        files_url=env.get("LITFASS_FILES_URL") or str(home / "files"),
        base_url=(env.get("LITFASS_BASE_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
        port=port,
        frozen_now=parse_instant(env["LITFASS_NOW"]) if env.get("LITFASS_NOW") else None,
        smtp_url=env.get("LITFASS_SMTP_URL") or "",
        mail_from=env.get("LITFASS_MAIL_FROM") or "",
        alert_url=env.get("LITFASS_ALERT_URL") or "",
        audit_mail=env.get("LITFASS_AUDIT_MAIL") or "",
        requires_second_factor=env.get("LITFASS_SECOND_FACTOR") == "required",
        oidc_issuer=(env.get("LITFASS_OIDC_ISSUER") or ""),
        oidc_client_id=env.get("LITFASS_OIDC_CLIENT_ID") or "",
        oidc_client_secret=env.get("LITFASS_OIDC_CLIENT_SECRET") or "",
        oidc_name=env.get("LITFASS_OIDC_NAME") or "",
        engine=_engine(env.get("LITFASS_ENGINE") or ""),
    )


def _engine(text: str) -> str:
    if text not in ENGINES:
        raise BadInput(
            "“{text}” is no engine. Set LITFASS_ENGINE to embedded or cluster, or leave it out.",
            text=text[:20],
        )
    return text


def prepare_home(settings: Settings) -> frozenset[str]:
    """Makes the home and its keys if they are missing, and returns the names of the keys that it made.

    Refuses a home that cannot be written.
    """
    for folder in (settings.home, settings.keys_dir, settings.outbox_dir, settings.log_dir):
        try:
            # Questions, password hashes and sessions are for this account alone.
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder == settings.keys_dir:
                folder.chmod(0o700)
        except OSError as problem:
            raise Unusable(
                "The home {home} cannot be written ({problem}). Give the account that runs Litfass the right "
                "to write there, or set LITFASS_HOME to another folder.",
                home=str(settings.home),
                problem=problem.strerror or "unknown problem",
            ) from None
    missing = frozenset(name for name in KEYS if not (settings.keys_dir / name).exists())
    for name in KEYS:
        secret_key(settings, name)
    return missing


def secret_key(settings: Settings, name: str) -> bytes:
    """A key of this instance, made on first use, readable by its owner alone. Keys never enter a backup."""
    path = settings.keys_dir / name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    except OSError as problem:
        raise Unusable(
            "The key {path} cannot be read ({problem}). Give the account that runs Litfass the right to read it.",
            path=str(path),
            problem=problem.strerror or "unknown problem",
        ) from None
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    except OSError as problem:
        raise Unusable(
            "The key {path} cannot be written ({problem}). Give the account that runs Litfass the right to write "
            "there, or set LITFASS_HOME to another folder.",
            path=str(path),
            problem=problem.strerror or "unknown problem",
        ) from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
    return path.read_bytes()


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise BadInput(
            "“{text}” is not a port. Set LITFASS_PORT to a number from 1 to 65535.", text=text[:20]
        )
    return int(text)
