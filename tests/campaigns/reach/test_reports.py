"""Reports: sums and medians as an independent count finds them, intervals that are honest, exports that recompute."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from datetime import timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from scipy.stats import binom, binomtest
from sqlmodel import Session

from campaigns.db import read_scope, session_scope
from campaigns.placements.models import Publication
from campaigns.reach.actions import record_readings
from campaigns.reach.evaluation import evaluation_zip, gather
from campaigns.reach.files.as_json import report_as_dict
from campaigns.reach.files.workbook import report_xlsx
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from campaigns.reach.report.asked import as_shown, nobody_asked
from campaigns.reach.report.building import campaign_report, posts_behind
from campaigns.reach.report.clicked import Clicks
from campaigns.reach.report.comparing import Interval, rate_ratio, widest_ratio
from campaigns.reach.report.posts import CHANNEL, LANGUAGE, PostFigures
from campaigns.reach.report.rows import Compared, FairRow, fair_rows, language_rows
from campaigns.reach.report.spreads import Columns, median_interval
from campaigns.reach.report.told import count
from campaigns.vocabulary import InsightSource
from tests.campaigns.reach.conftest import Out


def invented(posts: int = 80) -> list[PostFigures]:
    chance = random.Random(7)
    return [
        PostFigures(
            number, "wage", "square", chance.choice(["de", "ar", "uk"]), chance.choice(["facebook", "youtube"]),
            None, chance.randrange(7), chance.randrange(24), chance.choice([None, chance.randrange(5000)]),
            chance.choice([None, chance.randrange(900)]), None, None, chance.randrange(40), chance.randrange(9),
            None, None, None,
        )
        for number in range(posts)
    ]  # fmt: skip


@pytest.mark.any_database
def test_groups_are_what_an_independent_count_finds() -> None:
    posts = invented()

    for group in Columns(posts).grouped(LANGUAGE):
        # Two channels count in two ways, and nothing is said of both together.
        spread = group.spreads["views"]
        assert (spread.median, spread.low, spread.total) == (None, None, None)
        for way in spread.ways:
            views = [
                post.views for post in posts
                if (post.language, post.channel) == (group.key, way.channel) and post.views is not None
            ]  # fmt: skip
            assert (way.spread.median, way.spread.known) == (median(views), len(views))
            assert way.spread.total == sum(views)
    for group in Columns(posts).grouped(CHANNEL):
        views = [post.views for post in posts if post.channel == group.key and post.views is not None]
        assert group.spreads["views"].total == sum(views)
        assert group.spreads["reach"].total is None
        assert group.spreads["impressions"].median is None


@pytest.mark.any_database
@pytest.mark.parametrize("number", [6, 7, 20, 51, 180])
def test_the_interval_of_a_median_holds_what_it_promises(number: int) -> None:
    low, high = median_interval(list(range(number)))

    assert low is not None
    assert high is not None
    inside = 1 - 2 * binom.cdf(low, number, 0.5)
    assert inside >= 0.95
    assert 1 - 2 * binom.cdf(low + 1, number, 0.5) < 0.95


@pytest.mark.any_database
@pytest.mark.parametrize(("before", "after"), [(40, 20), (7, 0), (3, 9), (200, 210), (90_000, 310_000)])
def test_the_ratio_of_rates_is_the_exact_one(before: int, after: int) -> None:
    found = rate_ratio(before, 8, after, 4)
    expected = binomtest(after, before + after).proportion_ci(0.95, method="exact")

    assert found is not None
    assert found.low == pytest.approx(expected.low / (1 - expected.low) * 2, abs=1e-6)
    assert found.high == pytest.approx(expected.high / (1 - expected.high) * 2, rel=1e-6)


@pytest.mark.any_database
@given(st.integers(8, 90), st.integers(0, 90), st.integers(0, 4), st.integers(0, 4), st.data())
def test_the_interval_of_rounded_counts_holds_that_of_every_pair_they_stand_for(
    before: int, after: int, fewer: int, more: int, data: st.DataObject
) -> None:
    told = [Interval(count, max(0, count - fewer), count + more) for count in (before, after)]
    found = widest_ratio(told[0], 8, told[1], 4)
    true = rate_ratio(_any_of(data, told[0]), 8, _any_of(data, told[1]), 4)

    assert found is not None
    assert true is not None
    assert found.low <= true.low + 1e-9
    assert found.high is None or (true.high is not None and found.high >= true.high - 1e-9)
    assert found.low <= found.value
    assert found.high is None or found.value <= found.high


def _any_of(data: st.DataObject, told: Interval) -> int:
    return data.draw(st.integers(told.least, told.most))


def test_a_report_tells_what_was_seen_and_its_exports_recompute(out: Out) -> None:
    with session_scope(out.engine) as session:
        publication = session.get_one(Publication, out.publication.id)
        readings = [(publication, Reading(Metric.VIEWS, 1250)), (publication, Reading(Metric.REACTIONS, 31))]
        record_readings(session, readings=readings, source=InsightSource.API, at=out.now + timedelta(hours=3))
    with read_scope(out.engine) as session:
        report = campaign_report(
            session, campaign_id=_campaign(session, out), now=out.now + timedelta(days=1)
        )
        posts = posts_behind(session, report=report)
        book = load_workbook(io.BytesIO(report_xlsx(report, posts)))
        archive = zipfile.ZipFile(io.BytesIO(evaluation_zip(report, gather(session, report=report))))
        json.dumps(report_as_dict(report))
    assert report.everything is not None
    told = report.everything.spreads

    (row,) = csv.DictReader(io.StringIO(archive.read("posts.csv").decode("utf-8-sig")), delimiter=";")
    assert (int(row["views"]), int(row["engagements"]), row["reach"]) == (1250, 31, "")
    assert (told["views"].median, told["engagements"].median, told["reach"].known) == (1250, 31, 0)
    cells = {cell.value: cell.offset(0, 1).value for cell in book["summary"]["A"]}
    assert cells["publications"] == 1
    assert cells["from"].year == 2026
    assert report.rows[0].seen == 1250


@pytest.mark.any_database
def test_a_channel_that_changed_its_definition_counts_in_two_ways() -> None:
    posts = [
        post._replace(channel="facebook", counted_by=f"facebook.reach.2 facebook.views.{1 + number % 2}")
        for number, post in enumerate(invented())
    ]
    spread = Columns(posts).all_together().spreads["views"]

    assert spread.total is None
    assert {way.definition: way.spread.known for way in spread.ways} == {
        f"facebook.views.{version}": sum(
            post.views is not None for number, post in enumerate(posts) if 1 + number % 2 == version
        )
        for version in (1, 2)
    }
    assert Columns(posts).all_together().spreads["reach"].ways == ()


@pytest.mark.any_database
def test_engagement_rates_name_their_divisor_and_acts_are_no_reach() -> None:
    posts = [post for post in invented() if post.channel == "facebook"]
    columns = Columns(posts)
    rates = [post.engaged / post.views for post in posts if post.views and post.engaged is not None]
    acts = columns.acted()["facebook"]

    assert columns.all_together().spreads["engaged_per_view"].median == pytest.approx(median(rates))
    assert columns.all_together().spreads["engaged_per_view"].total is None
    assert (acts.reactions, acts.shares) == (sum(post.reactions or 0 for post in posts), None)
    assert acts.total == sum((post.reactions or 0) + (post.comments or 0) for post in posts)


def compared(posts: list[PostFigures], asked: dict[str, int]) -> tuple[list[FairRow], Compared]:
    told = count(Columns(posts))
    before, nothing = (
        as_shown({}, {("", code): n for code, n in asked.items()}, topics=(), k=5),
        nobody_asked(),
    )
    return fair_rows(language_rows(told, before, nothing, Clicks({})), told, Clicks({}))


@pytest.mark.any_database
def test_all_shares_are_of_the_languages_of_which_every_measure_is_told() -> None:
    posts = [post._replace(views=None) if post.language == "uk" else post for post in invented()]
    rows, how = compared(posts, {"de": 30, "ar": 3, "uk": 60, "tr": 10, "fa": 3})
    one_way = [post for post in posts if post.channel == how.channel and post.views is not None]
    of_german = [post for post in one_way if post.language == "de"]

    # Nothing was published in Turkish, so it was seen nought times; of Ukrainian nobody tells how often, of Arabic not
    # how often it was asked, and of Farsi nothing at all.
    assert [(row.language, row.asked, row.seen, row.clicked) for row in rows] == [
        ("de", 0.75, 1.0, None),
        ("tr", 0.25, 0.0, None),
    ]
    assert (how.unseen, how.held) == (("uk",), ("ar",))
    assert (how.known, how.posts) == (len(of_german), sum(post.language == "de" for post in posts))


@pytest.mark.any_database
def test_nothing_is_compared_where_fewer_than_two_languages_tell_two_measures() -> None:
    rows, how = compared(invented(), {"de": 30, "ar": 3, "uk": 2, "tr": 1})

    assert (rows, how) == ([], Compared("", ""))


def _campaign(session: Session, out: Out) -> int:
    from campaigns.reach.models import ReachRow

    row = session.get(ReachRow, out.publication.id)
    assert row is not None
    return row.campaign_id
