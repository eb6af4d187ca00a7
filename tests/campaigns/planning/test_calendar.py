"""Holidays of the place, legal deadlines, working days."""

from __future__ import annotations

from datetime import date

from campaigns.planning.calendar import add_working_days, calendar_for, legal_deadlines, public_holidays

YEAR = (date(2027, 1, 1), date(2027, 12, 31))


def test_holiday_of_one_land_is_kept_there_only() -> None:
    corpus_christi = date(2027, 5, 27)
    assert corpus_christi in public_holidays("de", "NW", *YEAR)
    assert corpus_christi not in public_holidays("de", "BE", *YEAR)
    assert corpus_christi not in public_holidays("de", "", *YEAR)


def test_other_jurisdictions_keep_their_own_holidays() -> None:
    assert date(2027, 12, 6) in public_holidays("fi", "", *YEAR)
    assert date(2027, 10, 3) not in public_holidays("fi", "", *YEAR)
    assert public_holidays("xx", "", *YEAR) == {}


def test_legal_deadline_comes_every_year_and_only_for_its_topic_and_law() -> None:
    found = legal_deadlines("minimum_wage", "de", date(2026, 12, 1), date(2028, 1, 15))
    assert [(one.key, one.day) for one in found] == [
        ("wage_claims_lapse", date(2026, 12, 31)),
        ("wage_change", date(2027, 1, 1)),
        ("wage_claims_lapse", date(2027, 12, 31)),
        ("wage_change", date(2028, 1, 1)),
    ]
    assert legal_deadlines("minimum_wage", "fi", *YEAR) == []
    assert legal_deadlines("child_benefit", "de", *YEAR) == []


def test_working_days_pass_over_weekends_and_holidays() -> None:
    calendar = calendar_for("de", "BE", date(2026, 12, 1), date(2027, 1, 31))
    assert add_working_days(calendar, date(2026, 12, 23), 2) == date(2026, 12, 28)
    assert add_working_days(calendar, date(2026, 12, 30), 2) == date(2027, 1, 4)


def test_feast_is_an_objection_for_its_readers_only() -> None:
    calendar = calendar_for("de", "", *YEAR)
    eid = date(2027, 3, 10)
    assert str(calendar.objection(eid, "ar")) == "10 March 2027 is avoided: Eid al-Fitr."
    assert calendar.objection(eid, "de") is None
    assert str(calendar.objection(date(2027, 10, 3), "de")) == (
        "3 October 2027 is avoided: German Unity Day, offices are closed."
    )


def test_occasion_is_noted_and_no_objection() -> None:
    calendar = calendar_for("de", "NW", *YEAR)
    day = date(2027, 12, 18)
    assert calendar.objection(day, "de") is None
    assert [str(one) for one in calendar.notes(day, "de")] == [
        "18 December 2027 is an occasion: International Migrants Day."
    ]
