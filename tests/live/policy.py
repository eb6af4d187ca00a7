"""What a mail server is told to say to a recipient: Postfix asks here for each of them (its SMTPD_POLICY_README).

Its tables would do as well, but it looks for their changes by the second and only between two conversations.
"""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Iterator, Mapping


class Policy:
    """Answers by address; whoever has none is taken. May be changed while the server asks."""

    def __init__(self) -> None:
        self._answers: Mapping[str, str] = {}

    def answer(self, answers: Mapping[str, str]) -> None:
        self._answers = dict(answers)

    def action(self, recipient: str) -> str:
        return self._answers.get(recipient, "DUNNO")


@contextlib.contextmanager
def asked(policy: Policy) -> Iterator[int]:
    """The port at which the policy is asked, as long as the block."""

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            said: dict[str, str] = {}
            for line in self.rfile:
                name, _, value = line.decode("utf-8", "replace").rstrip("\r\n").partition("=")
                if name:
                    said[name] = value
                    continue
                self.wfile.write(f"action={policy.action(said.get('recipient', ''))}\n\n".encode())
                said = {}

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Conversation) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()
