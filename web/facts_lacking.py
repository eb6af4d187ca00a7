"""What a topic lacks before a campaign can rest on it, in words, and who can mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from campaigns.facts.at_hand import AtHand, facts_at_hand, nothing_at_hand
from campaigns.people.queries import holders_of
from campaigns.vocabulary import Role
from web import identity
from web.database import session
from web.words.needs import FACT_KINDS


@dataclass(frozen=True)
class Lack:
    """That no checked fact is at hand: in two words and in a sentence, which names the next step."""

    short: str
    sentence: str
    at_hand: AtHand

    @property
    def tone(self) -> str:
        """That there is none stops a plan; that none is checked stops nothing yet."""
        return "quiet" if self.at_hand.total else "waiting"


def lacking(on: date) -> Callable[[str], Lack | None]:
    """Tells of a topic what it lacks on a day; None where a lawyer has checked at least one fact."""
    programme = identity.programme()
    every = facts_at_hand(session(), programme=programme, on=on)

    def lack_of(topic: str) -> Lack | None:
        found = every.get(topic) or nothing_at_hand(topic, jurisdiction=programme.jurisdiction)
        return None if found.checked else Lack(_short(found), _sentence(found), found)

    return lack_of


def lawyers() -> list[str]:
    """Whom to ask, by name: who answers for what is true in this programme."""
    programme_id = identity.programme().id or 0
    return [person.name for person in holders_of(session(), programme_id, Role.LAWYER)]


def _short(found: AtHand) -> str:
    return str(_("No checked fact yet") if found.total else _("No fact yet"))


def _sentence(found: AtHand) -> str:
    if found.total:
        return str(
            ngettext(
                "No checked fact yet: %(num)s draft waits for a lawyer.",
                "No checked fact yet: %(num)s drafts wait for a lawyer.",
                found.total,
            )
        )
    if found.in_library:
        return str(
            ngettext(
                "No fact yet: %(num)s can be taken from the library with the proposal, then a lawyer checks it.",
                "No fact yet: %(num)s can be taken from the library with the proposal, then a lawyer checks them.",
                found.in_library,
            )
        )
    kinds = ", ".join(str(FACT_KINDS[kind.value]) for kind in found.missing)
    return str(_("No fact yet, also none in the library. Missing at least: %(kinds)s.", kinds=kinds))
