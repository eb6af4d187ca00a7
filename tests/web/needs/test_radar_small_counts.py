"""What the radar never tells: small counts, also where two of its figures could be subtracted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from campaigns.vocabulary import Role
from tests.web.desk import Desk
from tests.web.needs.advice_log import in_regions, log_of
from tests.web.needs.pages import line_of, page_of, words_of

Log = Callable[..., Desk]


def test_radar_hides_small_counts_also_in_the_sum(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 12, 1), ("uk", "child_benefit", 3, 1)))

    cells = line_of(page_of(desk_of(Role.LAWYER), "/needs"), "Child benefit")
    assert cells[:5] == ["·", "·", "≈10 rising", "·", "≈10"]


def test_radar_says_few_where_no_count_took_a_step_in_its_weeks(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "child_benefit", 12, 12), ("ar", "wage", 12, 1)))

    assert line_of(page_of(desk_of(Role.LAWYER), "/needs?weeks=4"), "Child benefit")[4] == "few"


def test_radar_has_no_line_for_a_topic_that_never_took_a_step(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "child_benefit", 4, 1), ("uk", "child_benefit", 3, 1), ("ar", "wage", 12, 1)))

    assert "Child benefit" not in words_of(page_of(desk_of(Role.LAWYER), "/needs").xpath("//table")[0])


def test_radar_draws_its_line_from_shown_windows_and_writes_its_numbers_beside_it(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "child_benefit", 12, 1), ("ar", "child_benefit", 2, 10)))

    page = page_of(desk_of(Role.LAWYER), "/needs")
    points = page.xpath("//td//polyline/@points")[0].split()
    assert len({point.split(",")[1] for point in points}) == 2
    told = words_of(page.find_class("why__list")[0])
    assert "last 4 weeks≈2.5" in told
    assert "13 to 9 weeks agofew" in told


def test_radar_in_the_middle_of_a_week_names_its_whole_window(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "child_benefit", 12, 0)))

    told = words_of(page_of(desk_of(Role.LAWYER), "/needs").find_class("radar__bar")[0])
    assert "5 Oct 2026 to 29 Nov 2026 (the last week is still running)" in told


def test_radar_shows_steps_so_that_two_windows_tell_no_small_count(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "child_benefit", 12, 1), ("ar", "child_benefit", 2, 10)))
    desk = desk_of(Role.LAWYER)

    assert line_of(page_of(desk, "/needs?weeks=8"), "Child benefit")[2].startswith("≈10")
    assert line_of(page_of(desk, "/needs?weeks=13"), "Child benefit")[2].startswith("≈10")


def test_radar_draws_other_days_to_looks_that_do_not_overlap(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    """Two looks a week apart would tell what one week held."""
    take(log_of(("ar", "child_benefit", 12, 0), ("ar", "child_benefit", 6, 30)))
    desk = desk_of(Role.LAWYER)
    now, near, before = (
        words_of(page_of(desk, f"/needs{asked}").find_class("radar__bar")[0])
        for asked in ("", "?as_of=2026-11-16", "?as_of=2026-05-25")
    )
    assert now == near
    assert "to 31 May 2026" in before


def test_radar_tells_the_questions_of_the_weeks_it_shows(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 12, 1), ("ar", "child_benefit", 6, 40)))
    desk = desk_of(Role.LAWYER)
    now, before = (
        words_of(page_of(desk, f"/needs{asked}").find_class("radar__bar")[0])
        for asked in ("", "?as_of=2026-05-25")
    )
    assert "· about 10 questions" in now
    assert "question" not in before


def test_a_total_without_its_small_counts_is_a_lower_bound(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "child_benefit", 12, 1), ("uk", "wage", 3, 1)))

    bar = page_of(desk_of(Role.LAWYER), "/needs").find_class("radar__bar")[0]
    assert "about 10 questions" in words_of(bar)


def test_radar_of_a_region_shows_large_counts_and_no_trace_of_small_ones(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(in_regions(("Berlin", 20), ("Hamburg", 14), ("Bayern", 3)))
    desk = desk_of(Role.LAWYER)

    assert line_of(page_of(desk, "/needs?region=DE-BE"), "Child benefit")[0] == "≈20"
    assert line_of(page_of(desk, "/needs?region=DE-HH"), "Child benefit")[0] == "<20"
    for small in ("DE-BY", "DE-SN"):
        assert "Too few questions" in words_of(page_of(desk, f"/needs?region={small}"))


def test_a_language_that_a_region_does_not_tell_apart_is_said_so_and_found_in_all_regions(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(in_regions(("Berlin", 20), ("Hamburg", 14)))

    bar = page_of(desk_of(Role.LEAD), "/needs?region=DE-BE&language=uk").find_class("radar__bar")[0]
    assert "Ukrainian does not stand apart in Berlin" in words_of(bar)
    assert bar.xpath(".//p/a[contains(., 'Ukrainian in all regions')]/@href") == ["/needs?language=uk"]
    assert (
        "Languages in which questions come from Berlin, in half a year and on all topics: Arabic."
        in words_of(bar)
    )


def test_regions_to_choose_from_are_all_of_them(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    """Which of them asked at all would tell of single questions."""
    take(in_regions(("Berlin", 20)))

    offered = page_of(desk_of(Role.LAWYER), "/needs").xpath("//select[@name='region']/option/@value")
    assert {"DE-BE", "DE-SL", "abroad"} <= set(offered)


def test_single_step_reads_as_under_ten_wherever_it_is_shown(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    """A shown step of five stands for one to nine questions."""
    take(log_of(("ar", "child_benefit", 9, 1)))
    desk = desk_of(Role.STAFF)

    page = page_of(desk, "/needs")
    cells = line_of(page, "Child benefit")
    assert cells[2].split()[0] == cells[4] == "<10"
    assert "under 10" in page.xpath("//table//td//abbr/@title")
    card = words_of(page.find_class("urgent__item")[0])
    assert "Arabic under 10" in card
    assert "Asked fewer than 10 times in 8 weeks" in card
    assert "under 10 questions" in words_of(page.find_class("radar__bar")[0])
    assert "<10" in words_of(page_of(desk, "/needs?view=ranking").find_class("ranking__asked")[0])
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    told = words_of(page_of(desk, address))
    assert "fewer than 10 times in 8 weeks" in told
    assert "Arabic: asked fewer than 10 times" in told
    assert "Fewer than 10 of the questions that can be shown came in this language." in told
    assert "about 5" not in told and "percent of the questions" not in told
    assert "Counts alone do not speak for this campaign" in told
    assert "last 4 weeks<2.5" in words_of(page.find_class("why__list")[0])
