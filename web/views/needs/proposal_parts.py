"""What stands on the page of a proposal: its languages, the wording of its facts, its places, kept sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlmodel import select

from campaigns.content.models import Campaign
from campaigns.facts.models import Fact
from campaigns.facts.queries import texts_of_facts
from campaigns.needs.counts.disclosure import ANCHOR
from campaigns.needs.models import Proposal
from campaigns.needs.queries import spaces_of_topic
from campaigns.needs.radar.law_changes import LawChange
from campaigns.needs.radar.ranking import window_end, window_start
from campaigns.needs.radar.reasons import law_reason
from campaigns.needs.rules import can_read_needs
from campaigns.placements.models import Space
from web import identity
from web.database import session
from web.formats import language_name
from web.words.content import kept_reason, say


@dataclass(frozen=True)
class LanguageShown:
    """A language of a proposal as the page shows it; one that is not the programme's cannot be chosen."""

    code: str
    share: float | None
    included: bool
    why: str
    can_be_chosen: bool = True


def language_choices(row: Proposal, of_programme: Sequence[str]) -> list[LanguageShown]:
    """The languages as they were proposed, and those that joined the programme since."""
    decided = [
        LanguageShown(
            item["language"],
            item["share"],
            item["included"],
            " ".join(kept_reason(why) for why in item["why"]),
            can_be_chosen=item["language"] in of_programme,
        )
        for item in row.evidence.get("languages", ())
    ]
    known = {each.code for each in decided}
    return decided + [LanguageShown(code, None, False, "") for code in of_programme if code not in known]


def wording(facts: Sequence[Fact], languages: Sequence[str]) -> list[tuple[str, int]]:
    """By language, how many of the facts are worded in it."""
    texts = texts_of_facts(session(), [fact.id or 0 for fact in facts])
    return [(code, sum(code in texts.get(fact.id or 0, {}) for fact in facts)) for code in languages]


def places(row: Proposal, registered: Sequence[Space]) -> list[tuple[str, list[tuple[str, Space | None]]]]:
    """By language, where it was asked; with the group's row where it stands in the register.

    What was kept is told as far as it may be told today: a programme can raise its smallest count. And it is told only
    to those who may read the questions themselves, for whose group moves up week by week tells what a week held.
    """
    if not can_read_needs(identity.actor()):
        return []
    by_name = {space.name: space for space in registered}
    told = spaces_of_topic(
        session(),
        programme=identity.programme(),
        topic=row.topic,
        since=window_start(row.as_of, row.evidence.get("weeks", ANCHOR)),
        until=window_end(row.as_of),
    )
    shown = {
        code: [name for name in names if name in told.get(code, ())]
        for code, names in row.evidence.get("spaces", {}).items()
    }
    return [(code, [(name, by_name.get(name)) for name in names]) for code, names in shown.items() if names]


def without_places(row: Proposal, shown: Iterable[tuple[str, object]]) -> list[str]:
    """The languages that rise or ask, and for which none of the `shown` groups is told; the rising ones first.

    Whether their questions named no group, or only groups with few of them, is not told apart.
    """
    asking = [
        each["language"] for each in row.evidence.get("languages", ()) if each["included"] and each["share"]
    ]
    told = {code for code, _names in shown}
    codes = dict.fromkeys([*(row.evidence.get("rising") or ()), *asking])
    return [language_name(code) for code in codes if code not in told]


def rises_in(row: Proposal) -> str:
    """In which of its languages it was rising when it was proposed, in a few words; empty where in none."""
    codes = row.evidence.get("rising") or []
    if not codes:
        return ""
    return str(_("rising in %(languages)s", languages=", ".join(map(language_name, codes))))


def law_of(row: Proposal, change: LawChange | None) -> str:
    """The change of law that was near, in the reader's words where it is known still; empty where none was."""
    kept = row.evidence.get("law")
    if kept and change and change.day.isoformat() == kept["values"].get("day"):
        told = law_reason(change)
        return say(told.msgid, told.values)
    return kept_reason(kept) if kept else ""


def campaign_of(row: Proposal) -> Campaign | None:
    """The campaign that was planned from it."""
    return session().exec(select(Campaign).where(Campaign.proposal_id == row.id)).first()
