"""Counters are asked for on their timetable, one by one, and asking twice changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from campaigns.reach.insights.collecting import POSTS, STORIES, next_look
from campaigns.reach.insights.followers import followers_of
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from campaigns.reach.models import Insight, InsightLatest, ReachRow
from campaigns.reach.report.asked import Period
from campaigns.vocabulary import InsightSource
from scheduler.collecting import collect_insights, count_followers
from scheduler.contract import Counters, NotYet, Published
from scheduler.rounds import run_once
from tests.scheduler.stage import FakeChannel, Server, Stage

RETIRED = "The channel does not give this figure any more."


@dataclass
class Counting(FakeChannel):
    """A network that counts views; its reach is retired. `told` can be replaced by a refusal."""

    told: Counters | None = None
    views: int = 10
    followers: Reading | None = None
    asked: list[str] = field(default_factory=list)

    def read_insights(self, post: Published, sender: Any) -> Counters:
        self.asked.append(post.remote_id)
        if self.told is not None:
            return self.told
        return Reading(Metric.VIEWS, self.views), Reading(Metric.REACH, None, RETIRED)

    def read_followers(self, sender: Any) -> Reading | None:
        self.asked.append(sender.name)
        return self.followers


def published(stage: Stage, channel: Counting) -> Any:
    stage.place()
    stage.clock.moment += timedelta(minutes=2)
    deps = stage.deps(channel)
    run_once(deps)
    return deps


def series(stage: Stage) -> list[tuple[str, int | None, str]]:
    with Session(stage.engine) as session:
        rows = session.exec(select(Insight).order_by(Insight.at, Insight.metric)).all()  # type: ignore[arg-type]
        return [(row.metric, row.value, row.unknown) for row in rows]


def test_a_post_is_asked_about_early_daily_and_weekly(stage: Stage, tmp_path: Path) -> None:
    channel = Counting(Server(tmp_path / "far"))
    deps = published(stage, channel)
    moments: list[timedelta] = []
    start = stage.clock.moment

    for hours in range(0, 24 * 100, 3):
        stage.clock.moment = start + timedelta(hours=hours, minutes=1)
        before = len(channel.asked)
        collect_insights(deps)
        if len(channel.asked) > before:
            moments.append(timedelta(hours=hours))

    assert moments == list(POSTS)


def test_one_retired_figure_harms_no_other(stage: Stage, tmp_path: Path) -> None:
    channel = Counting(Server(tmp_path / "far"))
    deps = published(stage, channel)
    stage.clock.moment += timedelta(hours=4)

    collect_insights(deps)

    assert series(stage) == [("reach", None, RETIRED), ("views", 10, "")]
    with Session(stage.engine) as session:
        row = session.exec(select(ReachRow)).one()
        assert (row.views, row.reach) == (10, None)


def test_a_failure_keeps_the_older_figure_and_asks_again(stage: Stage, tmp_path: Path) -> None:
    channel = Counting(Server(tmp_path / "far"))
    deps = published(stage, channel)
    stage.clock.moment += timedelta(hours=4)
    collect_insights(deps)
    channel.told = NotYet("Too many calls.", stage.clock.moment + timedelta(days=1, hours=1))
    stage.clock.moment += timedelta(days=1)
    collect_insights(deps)
    with Session(stage.engine) as session:
        assert session.get_one(InsightLatest, (1, "views")).value == 10

    channel.told = None
    channel.views = 25
    stage.clock.moment += timedelta(hours=2)
    collect_insights(deps)

    assert [value for metric, value, _ in series(stage) if metric == "views"] == [10, 25]


def test_asking_twice_at_once_reads_once(stage: Stage, tmp_path: Path) -> None:
    channel = Counting(Server(tmp_path / "far"))
    deps = published(stage, channel)
    stage.clock.moment += timedelta(hours=4)

    collect_insights(deps)
    collect_insights(stage.deps(channel, worker="second"))

    assert len(channel.asked) == 1


def test_stories_are_asked_about_before_they_are_gone(now: datetime) -> None:
    looks = []
    after = now
    while (at := next_look(now, format_key="story", after=after)) is not None:
        looks.append(at - now)
        after = at

    assert looks == list(STORIES)
    assert len([each for each in looks if each < timedelta(hours=24)]) == len(looks) >= 4


def test_a_channel_without_counters_is_not_asked(stage: Stage, tmp_path: Path) -> None:
    channel = FakeChannel(Server(tmp_path / "far"))
    stage.place()
    stage.clock.moment += timedelta(minutes=2)
    deps = stage.deps(channel)
    run_once(deps)
    stage.clock.moment += timedelta(days=2)

    assert collect_insights(deps) == 0
    with Session(stage.engine) as session:
        assert session.exec(select(ReachRow)).one().views is None
        assert InsightSource.API not in {row.source for row in session.exec(select(Insight))}


def test_followers_are_asked_for_once_a_day_until_they_are_told(stage: Stage, tmp_path: Path) -> None:
    channel = Counting(Server(tmp_path / "far"))
    deps = stage.deps(channel)
    assert count_followers(deps) == 0
    channel.followers = Reading(Metric.FOLLOWERS, 61)
    assert [count_followers(deps), count_followers(deps)] == [1, 0]
    stage.clock.moment += timedelta(days=1)
    channel.followers = Reading(Metric.FOLLOWERS, None, RETIRED)
    assert count_followers(deps) == 1

    assert len(channel.asked) == 3
    period = Period(stage.now.date(), stage.now.date() + timedelta(days=1))
    with Session(stage.engine) as session:
        [row] = followers_of(session, programme_id=stage.cast.programme.id or 0, period=period)
    assert (row.first, row.last, row.last_on) == (61, 61, stage.now.date())
