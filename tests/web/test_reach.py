"""Reach on the desk and on paper: every figure by itself, what is unknown says why, small counts stay hidden."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO

import lxml.html
import pytest
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.content.models import Campaign
from campaigns.db import read_scope, session_scope
from campaigns.links.actions import count_clicks
from campaigns.links.models import ShortLink
from campaigns.needs.counts.pool import known_of
from campaigns.needs.counts.rollup import WeekTally
from campaigns.needs.models import AdviceNeed
from campaigns.placements.models import Placement, Publication
from campaigns.reach.actions import type_figures
from campaigns.reach.disclosure.suppression import Count, steps_between
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.report.building import campaign_report
from campaigns.reach.report.rows import Compared, FairRow
from campaigns.reach.report.spreads import Spread, Way
from campaigns.vocabulary import Role, Visitor
from tests.web.conftest import Watch
from tests.web.desk import Desk
from tests.web.desk_stage import approved, group, in_group, published_on_feed
from tests.web.stage import Scene, desk_in, scene
from web.charts import FULL, STUB, Value, bar_rows
from web.reports.page import alone, report_html
from web.reports.pdf import report_pdf
from web.reports.posts import named_ways
from web.reports.sections import sections

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]


@pytest.fixture
def out(engine: Engine, scene: Scene, now: datetime) -> Placement:
    """The German post on the feed, with 7 clicks by persons and 3 by machines."""
    placement = published_on_feed(engine, scene, scene.german, now=now)
    with session_scope(engine) as session:
        link = session.exec(select(ShortLink).where(ShortLink.variant_id == scene.german.id)).one()
        day = now.date()
        count_clicks(session, {(link.id or 0, day, Visitor.PERSON): 7, (link.id or 0, day, Visitor.BOT): 3})
    return placement


def ask(
    engine: Engine,
    scene: Scene,
    now: datetime,
    language: str,
    times: int,
    *,
    before: int = 10,
    region: str | None = None,
) -> None:
    """So many questions on the topic, `before` days before now."""
    with session_scope(engine) as session:
        day = now.date() - timedelta(days=before)
        tally = WeekTally()
        for number in range(times):
            need = AdviceNeed(
                programme_id=scene.cast.programme.id or 0,
                batch_id=None,
                day=day,
                week=day - timedelta(days=day.weekday()),
                content_hash=f"{language}{before}{region}{number}",
                region=region,
                topic="child_benefit",
                language=language,
                created_at=now,
            )
            session.add(need)
            tally.add(known_of(need))
        tally.save(session, scene.cast.programme.id or 0)


def page_of(desk: Desk, address: str) -> lxml.html.HtmlElement:
    response = desk.get(address)
    assert response.status_code == 200, response.status_code
    return lxml.html.document_fromstring(response.get_data(as_text=True))


def row_of(root: lxml.html.HtmlElement, language: str) -> list[str]:
    for row in root.xpath("//table[caption='By language']/tbody/tr"):
        cells = [" ".join(cell.text_content().split()) for cell in row]
        if cells[0] == language:
            return cells
    raise AssertionError(f"{language} has no row")


def test_list_names_campaigns_with_their_figures(out: Placement, desk_in: Log) -> None:
    (line,) = page_of(desk_in(Role.BOARD), "/reach").xpath("//li[@class='glance']")

    assert "Kindergeld" in line.text_content()
    figures = zip(line.xpath(".//dt/text()"), line.xpath(".//dd/text()"), strict=True)
    assert dict(figures) == {"published": "1", "clicks": "7"}


def test_list_without_publications_says_so(desk_of: Log) -> None:
    assert "Nothing was published yet" in page_of(desk_of(Role.LEAD), "/reach").text_content()


def test_report_goes_from_asked_to_asked_again(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    ask(engine, scene, now, "de", 16)
    ask(engine, scene, now, "de", 6, before=0)

    root = page_of(desk_in(Role.LEAD), f"/reach/campaigns/{scene.campaign.id}")

    assert row_of(root, "German") == [
        "German",
        "≈15",
        "7.7–13.3",
        "1",
        "not available",
        "7",
        "≈5",
        "7.0–63.0",
    ]


def test_the_sign_before_a_count_in_steps_is_explained_by_what_the_count_may_be(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    ask(engine, scene, now, "de", 16)
    low, high = steps_between(0, 5, k=5).limits

    text = page_of(desk_in(Role.LEAD), f"/reach/campaigns/{scene.campaign.id}").text_content()

    assert f"“≈5” stands for {low} to {high} questions" in text


def test_steps_of_the_road_name_their_days_and_what_is_no_sum(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    ask(engine, scene, now, "de", 16)
    ask(engine, scene, now, "de", 6, before=0)
    with session_scope(engine) as session:
        seen = session.exec(select(Publication)).one()
        figures = {Metric.VIEWS: 770, Metric.REACTIONS: 30, Metric.COMMENTS: 7, Metric.SHARES: 0}
        type_figures(session, publication=seen, figures=figures, by=None, now=now)

    root = page_of(desk_in(Role.LEAD), f"/reach/campaigns/{scene.campaign.id}")

    steps = [
        " ".join(" ".join(step.itertext()).split()) for step in root.xpath("//ol[@class='reach-road']/li")
    ]
    assert "questions from 13 Nov 2026 to 22 Nov 2026" in steps[0]
    assert steps[2].startswith("Seen Median 770 Views: per post, median")
    assert steps[3].startswith("Engaged Median 37 per post, median")
    assert "Median" not in steps[4]
    engaged = [
        each.text_content() for each in root.xpath("//dt") if each.text_content().startswith("Engagements ")
    ]
    assert engaged[0].endswith("parts added up")


def comparison(desk: Desk, address: str) -> str:
    """What the page says of before and after, behind the road."""
    (part,) = page_of(desk, address).xpath("//div[@class='report__compared']")
    return " ".join(part.text_content().split())


def test_both_sides_are_divided_by_the_days_that_were_observed(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    ask(engine, scene, now, "de", 40, before=28)
    ask(engine, scene, now, "de", 30, before=3)
    # Of the eight weeks before only two were observed, of the week that runs a day.
    begin(engine, scene, now.date() - timedelta(days=14))
    address = f"/reach/campaigns/{scene.campaign.id}"

    desk = desk_in(Role.LEAD)
    row = row_of(page_of(desk, address), "German")
    told = comparison(desk, address)

    assert (row[1], row[2], row[6], row[7]) == ("≈40", "18.0–22.0", "≈30", "12.1–15.9")
    assert "before, 26 Oct 2026 to 8 Nov 2026; in the period, 9 Nov 2026 to 23 Nov 2026." in told
    # Of numbers in steps no single ratio is likelier than its neighbours.
    assert "In the period questions came between 0.30 and 1.60 times as often a week as before" in told
    assert "before, 26 Oct 2026" not in comparison(desk_in(Role.BOARD), address)


def begin(engine: Engine, scene: Scene, day: date) -> None:
    """The campaign was planned to begin on a day."""
    with session_scope(engine) as session:
        session.get_one(Campaign, scene.campaign.id).starts_on = day


def test_what_was_never_observed_is_not_available_and_no_nought(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    ask(engine, scene, now, "de", 40, before=10)
    desk, today = desk_in(Role.LEAD), now.date()
    of_campaign, half = (
        f"/reach/campaigns/{scene.campaign.id}",
        "/reach/programme?start=2026-01-01&end=2026-06-30",
    )
    reasons = [
        (today - timedelta(days=12), of_campaign, "nothing is known of the weeks before"),
        (today, of_campaign, "on fewer than seven days"),
        (today, half, "until the end of the period"),
        (today + timedelta(days=10), of_campaign, "The period has not begun."),
    ]

    for day, address, reason in reasons:
        begin(engine, scene, day)
        told = comparison(desk, address)
        assert "A comparison of before and after is not available." in told
        assert reason in told
        assert "times as often" not in told
    row = row_of(page_of(desk, of_campaign), "German")
    assert (row[1], row[6], row[7]) == ("≈40", "not available", "not available")


def test_other_days_tell_no_questions_and_lead_to_those_that_do(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    ask(engine, scene, now, "de", 40, before=10)
    address = f"/reach/campaigns/{scene.campaign.id}"

    root = page_of(desk_in(Role.LEAD), f"{address}?start={now.date() - timedelta(days=11)}&end={now.date()}")

    row = row_of(root, "German")
    assert (row[1], row[3], row[6]) == ("held back", "1", "held back")
    assert root.xpath(f"//a[@href='{address}']")


def test_unknown_views_say_why_and_are_never_nought(scene: Scene, out: Placement, desk_in: Log) -> None:
    told = page_of(desk_in(Role.LEAD), f"/reach/campaigns/{scene.campaign.id}").text_content()

    assert "The channel does not tell how often a post was seen, and nobody has typed it in." in told


def test_small_counts_are_hidden_on_the_page_and_in_both_downloads(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    ask(engine, scene, now, "ar", 3)
    ask(engine, scene, now, "de", 40)
    desk = desk_in(Role.STAFF)
    address = f"/reach/campaigns/{scene.campaign.id}"

    assert row_of(page_of(desk, address), "Arabic")[1] == "<5"
    rows = list(
        csv.DictReader(
            StringIO(desk.get(f"/reach/report.csv?campaign={scene.campaign.id}").data.decode("utf-8-sig")),
            delimiter=";",
        )
    )
    told = {(row["key"], row["figure"]): (row["value"], row["reason"]) for row in rows}
    assert told["ar", "asked_before"] == ("", "<5")
    alone = lxml.html.document_fromstring(
        desk.get(f"/reach/report.html?campaign={scene.campaign.id}").data.decode()
    )
    assert row_of(alone, "Arabic")[1] == "<5"


@pytest.mark.parametrize("role", [Role.BOARD, Role.EVALUATOR])
def test_periods_chosen_freely_tell_board_and_evaluator_no_counts_of_questions(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime, role: Role
) -> None:
    ask(engine, scene, now, "de", 721)
    ask(engine, scene, now, "ar", 722, before=0)
    desk = desk_in(role)
    chosen = f"start={now.date() - timedelta(days=20)}&end={now.date()}"

    root = page_of(desk, f"/reach/campaigns/{scene.campaign.id}?{chosen}")
    assert row_of(root, "German")[1] == "held back"
    assert "stands in fixed reports only" in root.text_content()
    # Cell by cell, and words alone: a digest may have any digits inside it.
    told = [" ".join(page.itertext()) for page in (root, page_of(desk, f"/reach/programme?{chosen}"))]
    told += [
        desk.get(f"/reach/report.{kind}?campaign={scene.campaign.id}&{chosen}").data.decode()
        for kind in ("csv", "html")
    ]
    archive = zipfile.ZipFile(BytesIO(desk.get(f"/reach/report.zip?{chosen}").data))
    told += [archive.read(name).decode() for name in archive.namelist()]
    assert not [text for text in told if re.search(r"\b(72[12]|1[,.]?443|Arabic)\b", text)]


def test_chart_says_the_same_as_its_table(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    ask(engine, scene, now, "de", 16)

    root = page_of(desk_in(Role.LEAD), f"/reach/campaigns/{scene.campaign.id}")

    bars = {
        title: " ".join(
            root.xpath(f"string(//figure[contains(., '{title}')]/ul[@class='chart__rows'])").split()
        )
        for title in ("Clicks in the period", "Questions a week")
    }
    assert "German 7" in bars["Clicks in the period"]
    assert "German before: 7.7–13.3 in the period: held back" in bars["Questions a week"]
    # The stub that stands for it is explained where one is drawn, and nowhere else.
    legends = {
        title: root.xpath(f"string(//figure[contains(., '{title}')]/ul[@class='chart__legend'])")
        for title in bars
    }
    assert ["the length says nothing" in legends[title] for title in bars] == [False, True]


def test_costs_are_optional_and_stand_in_the_report(scene: Scene, out: Placement, desk_in: Log) -> None:
    desk, address = desk_in(Role.LEAD), f"/reach/campaigns/{scene.campaign.id}"
    assert "Costs" not in page_of(desk, address).xpath("string(//dl)")

    assert desk.send(f"{address}/costs", {"costs": "1,250.50"}).status_code == 303
    facts = " ".join(page_of(desk, address).xpath("string(//dl)").split())
    assert "Costs of the whole campaign€1,250.50" in facts
    assert "Costs / clicks in the period€178.64" in facts

    assert desk.send(f"{address}/costs", {"costs": "much"}).status_code == 422
    desk.send(f"{address}/costs", {"costs": ""})
    assert "Costs" not in page_of(desk, address).xpath("string(//dl)")


def test_period_of_the_address_bounds_the_report(scene: Scene, out: Placement, desk_in: Log) -> None:
    root = page_of(
        desk_in(Role.LEAD), f"/reach/campaigns/{scene.campaign.id}?start=2026-01-01&end=2026-01-31"
    )

    assert "Nothing was published in this period." in root.text_content()
    assert root.get_element_by_id("start").get("value") == "2026-01-01"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("start=soon", "start"),
        ("start=2026-12-01&end=2026-11-01", "end"),
        ("start=0001-01-01", "start"),
        ("end=9999-12-31", "end"),
    ],
)
def test_impossible_period_is_told_at_its_field(
    scene: Scene, out: Placement, desk_in: Log, query: str, field: str
) -> None:
    response = desk_in(Role.LEAD).get(f"/reach/campaigns/{scene.campaign.id}?{query}")

    root = lxml.html.document_fromstring(response.get_data(as_text=True))
    assert response.status_code == 422
    assert root.get_element_by_id(f"{field}-error").text_content().strip()


def test_programme_report_names_evidence_with_its_digest(scene: Scene, out: Placement, desk_in: Log) -> None:
    root = page_of(desk_in(Role.LEAD), "/reach/programme")

    assert out.digest in root.xpath("//table[caption='Evidence']")[0].text_content()


def test_what_was_posted_by_hand_counts_as_a_hand_off(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    proof = approved(engine, scene, scene.arabic, now=now, channels=["feed"])["feed"]
    row = in_group(engine, scene, scene.arabic, proof, group(engine, scene, now=now), now=now)
    desk_in(Role.ADVISOR).send(f"/handoffs/{row.id}/posted", {"unproven": "I saw it there."})

    root = page_of(desk_in(Role.LEAD), "/reach/programme")

    cells = [each.text_content() for each in root.xpath("//table[caption='By channel']/tbody/tr/*")]
    assert cells == ["Posted in groups by hand", "1", "0"]


def test_groups_that_share_a_link_tell_its_clicks_once(
    engine: Engine, scene: Scene, desk_in: Log, now: datetime
) -> None:
    proof = approved(engine, scene, scene.arabic, now=now, channels=["feed"])["feed"]
    desk = desk_in(Role.ADVISOR)
    for number in (1, 2):
        space = group(engine, scene, now=now, number=number)
        row = in_group(engine, scene, scene.arabic, proof, space, now=now)
        desk.send(f"/handoffs/{row.id}/posted", {"unproven": "I saw it there."})
    with session_scope(engine) as session:
        link = session.exec(select(ShortLink).where(ShortLink.variant_id == scene.arabic.id)).one()
        count_clicks(session, {(link.id or 0, now.date(), Visitor.PERSON): 9})

    root = page_of(desk_in(Role.LEAD), "/reach/programme")

    rows = root.xpath("//table[caption='Evidence']/tbody/tr")
    assert [row.xpath("./td[@class='number']")[0].text_content().strip() for row in rows] == ["9", "–"]


def test_html_report_fetches_nothing_and_is_handed_over_as_a_file(
    scene: Scene, out: Placement, desk_in: Log
) -> None:
    response = desk_in(Role.LEAD).get(f"/reach/report.html?campaign={scene.campaign.id}")

    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.mimetype == "application/octet-stream"
    root = lxml.html.document_fromstring(response.data.decode())
    assert root.xpath("//script | //link | //img | //iframe") == []
    assert "url(" not in root.findtext(".//style")


@pytest.mark.parametrize("language", ["de", "en"])
def test_command_line_gets_the_report_without_the_desk(
    engine: Engine, scene: Scene, out: Placement, now: datetime, language: str
) -> None:
    with read_scope(engine) as session:
        report = campaign_report(session, campaign_id=scene.campaign.id or 0, now=now)
        html = report_html(report, language=language)

    root = lxml.html.document_fromstring(html)
    assert root.get("lang") == language
    assert ("23.11.2026" if language == "de" else "23 Nov 2026") in root.text_content()


def test_the_note_of_shares_names_the_languages_compared_and_those_left_out(
    engine: Engine, scene: Scene, out: Placement, now: datetime
) -> None:
    with read_scope(engine) as session:
        report = campaign_report(session, campaign_id=scene.campaign.id or 0, now=now)
    shares = [FairRow("ar", 0.6, 1.0, 0.5), FairRow("uk", 0.4, 0.0, 0.5)]
    how = Compared(
        "facebook", "facebook.views.2", held=("tr", "fa"), unseen=("de", "tr"), known=18, posts=113
    )
    report = replace(report, fairness=shares, compared=how, asked_before=Count(None, 5))

    root = lxml.html.document_fromstring(report_html(report, language="en"))
    with alone().test_request_context(), force_locale("en_GB"):
        (on_paper,) = [each for each in sections(report) if each["title"] == "Fairness"]

    assert on_paper["tables"][0]["rows"] == [
        ["Arabic", "60%", "100%", "50%"],
        ["Ukrainian", "40%", "0%", "50%"],
    ]
    (part,) = root.xpath("//section[@aria-labelledby='fairness']")
    told = " ".join(part.text_content().split())
    assert " ".join(on_paper["notes"]) in told
    assert "Compared are Arabic, Ukrainian." in told
    assert "Languages left out: 3." in told
    assert "Facebook (as Facebook counts since 15 Nov 2025)" in told
    assert "known of 18 of 113 posts" in told
    assert "Views of their posts are not known in this way: German, Turkish." in told
    assert "Their numbers of questions are held back to protect people: Turkish, Persian." in told


def test_the_address_of_a_post_stands_on_the_paper(
    engine: Engine, scene: Scene, out: Placement, now: datetime
) -> None:
    address = "https://groups.example/posts/17?from=here"
    with session_scope(engine) as session:
        session.exec(select(Publication)).one().url = address
    with read_scope(engine) as session:
        report = campaign_report(session, campaign_id=scene.campaign.id or 0, now=now)
        for language in ("en", "ar"):
            assert address.encode() in report_pdf(report, language=language)


def test_the_paper_is_there_from_right_to_left_where_the_programme_writes_so(
    scene: Scene, out: Placement, desk_in: Log
) -> None:
    desk = desk_in(Role.BOARD)

    links = page_of(desk, f"/reach/campaigns/{scene.campaign.id}").xpath("//a[contains(@href, 'language=')]")
    (arabic,) = [each for each in links if each.text_content().endswith("العربية")]
    assert desk.get(arabic.get("href")).data.startswith(b"%PDF")


def test_other_programmes_reports_are_not_found(scene: Scene, out: Placement, desk_of: Log) -> None:
    desk = desk_of(Role.LEAD)

    assert desk.get(f"/reach/campaigns/{scene.campaign.id}").status_code == 404
    assert desk.get(f"/reach/report.csv?campaign={scene.campaign.id}").status_code == 404


numbers = st.one_of(st.none(), st.integers(0, 10**6).map(float))


@given(st.lists(st.lists(numbers, min_size=1, max_size=3), max_size=8))
def test_bars_share_one_scale_from_nought(rows: list[list[float | None]]) -> None:
    drawn = bar_rows(
        [("x", "de", [Value("s", value, "", is_hidden=value is None) for value in row]) for row in rows]
    )

    pairs = [(bar.value, bar.length) for row in drawn for bar in row.bars]
    top = max((value for value, _length in pairs if value), default=0)
    for value, length in pairs:
        if value is None:
            assert length == STUB
        else:
            assert length == (round(value / top * FULL, 2) if top else 0)


def test_period_ends_today_by_the_programmes_clock(scene: Scene, out: Placement, desk_in: Log) -> None:
    root = page_of(desk_in(Role.LEAD), f"/reach/campaigns/{scene.campaign.id}")

    assert date.fromisoformat(root.get_element_by_id("end").get("value")) == date(2026, 11, 23)


def test_ways_of_counting_are_named_by_what_parts_them() -> None:
    def counted(*ways: tuple[str, str]) -> list[str]:
        known = Spread(total=5, median=5, low=None, high=None, known=1, posts=1)
        spread = replace(known, ways=tuple(Way(channel, definition, known) for channel, definition in ways))
        with alone().test_request_context(), force_locale("en_GB"):
            return [word for word, _way, _spread in named_ways(spread)]

    assert counted(("facebook", "any.views.1"), ("facebook", "facebook.views.2")) == [
        "Facebook, general definition",
        "Facebook, as Facebook counts since 15 Nov 2025",
    ]
    assert counted(("facebook", "facebook.views.2"), ("x", "any.views.1")) == ["Facebook", "X"]
    assert counted(("facebook", "any.views.1"), ("facebook", "tiktok.views.1")) == [
        "Facebook, general definition",
        "Facebook, as TikTok counts",
    ]
    assert counted(("facebook", "any.views.1"), ("facebook", "facebook.views.2"), ("x", "any.views.1")) == [
        "Facebook, general definition",
        "Facebook, as Facebook counts since 15 Nov 2025",
        "X",
    ]


def test_a_csv_of_days_on_which_nothing_was_published_has_the_figures_of_everything(
    scene: Scene, out: Placement, desk_in: Log
) -> None:
    told = desk_in(Role.LEAD).get("/reach/report.csv?start=2024-04-01&end=2024-09-30").get_data(as_text=True)

    rows = list(csv.DictReader(StringIO(told.lstrip("\ufeff")), delimiter=";"))
    figures = {row["figure"]: row for row in rows if row["by"] == "report"}
    assert figures["published"]["value"] == "0"
    assert figures["asked_during"]["reason"]
    # It needs no other file: each line says what it is, and of which days.
    assert {(row["from"], row["to"]) for row in rows} == {("2024-04-01", "2024-09-30")}
    assert all(row["unit"] and row["meaning"] for row in rows)


def test_nothing_is_held_back_of_a_period_that_has_not_begun(scene: Scene, desk_in: Log) -> None:
    root = page_of(desk_in(Role.LEAD), "/reach/programme?start=2027-01-01&end=2027-06-30")
    told = " ".join(root.text_content().split())

    assert "The period has not begun, so there is nothing to count yet." in told
    assert "A comparison of before and after is not available. The period has not begun." in told
    assert "For these days numbers of questions are held back" not in told
    assert "held back" not in " ".join(root.xpath("//ol[@class='reach-road']")[0].text_content().split())
    assert "Questions a week" not in told


def test_a_report_in_steps_says_which_days_it_counts_and_why_a_fixed_one_differs(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    ask(engine, scene, now, "de", 40, before=28)
    ask(engine, scene, now, "de", 30, before=3)
    begin(engine, scene, now.date() - timedelta(days=13))

    root = page_of(desk_in(Role.LEAD), f"/reach/campaigns/{scene.campaign.id}")
    (part,) = root.xpath("//div[@class='report__compared']")
    told = " ".join(part.text_content().split())
    notes = [" ".join(each.text_content().split()) for each in root.xpath("//p[@class='reach-road__note']")]

    assert "whole weeks on which they were recorded, not over exactly the days of the heading" in told
    assert "A fixed report counts exactly the days of its heading and not in steps" in told
    assert "in the period, 9 Nov 2026 to 23 Nov 2026" in told
    assert "The first post went out on" in told and "so it is not “after the campaign”." in told
    assert notes[-1].startswith("questions from 9 Nov 2026 to 23 Nov 2026")


def test_posts_are_told_by_kind_of_channel(scene: Scene, out: Placement, desk_in: Log) -> None:
    root = page_of(desk_in(Role.LEAD), f"/reach/campaigns/{scene.campaign.id}")

    (published,) = root.xpath("//ol[@class='reach-road']/li[2]")
    assert published.text_content().strip().endswith("Atom feed: 1")
    (part,) = root.xpath("//section[@aria-labelledby='definitions']")
    assert "A campaign's report counts those on its topic" in part.text_content()


def test_a_report_at_hand_tells_regions_in_steps_of_ten_and_leads_to_their_questions(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, now: datetime
) -> None:
    ask(engine, scene, now, "de", 23, region="DE-BE")
    ask(engine, scene, now, "de", 9, region="DE-BY")
    ask(engine, scene, now, "ar", 30)
    desk = desk_in(Role.STAFF)

    root = page_of(desk, f"/reach/campaigns/{scene.campaign.id}")
    (table,) = root.xpath("//section[@aria-labelledby='regions']//table")
    ((region, told, *_more),) = ([cell.text_content() for cell in row] for row in table.xpath(".//tbody/tr"))
    (led,) = {each for each in table.xpath(".//a/@href") if "until" in each and "region=DE-BE" in each}

    # Nine are no step of ten, and thirty of unknown region are in none.
    assert (region, told) == ("Berlin", "≈20")
    assert "Regions are told in steps of 10" in root.text_content()
    assert len(page_of(desk, led).xpath("//*[starts-with(@id, 'need-')]")) == 23


def test_a_campaign_at_hand_tells_what_was_asked_after_its_last_post_once_a_week_of_it_is_over(
    engine: Engine, scene: Scene, out: Placement, desk_in: Log, watch: Watch, now: datetime
) -> None:
    ask(engine, scene, now, "de", 40)
    ask(engine, scene, now, "de", 21, before=-9)
    desk, address = desk_in(Role.STAFF), f"/reach/campaigns/{scene.campaign.id}"

    first = page_of(desk, address).text_content()
    watch.move(days=14)
    desk = desk_in(Role.LEAD)
    told = " ".join(
        page_of(desk, address).xpath("//div[@class='report__compared']")[0].text_content().split()
    )
    figures = {
        row["figure"]: row["value"]
        for row in csv.DictReader(
            StringIO(desk.get(f"/reach/report.csv?campaign={scene.campaign.id}").data.decode("utf-8-sig")),
            delimiter=";",
        )
    }

    # The last post went out on Monday 23 November; its week is no week after it.
    assert "after the last post is told here from 6 Dec 2026 on" in first
    assert "After the last post, from 30 Nov 2026 to 7 Dec 2026, ≈20 questions came" in told
    assert "times as often a week as before" in told.partition("After the last post")[2]
    assert (figures["asked_after"], float(figures["ratio_after_low"]) > 0) == ("20", True)
    assert "caused" not in told
