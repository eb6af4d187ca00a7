"""Installs real servers, starts them and sends to them: `python -m tests.live [matrix] [mail] [mastodon] [bluesky]`.

What a machine cannot have is said in a sentence, and the others are tried all the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.live import family, mail, pds, synapse
from tests.live.place import FOLDER, HERE, Unfit

#: By the name of their tests.
SERVERS: dict[str, tuple[str, Callable[[], Path]]] = {
    "matrix": ("Matrix Synapse", synapse.install),
    "mail": ("Postfix and Dovecot", mail.install),
    "mastodon": ("A server of Mastodon's family", family.install),
    "bluesky": ("Bluesky's personal data server", pds.install),
}


def say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def install(names: Sequence[str]) -> list[str]:
    """The names of those that are there afterwards."""
    say(f"Servers are kept in {FOLDER}.")
    ready = []
    for name in names:
        title, make = SERVERS[name]
        began = time.monotonic()
        try:
            make()
        except Unfit as problem:
            say(f"{title}: not tried. {problem}")
            continue
        say(f"{title}: there, after {time.monotonic() - began:.0f} s.")
        ready.append(name)
    return ready


def main(arguments: Sequence[str]) -> int:
    """Exit status 0 when every server was there and every test passed."""
    strange = [each for each in arguments if each not in SERVERS]
    if strange:
        say(f"There is no server “{strange[0]}”. There are: {', '.join(SERVERS)}.")
        return 2
    names = list(arguments) or list(SERVERS)
    ready = install(names)
    if not ready:
        return 1
    tests = [HERE / f"test_{name}.py" for name in ready]
    # One after the other: each server is started once, and a limit that strikes it strikes all who speak with it.
    command = [sys.executable, "-m", "pytest", "-n0", "--timeout=600", "--durations=5", *tests]
    ended = subprocess.run(command, env={**os.environ, "LITFASS_TEST_LIVE": "1"}, check=False).returncode
    return ended or int(ready != names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
