"""Passkeys (WebAuthn level 3), through the library that checks them."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from campaigns.errors import BadInput
from campaigns.people.factors.models import Passkey

#: A passkey stands for password and second factor together, so the device has to ask for its PIN or a finger.
VERIFIED = UserVerificationRequirement.REQUIRED
#: The largest answer of a device that is looked at, in characters.
LONGEST_ANSWER = 20_000


@dataclass(frozen=True)
class Place:
    """Where a passkey is good: the desk's name and its address as the browser sees it."""

    host: str
    origin: str

    @property
    def is_possible(self) -> bool:
        """Browsers make passkeys for names alone, not for numbers."""
        try:
            ipaddress.ip_address(self.host.strip("[]"))
        except ValueError:
            return True
        return False


@dataclass(frozen=True)
class MadePasskey:
    """A passkey that was just made: what is kept of it."""

    credential: str
    public_key: str
    sign_count: int


def ask_to_make(
    *, place: Place, person_id: int, email: str, name: str, challenge: bytes, present: Iterable[Passkey]
) -> str:
    """What the browser is asked when somebody adds a passkey, as JSON."""
    options = generate_registration_options(
        rp_id=place.host,
        rp_name="Litfass",
        user_id=handle_of(person_id),
        user_name=email,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=VERIFIED
        ),
        exclude_credentials=_described(present),
    )
    return options_to_json(options)


def ask_to_prove(*, place: Place, challenge: bytes, allowed: Iterable[Passkey]) -> str:
    """What the browser is asked when somebody logs in; with nothing `allowed` any passkey of this desk will do."""
    options = generate_authentication_options(
        rp_id=place.host,
        challenge=challenge,
        allow_credentials=_described(allowed) or None,
        user_verification=VERIFIED,
    )
    return options_to_json(options)


def read_made(answer: str, *, place: Place, challenge: bytes) -> MadePasskey:
    """The new passkey, if the device signed this challenge for this desk."""
    try:
        made = verify_registration_response(
            credential=_parsed(answer),
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        raise BadInput("The device's answer does not belong to this desk. Try again.") from None
    return MadePasskey(
        credential=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
    )


def credential_of(answer: str) -> str:
    """The passkey the answer speaks of, '' when it speaks of none. Nothing is proven by it."""
    try:
        return str(_parsed(answer).get("id", ""))[:1400]
    except (ValueError, TypeError):
        return ""


def count_of_proof(answer: str, *, passkey: Passkey, place: Place, challenge: bytes) -> int | None:
    """The device's new count if it proved that it holds this passkey; None for everything else."""
    try:
        parsed = _parsed(answer)
        handle = parsed["response"].get("userHandle")
        if handle and base64url_to_bytes(handle) != handle_of(passkey.person_id):
            return None
        proven = verify_authentication_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
        return None
    return proven.new_sign_count


def handle_of(person_id: int) -> bytes:
    """The name under which the device keeps the account: says nothing about the person."""
    return f"litfass-person-{person_id}".encode()


def _described(passkeys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential)) for each in passkeys]


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("too long")
    parsed = json.loads(answer)
    if not isinstance(parsed, dict):
        raise ValueError("no object")
    return parsed
