"""Which way the mails of an account leave, from what a person said when they connected it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from campaigns.errors import BadInput
from campaigns.mail.server import OUR_FOLDER, OUR_SERVER, MailServer, read_mail_server, read_server
from campaigns.placements import reasons
from campaigns.placements.sending.wire import Sender
from scheduler.guard import Policy
from scheduler.posting.folder import FolderRoad
from scheduler.posting.handing import Road
from scheduler.posting.smtp import SmtpRoad, as_named, mail_servers_only


class Unaddressed(Exception):
    """The account does not say how its mails leave. `reason` is a sentence of `campaigns.placements.reasons`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Roads:
    """The ways out of this instance: its own mail server, its outbox, and servers that accounts name."""

    smtp_url: str
    outbox: Path
    policy: Policy = mail_servers_only

    def of(self, sender: Sender, password: str) -> Road:
        """The road of this account."""
        named = str(sender.options.get("server", ""))
        if not named or not sender.options.get("sender"):
            raise Unaddressed(reasons.NO_MAIL_SERVER)
        if named == OUR_FOLDER:
            return FolderRoad(self.outbox / "newsletter" / str(sender.account_id))
        if named == OUR_SERVER:
            try:
                return SmtpRoad(read_mail_server(self.smtp_url), as_named)
            except BadInput:
                raise Unaddressed(reasons.NO_MAIL_SERVER) from None
        user = str(sender.options.get("user", ""))
        if user and not password:
            raise Unaddressed(reasons.NO_MAIL_SERVER)
        host, port = read_server(named)
        server = MailServer(host, port, is_wrapped=port == 465, user=user, password=password)
        return SmtpRoad(server, self.policy)
