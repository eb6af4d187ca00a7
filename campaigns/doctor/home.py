"""The home of the instance: may it be written, is there room, are the keys in order, how is it reached."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from campaigns.doctor.finding import Finding, fails, note, well
from campaigns.errors import BadInput
from campaigns.mail.server import read_mail_server
from campaigns.settings import KEYS, Settings

GIGABYTE = 1_000_000_000
#: SQLite's locks do not hold reliably on these.
REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "ceph", "glusterfs", "9p"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def check_home(settings: Settings) -> Finding:
    """The home, or the folder it will be made in, can be written."""
    folder = _nearest(settings.home)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        return fails(
            "home",
            "The home {home} cannot be written ({problem}).",
            "Give the account that runs Litfass the right to write there, or set LITFASS_HOME to another folder.",
            home=str(settings.home),
            problem=problem.strerror or "unknown problem",
        )
    if folder != settings.home:
        return note(
            "home", "The home {home} does not exist yet; it is made on first use.", home=str(settings.home)
        )
    return well("home", "The home {home} can be written.", home=str(settings.home))


def check_disk(settings: Settings, free: int | None = None) -> Finding:
    """Room for a while: without it nothing is sent, because the intent to send cannot be stored."""
    left = shutil.disk_usage(_nearest(settings.home)).free if free is None else free
    if left < GIGABYTE:
        return fails(
            "disk",
            "Only {left:.1f} GB are free where the home lies.",
            "Make room: below 1 GB pictures, backups and in the end sending stop.",
            left=left / GIGABYTE,
        )
    return well("disk", "{left:.0f} GB are free.", left=left / GIGABYTE)


def check_filesystem(settings: Settings, mounts: str | None = None) -> Finding:
    """A SQLite database lies on a disk of this machine."""
    if not settings.database_url.startswith("sqlite"):
        return well("file system", "The database has its own server.")
    kind = _filesystem(_nearest(settings.home), _mounts() if mounts is None else mounts)
    if kind in REMOTE:
        return fails(
            "file system",
            "The home lies on a network file system ({kind}), where SQLite's locks do not hold.",
            "Move the home to a local disk, or use PostgreSQL (LITFASS_DATABASE_URL).",
            kind=kind,
        )
    return well("file system", "The database lies on a local disk ({kind}).", kind=kind or "unknown kind")


def check_keys(settings: Settings) -> Finding:
    """The keys are there, long enough, and readable by their owner alone."""
    if not settings.keys_dir.is_dir():
        return note("keys", "There are no keys yet; they are made on first use.")
    for name in KEYS:
        path = settings.keys_dir / name
        if not path.is_file() or path.stat().st_size < 32:
            return fails(
                "keys",
                "The key {path} is missing or too short.",
                "Put it back from where you keep the keys. A new one is made on first use, but then whatever the old "
                "one protected is lost.",
                path=str(path),
            )
    for path in (settings.keys_dir, *(settings.keys_dir / name for name in KEYS)):
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            return fails(
                "keys",
                "Others on this machine may read {path}.",
                "Run: chmod -R go-rwx {folder}",
                path=str(path),
                folder=str(settings.keys_dir),
            )
    return well("keys", "The keys are there and readable by their owner alone.")


def check_address(settings: Settings) -> Finding:
    """People reach the desk over TLS, unless they sit at this machine."""
    parts = urlsplit(settings.base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return fails(
            "address",
            "LITFASS_BASE_URL is not an address: {url}.",
            "Write it like https://litfass.example.org.",
            url=settings.base_url[:100],
        )
    if parts.scheme == "https":
        return well("address", "The desk is reached at {url}, over TLS.", url=settings.base_url)
    if parts.hostname in LOOPBACK:
        return well(
            "address",
            "The address of the desk is set to {url}, for this machine alone.",
            url=settings.base_url,
        )
    return fails(
        "address",
        "The desk is reached at {url}, without TLS: passwords would cross the network in the clear.",
        "Put a proxy with a certificate in front and set LITFASS_BASE_URL to its https address.",
        url=settings.base_url,
    )


def check_mail(settings: Settings) -> Finding:
    """Whether letters (new passwords, invitations, notices) can leave."""
    if not settings.sends_mail:
        return note(
            "mail",
            "No mail server is set; admins get links to hand over themselves, and no letter says that the worker is "
            "silent.",
            "Set LITFASS_SMTP_URL and LITFASS_MAIL_FROM.",
        )
    try:
        server = read_mail_server(settings.smtp_url)
    except BadInput as problem:
        return fails("mail", problem.message, "Correct it, then start web and worker again.")
    if "@" not in settings.mail_from:
        return fails(
            "mail", "Mail has no sender.", "Set LITFASS_MAIL_FROM to an address, like litfass@example.org."
        )
    return well("mail", "Mail leaves through {host}.", host=server.host)


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _filesystem(folder: Path, mounts: str) -> str:
    """The kind of the longest mount point that the folder lies under."""
    path = os.path.realpath(folder)
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind
