"""What somebody who can write every table, and has no key, does to come in as a lawyer or to make a word count.

`python -m tests.rules.door 500` makes that many changes by hand, each to a house as it stands, with values by chance:
of sessions, passwords, addresses, second factors, ties, links, tokens, roles and rows of the trail. None may open
anything; and before each change what it touches has to open, else the refusal would prove nothing.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from unittest.mock import patch

from sqlmodel import Session

from tests import builders
from tests.rules.door import keys, links, sessions, voices
from tests.rules.door.house import QUICK, START, House

CHANGES: dict[str, Callable[[House], bool]] = {
    each.__name__: each
    for each in (
        sessions.session_written, sessions.session_of_another, sessions.session_prolonged,
        sessions.session_proven_otherwise, sessions.session_under_a_known_secret,
        sessions.session_begun_again, sessions.session_put_back, keys.password_written,
        keys.password_of_another, keys.password_put_back, keys.address_written,
        keys.address_for_single_sign_on, keys.tie_written, keys.passkey_written,
        keys.passkey_under_a_known_key, keys.passkey_put_back, keys.factors_taken_out, keys.app_of_another,
        keys.app_put_back, keys.app_confirmed_by_hand, keys.recovery_code_written, keys.half_login_of_another,
        keys.login_link_written, keys.login_link_used_again, voices.role_written, voices.role_put_back,
        voices.confirmation_forged, voices.deed_taken_out, voices.review_link_of_ones_own,
        links.intake_token_written, links.intake_token_put_back, links.intake_token_of_another_programme,
        links.kit_link_written, links.kit_version_written, links.kit_put_back,
    )
}  # fmt: skip


def attack(session: Session, count: int, *, seed: int) -> tuple[Counter[str], list[str]]:
    """Makes that many changes, each kind in turn: how many of each there were, and those that opened something."""
    with patch("campaigns.people.passwords._hasher", lambda: QUICK):
        cast = builders.make_cast(session, now=START, languages=("de",))
        campaign = builders.make_campaign(session, cast, now=START)
        builders.give_pictures(session, campaign, now=START)
        request = builders.submit(session, cast, builders.first_variant(session, campaign), now=START)
        made, opened = Counter[str](), list[str]()
        for number in range(count):
            name = list(CHANGES)[number % len(CHANGES)]
            point = session.begin_nested()
            house = House(session, cast, request, random.Random(f"{seed}.{number}"))
            if CHANGES[name](house):
                opened.append(f"{number}: {name}")
            point.rollback()
            session.expire_all()
            made[name] += 1
    return made, opened
