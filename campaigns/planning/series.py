"""Which posts make a series on a topic, in which order, from which facts, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from campaigns.content.draft_inputs import Event, Reminder
from campaigns.content.fact_view import FactView
from campaigns.content.values import ValueKind
from campaigns.facts.validity import holds_on
from campaigns.planning.kinds import PostKind, post_kind
from campaigns.planning.request import NeedView, Topic
from campaigns.planning.validity import not_valid
from campaigns.reasons import Reason, reason
from campaigns.vocabulary import FactKind

#: The order in which people take things in: what holds, what is false, how long, what to do, who helps.
USUAL_ORDER: Final = (
    "explainer",
    "myth_fact",
    "deadline",
    "what_changes",
    "explainer",
    "carousel",
    "steps",
    "referral",
    "group_comment",
)
#: From this share of wrong answers on, the correction comes first.
MANY_WRONG: Final = 0.25
#: Days before a deadline on which it is called to mind.
COUNTDOWN: Final = (21, 7, 1)
_WHY_REMINDED: Final = MappingProxyType(
    {
        Reminder.AGAIN: reason("A reminder for those who put it off."),
        Reminder.LAST: reason("The last reminder, shortly before the end."),
    }
)
#: A change this near, before or after its day, comes before everything else.
_SOON: Final = timedelta(days=45)
_JUST_NOW: Final = timedelta(days=14)
#: Kinds that speak of a day to come and are of no use, or say something untrue, after it.
_OF_A_DAY: Final = frozenset({"deadline", "what_changes"})


@dataclass(frozen=True)
class SeriesPost:
    """One post of a series: proposed for `day` and until `placed_by`, and never to go out later than `not_after`."""

    kind: PostKind
    day: date
    aim: Reason
    facts: tuple[FactView, ...]
    reasons: tuple[Reason, ...] = ()
    not_after: date | None = None
    reminder: Reminder | None = None
    placed_by: date | None = None


@dataclass(frozen=True)
class Series:
    """Posts in their order, and what could not be planned."""

    posts: tuple[SeriesPost, ...]
    warnings: tuple[Reason, ...] = ()


def propose_series(
    topic: Topic,
    facts: Sequence[FactView],
    *,
    start: date,
    pace_days: int = 3,
    need: NeedView | None = None,
    event: Event | None = None,
    kinds: Sequence[str] = (),
) -> Series:
    """The series on a topic from `start`, a post every `pace_days`; facts are chosen for each post's day."""
    maker = _Maker(topic, list(facts), start, pace_days, is_asked=bool(kinds))
    if event is not None and not kinds:
        maker.add_event(post_kind("event"), event)
    for key in kinds or _order(facts, start, need):
        kind = post_kind(key)
        if not kind.needs_event:
            maker.add(kind, need)
        elif event is not None:
            maker.add_event(kind, event)
        else:
            maker.lacks_event(kind)
    posts = sorted(maker.posts, key=lambda post: post.day)
    return Series(tuple(posts), tuple(dict.fromkeys(maker.warnings)))


def _order(facts: Sequence[FactView], start: date, need: NeedView | None) -> list[str]:
    """The usual order, with what is urgent first: a near change, then a claim that many repeat."""
    order = list(USUAL_ORDER)
    if need is not None and (need.wrong_share or 0) >= MANY_WRONG:
        order.remove("myth_fact")
        order.insert(0, "myth_fact")
    soon = [_day_of(fact) for fact in facts if fact.kind == FactKind.CHANGE and holds_on(fact, start)]
    if any(day and start - _JUST_NOW <= day <= start + _SOON for day in soon):
        order.remove("what_changes")
        order.insert(0, "what_changes")
    return order


def _day_of(fact: FactView) -> date | None:
    """The dated moment a fact is about."""
    value = fact.first_value(ValueKind.DATE)
    return value.day if value else None


def _last_moment(facts: Sequence[FactView]) -> date | None:
    """The last of the dated moments that facts are about."""
    return max((day for fact in facts if (day := _day_of(fact))), default=None)


@dataclass
class _Maker:
    """Adds one post after the other; remembers which facts are used and what was not possible."""

    topic: Topic
    facts: list[FactView]
    start: date
    pace_days: int
    is_asked: bool
    posts: list[SeriesPost] = field(default_factory=list)
    warnings: list[Reason] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    noted: set[str] = field(default_factory=set)

    @property
    def next_day(self) -> date:
        paced = [post for post in self.posts if post.kind.formats]
        return self.start + timedelta(days=self.pace_days * len(paced))

    def add(self, kind: PostKind, need: NeedView | None) -> None:
        """A post of a kind, if the facts that hold on its day carry it."""
        day, moved = self._day_for(kind)
        chosen = self._choose(kind, day)
        if len(chosen) < max(kind.fewest, 1):
            if self.is_asked:
                self.warnings.append(
                    reason(
                        "A post of the kind “{kind}” needs {count} facts that hold on {day}; there are {found}.",
                        kind=kind.label,
                        count=kind.fewest,
                        day=day,
                        found=len(chosen),
                    )
                )
            return
        if kind.most == 1 and kind.formats:
            self.used.add(chosen[0].key)
        moment = _day_of(chosen[0]) if kind.key == "deadline" else None
        if moment:
            self._add_countdown(kind, chosen, day, moment, moved)
            return
        self._append(kind, day, chosen, (*_why(kind, need), *moved))

    def _day_for(self, kind: PostKind) -> tuple[date, tuple[Reason, ...]]:
        """The day that the order gives, or an earlier one where it would come after what it speaks of, and why."""
        day = self.next_day if kind.formats else self.start
        if kind.key not in _OF_A_DAY:
            return day, ()
        moment = _last_moment([fact for fact in self.facts if fact.kind in kind.fact_kinds])
        if moment is None or not self.start <= moment < day:
            return day, ()
        ahead = self.start + timedelta(days=(moment - self.start).days // self.pace_days * self.pace_days)
        why = reason(
            "By its place in the order it would come on {day}, after {moment}: it is moved ahead.",
            day=day,
            moment=moment,
        )
        return ahead, (why,)

    def lacks_event(self, kind: PostKind) -> None:
        """An announcement without anything to announce."""
        self.warnings.append(
            reason("A post of the kind “{kind}” needs an event with its day and place.", kind=kind.label)
        )

    def add_event(self, kind: PostKind, event: Event) -> None:
        """The announcement, and reminders that stop when registration (or the event) is over."""
        closes = event.register_until or event.day
        days = [self.start, *(closes - timedelta(days=ahead) for ahead in COUNTDOWN)]
        kept = sorted({day for day in days if self.start <= day <= closes})
        if not kept:
            self.warnings.append(
                reason("Registration closed on {day}: there is nothing to announce.", day=closes)
            )
        why = reason("Registration closes on {day}; nothing goes out afterwards.", day=closes)
        self._append_until(kind, kept, (), (why,), closes)

    def _add_countdown(
        self,
        kind: PostKind,
        chosen: tuple[FactView, ...],
        day: date,
        moment: date,
        moved: tuple[Reason, ...],
    ) -> None:
        """A dated deadline is called to mind until it has passed; a sentence when it already has."""
        days = [day, *(moment - timedelta(days=ahead) for ahead in COUNTDOWN)]
        kept = sorted({one for one in days if day <= one <= moment and holds_on(chosen[0], one)})
        if not kept:
            self.warnings.append(
                reason("The deadline of “{fact}” passed on {day}.", fact=chosen[0].key, day=moment)
            )
            return
        why = reason("The deadline is on {day}; nothing goes out afterwards.", day=moment)
        self._append_until(kind, kept, chosen, (why, *moved), moment)

    def _append_until(
        self,
        kind: PostKind,
        days: Sequence[date],
        facts: tuple[FactView, ...],
        why: tuple[Reason, ...],
        not_after: date,
    ) -> None:
        """One announcement on the first of the days, reminders on the others that lie far enough apart."""
        apart = _apart(days, self.pace_days)
        for day in apart:
            if day == apart[0]:
                self._append(kind, day, facts, why, not_after)
                continue
            reminder = Reminder.LAST if day == apart[-1] else Reminder.AGAIN
            self._append(kind, day, facts, (*why, _WHY_REMINDED[reminder]), not_after, reminder)

    def _append(
        self,
        kind: PostKind,
        day: date,
        facts: tuple[FactView, ...],
        reasons: tuple[Reason, ...],
        not_after: date | None = None,
        reminder: Reminder | None = None,
    ) -> None:
        aim = reason(kind.aim, topic=self.topic.name.get("en") or self.topic.key)
        # Words that announce a change are others than those that tell of it afterwards.
        ends = _last_moment(facts) if kind.key == "what_changes" else None
        placed_by = ends if ends and ends >= day else None
        self.posts.append(SeriesPost(kind, day, aim, facts, reasons, not_after, reminder, placed_by))

    def _choose(self, kind: PostKind, day: date) -> tuple[FactView, ...]:
        """The facts for a kind that hold on the day; notes those that do not."""
        fitting = [
            fact
            for preferred in kind.fact_kinds
            for fact in self.facts
            if fact.kind == preferred and not (kind.most == 1 and kind.formats and fact.key in self.used)
        ]
        holding = [fact for fact in fitting if holds_on(fact, day)]
        for fact in fitting:
            if fact not in holding and fact.key not in self.noted:
                self.noted.add(fact.key)
                self.warnings.append(not_valid(fact, day, self.facts))
        return tuple(holding[: kind.most])


def _apart(days: Sequence[date], pace: int) -> list[date]:
    """Days of which each lies at least `pace` from the one kept before; the last one always stays."""
    kept: list[date] = []
    for day in days:
        if kept and (day - kept[-1]).days < pace and day != days[-1]:
            continue
        kept.append(day)
    return kept


def _why(kind: PostKind, need: NeedView | None) -> tuple[Reason, ...]:
    """Why this kind is in the series."""
    if kind.key == "myth_fact" and need is not None and (need.wrong_share or 0) >= MANY_WRONG:
        return (
            reason(
                "{percent} percent of the answers people got were wrong: the correction comes first.",
                percent=round((need.wrong_share or 0) * 100),
            ),
        )
    sentences = {
        "explainer": "A single fact is remembered and shared most easily.",
        "carousel": "There are several facts: one overview keeps them together.",
        "myth_fact": "A false claim about the topic is known.",
        "deadline": "Who misses this deadline loses a right.",
        "what_changes": "The law changes, and old posts will still be around.",
        "steps": "There is something to do, in an order.",
        "checklist": "People keep lists.",
        "referral": "Individual questions belong to the advice office.",
        "group_comment": "Advisors answer the question in threads with the same words.",
    }
    return (reason(sentences[kind.key]),) if kind.key in sentences else ()
