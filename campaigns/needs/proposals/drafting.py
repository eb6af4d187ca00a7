"""From a row of the radar to a proposal: which languages, which kinds of post, where, and from when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from campaigns.errors import NotReady
from campaigns.needs.proposals.kinds import KindChoice, NeedSeen, kinds_for
from campaigns.needs.proposals.languages import LanguageChoice, Spoken, languages_for
from campaigns.needs.proposals.reasons import reasons_of_topic
from campaigns.needs.radar.law_changes import LawChange
from campaigns.needs.radar.ranking import RadarRow, rows_of_topic
from campaigns.needs.topics.helplines import helpline_numbers
from campaigns.needs.topics.taxonomy import Taxonomy, taxonomy
from campaigns.reasons import Reason
from campaigns.vocabulary import FactKind

#: Working days for source, translation and legal check until a first post may leave, holidays not minded.
LEAD_WORKING_DAYS = 7
MOST_SPACES = 5
_SATURDAY = 5
#: What people doubt: it is checked and answered one rumour at a time.
RUMOURS = "misinformation"
#: Kinds of fact that hardly any campaign does without.
NEEDED = (FactKind.RIGHT, FactKind.STEP, FactKind.CONTACT)


@dataclass(frozen=True)
class ProgrammeView:
    """What the proposal must know of the programme.

    `facts` counts its facts on the topic by kind: those that hold on the first day, and about a change only those on
    the one that is near (`law_change`); `spaces` are names of spaces by language, those that may be told,
    the busiest first, and `platforms` what they are on; `posts` counts what was published in each language in the last
    half year; `here` are the languages in which the proposal's region asks, None for all regions.
    """

    languages: Sequence[str]
    source_language: str = "de"
    optional_languages: Sequence[str] = ()
    facts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    spaces: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))
    platforms: Collection[str] = ()
    posts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    law_change: LawChange | None = None
    here: Collection[str] | None = None


@dataclass(frozen=True)
class CampaignProposal:
    """What a campaign on this need would be, with the reason for every choice."""

    topic: str
    languages: tuple[LanguageChoice, ...]
    kinds: tuple[KindChoice, ...]
    spaces: Mapping[str, tuple[str, ...]]
    facts_at_hand: Mapping[str, int]
    facts_missing: tuple[str, ...]
    reasons: tuple[Reason, ...]
    earliest: date
    score: float

    @property
    def spoken(self) -> list[str]:
        """The languages that are proposed."""
        return [one.language for one in self.languages if one.included]

    def as_json(self) -> dict[str, Any]:
        """Plain data: for the command line, and for keeping as evidence."""
        return {
            "topic": self.topic,
            "languages": [
                {
                    "language": one.language,
                    "share": one.share,
                    "included": one.included,
                    "why": [str(why) for why in one.why],
                }
                for one in self.languages
            ],
            "kinds": [one.kind for one in self.kinds if one.included],
            "kinds_why": [
                {"kind": one.kind, "included": one.included, "why": str(one.why)} for one in self.kinds
            ],
            "spaces": {code: list(names) for code, names in self.spaces.items()},
            "facts_at_hand": dict(self.facts_at_hand),
            "facts_missing": list(self.facts_missing),
            "reasons": [str(one) for one in self.reasons],
            "earliest": self.earliest.isoformat(),
            "score": self.score,
        }


def propose(
    rows: Sequence[RadarRow],
    topic: str,
    programme: ProgrammeView,
    *,
    today: date,
    earliest: date | None = None,
    book: Taxonomy | None = None,
) -> CampaignProposal:
    """The proposal for a topic. Refuses topics that are answered in private only.

    `earliest` is the first sensible day as planning reckons it; without it, working days alone decide.
    """
    subject = (book or taxonomy()).topic(topic)
    if subject.is_sensitive:
        raise NotReady(
            "“{topic}” is answered by people in private and never becomes a campaign. The helpline is {helpline}.",
            topic=subject.en,
            helpline=helpline_numbers(topic),
        )
    if not is_one_subject(topic):
        raise NotReady(
            "“{topic}” is not one subject: whatever people doubt is checked by itself, under Rumours, and answered "
            "from there.",
            topic=subject.en,
        )
    asked = rows_of_topic(rows, topic)
    # Where a language asked too little to be counted, its groups would tell how often at least.
    counted = {row.language or "" for row in asked if row.count is not None}
    spaces = {code: tuple(names[:MOST_SPACES]) for code, names in programme.spaces.items() if code in counted}
    seen = NeedSeen(
        wrong=max((row.wrong_share or 0.0 for row in asked), default=0.0),
        law_change=programme.law_change,
        platforms=programme.platforms,
        in_groups=bool(spaces) or any(row.spaces > 1 for row in asked),
    )
    return CampaignProposal(
        topic=topic,
        languages=languages_for(rows, topic, _spoken(programme)),
        kinds=kinds_for(seen, programme.facts),
        spaces=MappingProxyType({code: names for code, names in spaces.items() if names}),
        facts_at_hand=MappingProxyType(dict(programme.facts)),
        facts_missing=_missing(programme),
        reasons=reasons_of_topic(asked, law_change=programme.law_change, today=today),
        earliest=earliest or working_days_after(today, LEAD_WORKING_DAYS),
        score=max((row.score for row in asked), default=0.0),
    )


def _missing(programme: ProgrammeView) -> tuple[str, ...]:
    """The kinds of fact that lack: those that hardly any campaign does without, and the change that is near."""
    needed = (*NEEDED, FactKind.CHANGE) if programme.law_change else NEEDED
    return tuple(kind.value for kind in needed if not programme.facts.get(kind.value))


def is_one_subject(topic: str) -> bool:
    """Whether a campaign could be about it: rumours are many subjects."""
    return topic != RUMOURS


def working_days_after(day: date, count: int) -> date:
    """The day that lies so many working days (Monday to Friday) after `day`; planning minds the holidays."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def _spoken(programme: ProgrammeView) -> Spoken:
    return Spoken(
        languages=programme.languages,
        source=programme.source_language,
        optional=programme.optional_languages,
        posts=programme.posts,
        here=programme.here,
    )
