"""From a row of the radar to a proposal: which languages, which kinds of post, where, and from when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from campaigns.errors import NotReady
from campaigns.languages import language, sort_languages
from campaigns.needs.radar import LAW_AHEAD, RadarRow, rows_of_topic
from campaigns.needs.reasons import Reason, reason
from campaigns.needs.taxonomy import Taxonomy, taxonomy
from campaigns.vocabulary import FactKind

#: Working days for source, translation and legal check until a first post may leave.
LEAD_WORKING_DAYS = 7
MANY_WRONG = 0.2
WORTH_NAMING = 1.5
MOST_LANGUAGES_IN_REASONS = 4
HELPLINE = "116 016"
_SATURDAY = 5
_NEEDED = (FactKind.RIGHT, FactKind.STEP, FactKind.CONTACT)


@dataclass(frozen=True)
class ProgrammeView:
    """What the proposal must know of the programme.

    `facts` counts its facts on the topic by kind; `spaces` are names of spaces by language, the busiest first.
    """

    languages: Sequence[str]
    source_language: str = "de"
    optional_languages: Sequence[str] = ()
    facts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    spaces: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))
    law_change: date | None = None


@dataclass(frozen=True)
class LanguageShare:
    """A language of the proposal with its share of the questions; None where the count is small."""

    language: str
    share: float | None
    why: Reason


@dataclass(frozen=True)
class CampaignProposal:
    """What a campaign on this need would be, with the reason for every choice."""

    topic: str
    languages: tuple[LanguageShare, ...]
    kinds: tuple[str, ...]
    spaces: Mapping[str, tuple[str, ...]]
    facts_at_hand: Mapping[str, int]
    facts_missing: tuple[str, ...]
    reasons: tuple[Reason, ...]
    earliest: date
    score: float

    def as_json(self) -> dict[str, Any]:
        """Plain data: for the command line, and for keeping as evidence."""
        return {
            "topic": self.topic,
            "languages": [
                {"language": one.language, "share": one.share, "why": one.why.english}
                for one in self.languages
            ],
            "kinds": list(self.kinds),
            "spaces": {code: list(names) for code, names in self.spaces.items()},
            "facts_at_hand": dict(self.facts_at_hand),
            "facts_missing": list(self.facts_missing),
            "reasons": [one.english for one in self.reasons],
            "earliest": self.earliest.isoformat(),
            "score": self.score,
        }


def propose(
    rows: Sequence[RadarRow],
    topic: str,
    programme: ProgrammeView,
    *,
    today: date,
    book: Taxonomy | None = None,
) -> CampaignProposal:
    """The proposal for a topic. Refuses topics that are answered in private only."""
    subject = (book or taxonomy()).topic(topic)
    if subject.is_sensitive:
        raise NotReady(
            "“{topic}” is answered by people in private and never becomes a campaign. The helpline is {helpline}.",
            topic=subject.en,
            helpline=HELPLINE,
        )
    asked = rows_of_topic(rows, topic)
    wrong = max((row.wrong_share or 0.0 for row in asked), default=0.0)
    kinds = _kinds(programme, wrong=wrong)
    missing = tuple(kind.value for kind in _NEEDED if not programme.facts.get(kind.value))
    earliest = working_days_after(today, LEAD_WORKING_DAYS)
    reasons = [one for row in asked[:MOST_LANGUAGES_IN_REASONS] for one in _counted(row)]
    if programme.law_change and today < programme.law_change <= today + LAW_AHEAD:
        reasons.append(
            reason("Facts must be those valid from {day} on.", day=programme.law_change.isoformat())
        )
    if missing:
        reasons.append(reason("Facts are missing: {kinds}.", kinds=", ".join(missing)))
    return CampaignProposal(
        topic=topic,
        languages=tuple(_languages(asked, programme)),
        kinds=kinds,
        spaces=MappingProxyType(
            {code: tuple(names[:5]) for code, names in programme.spaces.items() if names}
        ),
        facts_at_hand=MappingProxyType(dict(programme.facts)),
        facts_missing=missing,
        reasons=_once(reasons),
        earliest=earliest,
        score=max((row.score for row in asked), default=0.0),
    )


def working_days_after(day: date, count: int) -> date:
    """The day that lies so many working days (Monday to Friday) after `day`; planning minds the holidays."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def _languages(asked: Sequence[RadarRow], programme: ProgrammeView) -> list[LanguageShare]:
    """Every language of the programme, so that nobody is left out; optional ones only when they asked."""
    counts = {row.language: row.count for row in asked if row.language}
    total = sum(count for count in counts.values() if count)
    chosen = [
        code for code in programme.languages if code not in programme.optional_languages or code in counts
    ]
    shares: list[LanguageShare] = []
    for code in sort_languages({programme.source_language, *chosen}):
        count = counts.get(code)
        if count and total:
            share = round(count / total, 1)
            why = reason(
                "{percent} percent of the questions came in this language.", percent=round(share * 100)
            )
        elif code == programme.source_language:
            share, why = None, reason("The source text is written in it.")
        else:
            share, why = None, reason("A language of the programme: whoever asks less is not left out.")
        shares.append(LanguageShare(code, share, why))
    return sorted(shares, key=lambda one: (one.language != programme.source_language, -(one.share or 0.0)))


def _counted(row: RadarRow) -> Iterable[Reason]:
    """What speaks for the topic in one language, with the language named."""
    if row.language is None or row.count is None:
        return
    name = language(row.language).english
    if row.growth and row.growth >= WORTH_NAMING and row.rise_weeks and row.is_exact:
        yield reason(
            "{language}: asked {count} times, in the last {weeks} weeks {growth} times as often as before.",
            language=name,
            count=row.count,
            weeks=row.rise_weeks,
            growth=row.growth,
        )
    elif row.is_exact:
        yield reason("{language}: asked {count} times.", language=name, count=row.count)
    else:
        yield reason("{language}: asked at least {count} times.", language=name, count=row.count)
    if row.wrong_share:
        yield reason(
            "{language}: {percent} percent of the answers in threads were wrong.",
            language=name,
            percent=round(row.wrong_share * 100),
        )


def _kinds(programme: ProgrammeView, *, wrong: float) -> tuple[str, ...]:
    """Kinds of post by the kind of need and the facts there are to make them from."""
    has = programme.facts.get
    kinds: list[str] = []
    if programme.law_change and has(FactKind.CHANGE.value):
        kinds.append("what_changes")
    kinds.append("explainer")
    if has(FactKind.MYTH.value) and wrong >= MANY_WRONG:
        kinds.append("myth_fact")
    if has(FactKind.STEP.value, 0) >= 2:
        kinds.append("steps")
    if has(FactKind.DEADLINE.value):
        kinds.append("deadline")
    kinds.append("referral")
    if wrong or programme.spaces:
        kinds.append("group_comment")
    return tuple(kinds)


def _once(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Each sentence once, in order."""
    return tuple({one.english: one for one in reasons}.values())
