"""What kits need from outside: the public address, the key of secrets, and where letters are put."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.kits.models import LINK, Kit
from campaigns.mail.outbox import Outbox
from campaigns.sealing import Sealed, unseal


@dataclass(frozen=True)
class KitDesk:
    """The surroundings of an instance. `outbox.key` seals the links, also where no mail is sent."""

    base_url: str
    outbox: Outbox

    def address(self, kit: Kit) -> str:
        """The kit's public page."""
        return f"{self.base_url}/kit/{self.token(kit)}"

    def token(self, kit: Kit) -> str:
        """The secret of the kit's link."""
        return unseal(Sealed(kit.token), self.outbox.key, purpose=LINK).decode()

    def short_link(self, code: str) -> str:
        return f"{self.base_url}/s/{code}"
