"""Codes of an authenticator app: six digits, a new one every 30 seconds (RFC 6238, SHA-1, the apps' defaults)."""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime

import pyotp

from campaigns.errors import BadInput
from campaigns.people.factors.models import PURPOSE
from campaigns.sealing import Sealed, seal, unseal

STEP_S = 30
#: A phone's clock may be one step off to either side.
DRIFT = 1


def new_secret() -> str:
    """160 random bits in Base32, as apps expect it."""
    return pyotp.random_base32()


def seal_secret(secret: str, *, person_id: int, made_at: datetime, key: bytes) -> Sealed:
    """The secret as it lies in the database, tied to its owner and moment: in another row it opens nothing."""
    content = {"person": person_id, "made_at": _instant(made_at), "secret": secret}
    return seal(json.dumps(content).encode(), key, purpose=PURPOSE)


def open_secret(sealed: bytes, *, person_id: int, made_at: datetime, key: bytes) -> str:
    """The secret; refuses one that belongs to somebody else, or that was replaced by a later one."""
    content = json.loads(unseal(sealed, key, purpose=PURPOSE))
    if (content["person"], content["made_at"]) != (person_id, _instant(made_at)):
        raise BadInput("The secret of the app belongs to somebody else. Set the app up anew.")
    return str(content["secret"])


def address_for_app(secret: str, *, account: str, issuer: str) -> str:
    """What the picture for the app's camera says."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def step_of(secret: str, code: str, *, now: datetime, after: int) -> int | None:
    """The step this code belongs to, if that is one of now and later than `after`; None when it is wrong or used."""
    digits = "".join(code.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    present = int(now.timestamp()) // STEP_S
    app = pyotp.TOTP(secret)
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        # Every step is compared, so that the time tells nothing about which one it was.
        if hmac.compare_digest(app.at(step * STEP_S), digits) and step > after:
            found = step
    return found


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
