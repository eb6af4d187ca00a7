"""Links and tokens that need no login: of kits, of programs that hand questions over, written or put back by hand.

Each change says whether it opened something.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from campaigns.canonical import canonical_json, digest_of
from campaigns.content.queries import campaign_of_variant, get_variant
from campaigns.errors import Refusal
from campaigns.kits.actions import add_partner, make_kits, withdraw_kits
from campaigns.kits.models import LINK, Kit, KitVersion
from campaigns.kits.queries import hash_of, version_of
from campaigns.kits.showing import Face, show_kit
from campaigns.kits.versions import read_version
from campaigns.needs.tokens.actions import PREFIX, admit_sender, issue_token, revoke_token
from campaigns.people.models import Programme
from campaigns.sealing import Sealed, unseal
from tests import builders
from tests.campaigns.kits.stage import DESK, KEY
from tests.rules.door.house import House


def intake_token_written(house: House) -> bool:
    """A token of one's own in the table, or its digest under the name of one that was issued."""
    mine, number = f"{PREFIX}{secrets.token_hex(20)}", _issued(house)[0]
    digest = hashlib.sha256(mine.encode()).hexdigest()
    if house.dice.random() < 0.5:
        house.run("UPDATE intake_token SET digest = :d WHERE id = :i", d=digest, i=number)
    else:
        house.run(
            "INSERT INTO intake_token (programme_id, name, digest, created_at, window_calls) "
            "SELECT programme_id, 'Forum', :d, created_at, 0 FROM intake_token WHERE id = :i",
            d=digest, i=number,
        )  # fmt: skip
    return _hands_over(house, mine)


def intake_token_put_back(house: House) -> bool:
    """It was revoked; its row says that it was not."""
    number, token = _issued(house)
    revoke_token(house.session, token_id=number, by=house.cast.lead, now=house.now)
    house.run("UPDATE intake_token SET revoked_at = NULL WHERE id = :i", i=number)
    return _hands_over(house, token)


def intake_token_of_another_programme(house: House) -> bool:
    """One programme's program adds questions to another."""
    number, token = _issued(house)
    other = Programme(key="other", name="Other", organisation="Other", created_at=house.now)
    house.session.add(other)
    house.session.flush()
    house.run("UPDATE intake_token SET programme_id = :p WHERE id = :i", p=other.id, i=number)
    return _hands_over(house, token)


def kit_link_written(house: House) -> bool:
    """A secret of one's own for a kit that partners have."""
    kit, mine = _kit(house)[0], secrets.token_urlsafe(32)
    house.run("UPDATE kit SET token_hash = :h WHERE id = :i", h=hash_of(mine), i=kit.id)
    return _shows(house, mine)


def kit_version_written(house: House) -> bool:
    """A further version that says other words around the approved ones: rows may be added there."""
    kit, token = _kit(house)
    last = version_of(house.session, kit)
    said: dict[str, Any] = {**read_version(last.manifest), "number": 2}
    said[house.dice.choice(["imprint", "organisation", "imprint_url"])] = house.dice.randbytes(4).hex()
    house.session.add(
        KitVersion(
            kit_id=kit.id or 0,
            number=2,
            manifest=canonical_json(said),
            digest=digest_of(said),
            made_at=house.now,
        )
    )
    house.run("UPDATE kit SET version = 2 WHERE id = :i", i=kit.id)
    return _shows(house, token)


def kit_put_back(house: House) -> bool:
    """It was withdrawn; its row says that it is open."""
    kit, token = _kit(house)
    withdraw_kits(house.session, kits=[kit], why="A doubt.", desk=DESK, by=house.cast.lead, now=house.now)
    house.run("UPDATE kit SET status = 'open', withdrawn_at = NULL WHERE id = :i", i=kit.id)
    return _shows(house, token)


def _issued(house: House) -> tuple[int, str]:
    """A token that a lead issued and that opens."""
    row, token = issue_token(
        house.session,
        programme=house.cast.programme,
        name="Chatbot",
        secret=secrets.token_hex(20),
        by=house.cast.lead,
        now=house.now,
    )
    assert _hands_over(house, token)
    return row.id or 0, token


def _hands_over(house: House, token: str) -> bool:
    house.session.expire_all()
    return not house.refuses(lambda: admit_sender(house.session, token=token, now=house.now))


def _kit(house: House) -> tuple[Kit, str]:
    """A kit that a partner can open, with its secret."""
    builders.approve(house.session, house.cast, house.request, now=house.now)
    variant = get_variant(house.session, house.request.variant_id)
    campaign, _post = campaign_of_variant(house.session, variant)
    who: dict[str, Any] = {"now": house.now, "by": house.cast.staff}
    partner = add_partner(
        house.session,
        programme_id=house.cast.programme.id or 0,
        name="Club",
        email="club@partner.example",
        interface="en",
        languages=["de"],
        **who,
    )
    [kit] = make_kits(
        house.session, campaign=campaign, partners=[partner], languages=["de"], desk=DESK, **who
    )
    token = unseal(Sealed(kit.token), KEY, purpose=LINK).decode()
    assert _shows(house, token)
    return kit, token


def _shows(house: House, token: str) -> bool:
    house.session.expire_all()
    try:
        return show_kit(house.session, token, now=house.now).face is Face.OPEN
    except Refusal:
        return False
