"""Postfix, which hands mails to Dovecot: Debian's own packages, unpacked in a folder and not installed in the system.

Both have the places of their files built in, so they run with that folder as their root, where they also find
accounts of their own. It takes root to start them; they give its rights up before they listen to anybody.
"""

from __future__ import annotations

import contextlib
import imaplib
import os
import platform
import re
import shutil
import smtplib
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import Any

from tests.live.place import Unfit, made_once, run
from tests.live.policy import Policy, asked
from tests.live.processes import free_port, started, until
from tests.live.server import LiveServer
from tests.scheduler.channels.fakes.mail import PASSWORD, SENDER, USER
from tests.scheduler.channels.network import Post

PACKAGES = ("postfix", "dovecot-core", "dovecot-imapd", "dovecot-lmtpd", "dovecot-sieve")
#: Accounts of the two servers, known inside their folder alone: name, number.
ACCOUNTS = {
    "root": 0,
    "nobody": 64000,
    "postfix": 64001,
    "postdrop": 64002,
    "dovecot": 64003,
    "dovenull": 64004,
    "boxes": 64005,
}
READERS_PASSWORD = "reading"
#: A second mail of one Message-ID is filed away (RFC 7352).
SIEVE = """require ["duplicate", "fileinto", "mailbox"];
if duplicate { fileinto :create "Duplicates"; stop; }
"""
DOVECOT = f"""
protocols = imap lmtp
listen = 127.0.0.1
log_path = /var/log-dovecot
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/mail
passdb {{{{
  driver = passwd-file
  args = username_format=%u /etc/users
}}}}
passdb {{{{
  driver = static
  args = password={READERS_PASSWORD}
}}}}
userdb {{{{
  driver = static
  args = uid=boxes gid=boxes home=/boxes/%u allow_all_users=yes
}}}}
service imap-login {{{{
  inet_listener imap {{{{
    port = {{imap}}
  }}}}
  inet_listener imaps {{{{
    port = 0
  }}}}
}}}}
service auth {{{{
  inet_listener {{{{
    address = 127.0.0.1
    port = {{auth}}
  }}}}
}}}}
service lmtp {{{{
  inet_listener {{{{
    address = 127.0.0.1
    port = {{lmtp}}
  }}}}
}}}}
protocol lmtp {{{{
  mail_plugins = sieve
  postmaster_address = postmaster@example.org
}}}}
plugin {{{{
  sieve_before = /boxes/duplicate.sieve
}}}}
"""
#: It knows readers and nobody else, and sends nothing anywhere.
POSTFIX = f"""
compatibility_level = 3.6
shlib_directory = /usr/lib/postfix
maillog_file = /var/log-postfix
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.live.example
mydestination =
alias_maps =
alias_database =
default_transport = error:5.7.1 this server delivers to its own mailboxes
local_transport = error:5.1.1 this server has no accounts
virtual_mailbox_domains = example.org
virtual_mailbox_maps = regexp:{{{{ {{{{/^reader[^@]*@example\\.org$$/ ok}}}} }}}}
virtual_transport = lmtp:inet:127.0.0.1:{{lmtp}}
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{{auth}}
smtpd_sender_login_maps = inline:{{{{ {SENDER}={USER} }}}}
smtpd_sender_restrictions = reject_sender_login_mismatch
smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:{{policy}}, permit_sasl_authenticated, reject
"""
SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
flush unix n - n - 0 flush
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


def install() -> Path:
    """The packages with what they need and the system does not have, unpacked into one folder."""
    if not shutil.which("apt-get"):
        raise Unfit("Postfix and Dovecot are taken from Debian's packages, and this machine has no apt-get.")
    if os.geteuid() != 0:
        raise Unfit(
            "Postfix and Dovecot start as root alone. Run make test-live as root, in a container or machine of its own."
        )

    def make(folder: Path) -> None:
        why = "Debian's packages of Postfix and Dovecot could not be fetched"
        with tempfile.TemporaryDirectory() as name:
            archives = Path(name)
            (archives / "partial").mkdir()
            archives.chmod(0o755)
            command = [
                "apt-get", "install", "-y", "-qq", "--download-only", "--reinstall", "--no-install-recommends",
                "-o", "DPkg::Lock::Timeout=300", "-o", f"Dir::Cache::archives={archives}", *PACKAGES,
            ]  # fmt: skip
            try:
                run(command, why=why)
            except Unfit:
                # The package lists of a new machine are empty or old.
                run(["apt-get", "update", "-qq"], why=why)
                run(command, why=why)
            _unpack(sorted(archives.glob("*.deb")), folder)
        _bring_libraries(folder)

    return made_once("mail", of=Path(__file__).read_bytes() + platform.version().encode(), make=make)


def _unpack(packages: Sequence[Path], root: Path) -> None:
    for name in ("bin", "sbin", "lib", "lib64"):
        (root / "usr" / name).mkdir(parents=True)
        (root / name).symlink_to(f"usr/{name}")
    for package in packages:
        with tempfile.TemporaryDirectory(dir=root) as apart:
            run(["dpkg", "-x", package, apart], why=f"{package.name} could not be unpacked")
            for name in ("bin", "sbin", "lib"):
                if (Path(apart) / name).is_dir():
                    shutil.copytree(
                        Path(apart) / name, root / "usr" / name, symlinks=True, dirs_exist_ok=True
                    )
                    shutil.rmtree(Path(apart) / name)
            shutil.copytree(apart, root, symlinks=True, dirs_exist_ok=True)


def _bring_libraries(root: Path) -> None:
    """Copies what the programmes load from the system."""
    [machine] = (root / "usr/lib").glob("*-linux-*")
    own = (
        machine,
        root / "usr/lib/postfix",
        root / "usr/lib/dovecot",
        root / "usr/lib/dovecot/modules/old-stats",
    )
    env = {"LD_LIBRARY_PATH": ":".join(map(str, own))}
    files = [each for each in (root / "usr").rglob("*") if each.is_file() and not each.is_symlink()]
    loading = [str(each) for each in files if each.open("rb").read(4) == b"\x7fELF"]
    said = run(["ldd", *loading], why="The libraries of Postfix and Dovecot could not be listed", env=env)
    for found in {Path(each) for each in re.findall(r"(?<=[\s])(/\S+)(?= \(0x)", said)}:
        there = root / str(found).lstrip("/")
        if not found.is_relative_to(root) and not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(found, there)


@dataclass(frozen=True)
class MailHouse:
    """A mail server and the mailboxes behind it, in one folder of this machine."""

    root: Path
    port: int
    imap_port: int
    policy: Policy = field(default_factory=Policy)
    seconds: Iterator[int] = field(default_factory=lambda: count(1))

    def know_sender(self, password: str) -> None:
        """Lets the newsletter's user in with this password, and with no other."""
        users = self.root / "etc/users"
        users.write_text(f"{USER}:{{PLAIN}}{password}\n")
        # Dovecot reads it again when its time is another one, which it looks at once a second.
        second = next(self.seconds)
        os.utime(users, (second, second))

    def change_sender(self, password: str) -> None:
        """The same, and returns when the server knows."""
        self.know_sender(password)
        until(lambda: self._lets_in(password), "Dovecot does not read its users again")

    def _lets_in(self, password: str) -> bool:
        with smtplib.SMTP("127.0.0.1", self.port) as line:
            try:
                line.login(USER, password)
            except smtplib.SMTPAuthenticationError:
                return False
        return True

    def open_box(self, reader: str) -> None:
        """Gives a reader a home, with nothing in it."""
        _make(self.root, "boxes", 0o700, f"boxes/{reader}")

    def settle(self) -> None:
        """Returns when every conversation has ended and every mail lies where it belongs."""
        until(lambda: not _conversations(self.port), "Postfix keeps a conversation open")
        until(lambda: not self._queued(), "Postfix keeps mails in its queue")

    def mails(self, reader: str, box: str = "INBOX") -> list[EmailMessage]:
        """The mails in a reader's box, the oldest first, as IMAP shows them."""
        self.settle()
        with imaplib.IMAP4("127.0.0.1", self.imap_port) as line:
            line.login(reader, READERS_PASSWORD)
            if line.select(box, readonly=True)[0] != "OK":
                return []
            found = []
            for number in line.search(None, "ALL")[1][0].split():
                content = line.fetch(number, "(BODY.PEEK[])")[1][0]
                assert isinstance(content, tuple)
                message = message_from_bytes(content[1], policy=policy.default)
                assert isinstance(message, EmailMessage)
                found.append(message)
            return found

    def _queued(self) -> bool:
        return any(
            files
            for queue in ("maildrop", "incoming", "active", "deferred")
            for _folder, _folders, files in os.walk(self.root / "var/spool/postfix" / queue)
        )


def _conversations(port: int) -> int:
    """Connections at this port that the server has not closed yet, also those that it has not taken up."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    here, waiting = f":{port:04X}", {"06", "0A"}
    return sum(fields[1].endswith(here) and fields[3] not in waiting for fields in map(str.split, lines))


@contextlib.contextmanager
def running(folder: Path) -> Iterator[MailHouse]:
    """Both servers, as long as the block."""
    root = folder / "root"
    shutil.copytree(install(), root, symlinks=True)
    house = MailHouse(root, free_port(), free_port())
    auth_port, lmtp_port = free_port(), free_port()
    _furnish(root)
    (root / "etc/dovecot/dovecot.conf").write_text(
        DOVECOT.format(imap=house.imap_port, auth=auth_port, lmtp=lmtp_port)
    )
    with asked(house.policy) as policy_port:
        (root / "etc/postfix/main.cf").write_text(
            POSTFIX.format(auth=auth_port, lmtp=lmtp_port, policy=policy_port)
        )
        (root / "etc/postfix/master.cf").write_text(SERVICES.format(port=house.port))
        house.know_sender(PASSWORD)
        dovecot = ["chroot", root, "/usr/sbin/dovecot", "-F"]
        postfix = ["chroot", root, "/usr/lib/postfix/sbin/master", "-d"]
        with (
            started("Dovecot", dovecot, port=house.imap_port, folder=folder),
            started("Postfix", postfix, port=house.port, folder=folder),
        ):
            yield house


def _furnish(root: Path) -> None:
    """Accounts, devices and folders, as the packages' own scripts would make them."""
    (root / "etc/passwd").write_text(
        "".join(f"{name}:x:{each}:{each}::/:/none\n" for name, each in ACCOUNTS.items())
    )
    (root / "etc/group").write_text("".join(f"{name}:x:{each}:\n" for name, each in ACCOUNTS.items()))
    (root / "dev").mkdir(exist_ok=True)
    for name, minor in (("null", 3), ("urandom", 9)):
        try:
            os.mknod(root / "dev" / name, 0o666 | stat.S_IFCHR, os.makedev(1, minor))
        except PermissionError:
            raise Unfit(
                "Postfix and Dovecot need devices of their own, and this machine lets nobody make any."
            ) from None
        (root / "dev" / name).chmod(0o666)
    for name in ("etc/dovecot", "etc/postfix", "tmp", "run", "var/lib/dovecot", "var/spool/postfix/pid"):
        (root / name).mkdir(parents=True, exist_ok=True)
    queues = (
        "active",
        "bounce",
        "corrupt",
        "defer",
        "deferred",
        "flush",
        "hold",
        "incoming",
        "private",
        "saved",
        "trace",
    )
    _make(root, "postfix", 0o700, *(f"var/spool/postfix/{name}" for name in queues), "var/lib/postfix")
    _make(root, "postfix", 0o1730, "var/spool/postfix/maildrop")
    _make(root, "postfix", 0o2710, "var/spool/postfix/public")
    _make(root, "boxes", 0o700, "boxes")
    (root / "boxes/duplicate.sieve").write_text(SIEVE)


def _make(root: Path, owner: str, mode: int, *names: str) -> None:
    group = ACCOUNTS["postdrop"] if mode & 0o7000 else ACCOUNTS[owner]
    for name in names:
        (root / name).mkdir(parents=True, exist_ok=True)
        os.chown(root / name, ACCOUNTS[owner], group)
        (root / name).chmod(mode)


class LiveMail(LiveServer):
    """A reader of the newsletter with an empty mailbox."""

    def __init__(self, house: MailHouse, reader: str) -> None:
        super().__init__(house.port)
        self.house, self.reader = house, reader
        house.open_box(reader)

    def read(self) -> list[Post]:
        return [_post(message) for message in self.house.mails(self.reader)]

    def strike(self, trouble: str) -> None:
        if trouble == "signed_out":
            self.house.change_sender("another password")
        else:
            assert trouble == "too_many", trouble
            self.house.policy.answer({self.reader: "450 4.7.1 Too many messages, slow down"})

    def rest(self) -> None:
        """Whatever struck is over."""
        self.house.change_sender(PASSWORD)
        self.house.policy.answer({})

    def react(self, counts: Mapping[str, Any]) -> None:
        raise AssertionError("nobody counts in a mailbox")


def _post(message: EmailMessage) -> Post:
    plain = message.get_body(("plain",))
    assert plain is not None
    words = plain.get_content().replace("\r\n", "\n").partition("\n-- \n")[0].strip()
    issue = str(message["Message-ID"]).strip(" <>").partition(".")[0]
    return Post(issue, words, message["Date"].datetime)
