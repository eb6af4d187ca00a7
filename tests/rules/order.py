"""Whether the intent is on the disk before the first byte leaves: the system calls of a worker, in their order.

`python -m tests.rules.order 1000` lets a worker send that many posts to a receiver on this machine under strace,
and looks at each call: nothing that was written to the database may still wait for its fsync when a post leaves,
and between two posts both the answer to the first and the intent of the second were brought to the disk.
With `--careless` the database syncs as SQLite does at NORMAL; then the same look finds posts that left too early.
"""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event

from campaigns.db import make_engine
from campaigns.tables import metadata
from scheduler.channels.webhook import Webhook
from scheduler.lock import SenderLock
from scheduler.publisher import Publisher
from tests.scheduler.channels.fakes.webhook import WebhookReceiver
from tests.scheduler.channels.kinds import WEBHOOK
from tests.scheduler.channels.network import running
from tests.scheduler.channels.world import START, means_for
from tests.scheduler.stage import build_stage, set_account
from tests.shared import TRAIL_KEY

_WRITE = re.compile(r"\bpwrite(?:64|v)\(\d+<[^>]*\.sqlite-wal>")
_SYNC = re.compile(r"\bf(?:data)?sync\(\d+<[^>]*\.sqlite-wal>.*= 0")
_POST = re.compile(r"\b(?:sendto|write|writev|sendmsg)\(\d+<(?:TCP|socket)[^>]*>.*\"POST /hook")


@dataclass
class Order:
    """What was seen: posts that left, those that left before their intent was safe, and syncs between them."""

    posts: int = 0
    early: list[int] = field(default_factory=list)

    @property
    def is_kept(self) -> bool:
        return self.posts > 0 and not self.early


def read_order(lines: Iterable[str]) -> Order:
    """The order of a trace (strace -f -y -s 64)."""
    order, unsafe, safe_since = Order(), False, 0
    for line in lines:
        if _WRITE.search(line):
            unsafe = True
        elif _SYNC.search(line):
            safe_since += unsafe
            unsafe = False
        elif _POST.search(line):
            order.posts += 1
            # The first post has its intent behind it, every other one the answer to the last as well.
            if unsafe or safe_since < (1 if order.posts == 1 else 2):
                order.early.append(order.posts)
            safe_since = 0
    return order


def send_posts(home: Path, port: int, count: int, *, careless: bool) -> None:
    """The worker that is watched: so many placements of one account, one after the other."""
    logging.disable(logging.CRITICAL)
    engine = make_engine(f"sqlite:///{home}/litfass.sqlite", trail_key=TRAIL_KEY)
    if careless:
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = NORMAL"))
    metadata.create_all(engine)
    stage = build_stage(engine, home / "home", START, channels=("webhook",))
    set_account(stage, "webhook", options={"address": f"http://127.0.0.1:{port}/hook"})
    for number in range(count):
        stage.place("webhook", at=START + timedelta(minutes=1 + number % 300, seconds=number // 300))
    means, client = means_for(stage, dict(WEBHOOK.secret))
    lock = SenderLock(engine, "watched")
    stage.clock.moment = START + timedelta(minutes=5)
    assert lock.acquire(stage.clock())
    sys.stderr.write("ready\n")
    publisher = Publisher(stage.deps(Webhook(means), worker="watched"))
    for minutes in range(5, 320, 5):
        stage.clock.moment = START + timedelta(minutes=minutes)
        publisher.publish_due()
    lock.release()
    client.close()


def watch(count: int, *, careless: bool = False) -> Order:
    """Sends so many posts under strace and reads the trace."""
    strace = shutil.which("strace")
    if strace is None:
        raise SystemExit("strace is not installed. Install it with: sudo apt-get install strace")
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace"
        receiver = WebhookReceiver(lambda: START)
        receiver.is_patient = True
        with running(receiver) as port:
            subprocess.run(
                [
                    strace, "-f", "-y", "-s", "64", "-o", str(trace),
                    "-e", "trace=pwrite64,pwritev,fsync,fdatasync,sendto,sendmsg,write,writev",
                    sys.executable, "-m", "tests.rules.order", "--worker", folder, str(port), str(count),
                    *(["careless"] if careless else []),
                ],
                check=True,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
        with trace.open(encoding="utf-8", errors="replace") as lines:
            return read_order(lines)


def main(arguments: list[str]) -> int:
    """The count, or (for the watched process itself) where everything is."""
    if arguments[:1] == ["--worker"]:
        _, folder, port, count, *rest = arguments
        send_posts(Path(folder), int(port), int(count), careless=bool(rest))
        return 0
    careless = "--careless" in arguments
    count = next((int(each) for each in arguments if each.isdecimal()), 1000)
    order = watch(count, careless=careless)
    kept = order.posts - len(order.early)
    sys.stdout.write(f"{order.posts} posts left; {kept} of them with their intent on the disk before\n")
    return 0 if order.is_kept and order.posts == count else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
