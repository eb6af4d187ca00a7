"""Exports are matched to publications and written down once; the rest waits for a person."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from campaigns.clock import wall_time
from campaigns.db import session_scope
from campaigns.errors import BadInput, Conflict, NotAllowed
from campaigns.people.models import AuditEntry
from campaigns.placements.actions import add_account
from campaigns.placements.models import Publication
from campaigns.reach.actions import (
    attach_row,
    dismiss_row,
    import_figures,
    reopen_row,
    type_figures,
    understand_export,
)
from campaigns.reach.actions.attaching import dismiss_rows
from campaigns.reach.actions.undoing import undo_figures
from campaigns.reach.exports.imported import NOT_ITS_DAYS, OTHERS_WAIT, Imported
from campaigns.reach.exports.matching import FOREIGN, OF_TWO
from campaigns.reach.exports.numbers import EMPTY
from campaigns.reach.exports.unmatched import open_rows, settled_rows
from campaigns.reach.insights.followers import followers_of
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.models import AccountDay, Insight, InsightBatch, InsightLatest, ReachRow, UnmatchedRow
from campaigns.reach.publications import near_publications
from campaigns.reach.queries import limits_of
from campaigns.reach.report.asked import Period
from campaigns.vocabulary import InsightSource
from tests.campaigns.reach.conftest import Out
from tests.campaigns.reach.exports import LINKEDIN_DAYS, X_CONTENT

HEAD = "Post ID;Permalink;Beschreibung;Veröffentlichungszeitpunkt;Aufrufe;Reichweite\n"
WORDS = "259 € Kindergeld im Monat Für jedes Kind gibt es 259 € im Monat."


def take(out: Out, text: str, *, choices: tuple[str, ...] = (), after: timedelta = timedelta()) -> Imported:
    with session_scope(out.engine) as session:
        export = understand_export(
            session, account=out.account, data=text.encode(), name="export.csv", choices=choices
        )
        return import_figures(
            session, account=out.account, export=export, by=out.cast.staff, now=out.now + after
        )


def series(out: Out, metric: str = "views") -> list[int | None]:
    with Session(out.engine) as session:
        query = select(Insight).where(Insight.metric == metric).order_by(col(Insight.at))
        return [row.value for row in session.exec(query)]


def latest_views(out: Out) -> int | None:
    with Session(out.engine) as session:
        query = select(InsightLatest.value).where(InsightLatest.metric == "views")
        return session.exec(query).one()


def by_link(out: Out, views: str = "1.250", reach: str = "900") -> str:
    return HEAD + f";{out.publication.url};;;{views};{reach}\n"


def test_a_row_is_matched_by_its_link(out: Out) -> None:
    done = take(out, by_link(out))

    assert (done.matched, done.new, list(done.unmatched)) == (1, 2, [])
    assert series(out) == [1250]


def test_what_a_shortened_count_may_stand_for_stays_with_its_reading(out: Out) -> None:
    done = take(out, by_link(out, views="1,2 Tsd.", reach="900"))

    with Session(out.engine) as session:
        limits = limits_of(session, out.publication.id or 0)
    assert limits == {(done.batch, "views"): (1150, 1299)}
    assert latest_views(out) == 1200


def test_a_row_is_matched_by_its_id(out: Out) -> None:
    done = take(out, HEAD + f"{out.publication.remote_id};;;;7;6\n")

    assert done.matched == 1


def test_a_row_is_matched_by_words_and_time_together(out: Out) -> None:
    day = wall_time(out.publication.published_at, "Europe/Berlin")
    wrong_day = day + timedelta(days=20)
    text = (
        HEAD
        + f"101000101;;{WORDS};{day:%d.%m.%Y %H:%M};12;10\n"
        + f"101000102;;{WORDS};{wrong_day:%d.%m.%Y %H:%M};13;10\n"
        + f"101000103;;Etwas ganz anderes, das wir nie schrieben;{day:%d.%m.%Y %H:%M};14;10\n"
    )

    done = take(out, text)

    assert (done.matched, series(out)) == (1, [12])
    assert [(row["row"], row["reason"]) for row in done.unmatched] == [(3, FOREIGN), (4, FOREIGN)]


def test_two_rows_for_one_publication_are_both_set_apart(out: Out) -> None:
    done = take(out, HEAD + f";{out.publication.url};;;5;5\n{out.publication.remote_id};;;;6;5\n")

    assert done.matched == 0
    assert {row["reason"] for row in done.unmatched} == {OF_TWO}


def test_the_same_export_again_changes_nothing(out: Out) -> None:
    take(out, by_link(out))

    again = take(out, by_link(out).replace("1.250", "1,250"), after=timedelta(days=1))

    assert (again.already, again.new, series(out)) == (True, 0, [1250])
    with Session(out.engine) as session:
        assert len(session.exec(select(InsightBatch)).all()) == 1


def test_an_undone_export_leaves_what_was_known_before_and_can_be_taken_in_again(out: Out) -> None:
    take(out, by_link(out, "10", ""))
    wrong = HEAD + f";{out.publication.url};;;9.000;900\n990000001;;;;77;70\n"
    later = take(out, wrong, after=timedelta(days=1))

    with session_scope(out.engine) as session:
        gone = undo_figures(session, batch_id=later.batch or 0, by=out.cast.staff, now=out.now)
    with session_scope(out.engine) as session, pytest.raises(Conflict):
        undo_figures(session, batch_id=later.batch or 0, by=out.cast.staff, now=out.now)

    with Session(out.engine) as session:
        row = session.exec(select(ReachRow)).one()
        latest = {each.metric: each.value for each in session.exec(select(InsightLatest))}
        assert (row.views, row.reach, latest["views"], latest["reach"]) == (10, None, 10, None)
        assert session.exec(select(UnmatchedRow)).all() == []
    assert (gone, series(out)) == (2, [10])
    again = take(out, wrong, after=timedelta(days=1))
    assert (again.already, again.new, series(out)) == (False, 2, [10, 9000])


def test_of_two_exports_for_one_moment_either_is_undone_without_the_other(out: Out) -> None:
    first = take(out, by_link(out, "10"))
    second = take(out, by_link(out, "20"))
    assert series(out) == [10, 20]

    with session_scope(out.engine) as session:
        undo_figures(session, batch_id=first.batch or 0, by=out.cast.staff, now=out.now)
    assert (series(out), latest_views(out)) == ([20], 20)
    take(out, by_link(out, "10"))
    with session_scope(out.engine) as session:
        undo_figures(session, batch_id=second.batch or 0, by=out.cast.staff, now=out.now)

    assert (series(out), latest_views(out)) == ([10], 10)


def test_of_two_rows_attached_together_either_export_is_undone_without_the_other(out: Out) -> None:
    batches = [take(out, HEAD + f"990000001;;;;{views};{views}\n").batch or 0 for views in (70, 80)]
    with session_scope(out.engine) as session:
        row = open_rows(session, programme_id=out.account.programme_id)[0]
        attach_row(session, row=row, publication_id=out.publication.id, by=out.cast.staff, now=out.now)
    assert series(out) == [70, 80]

    with session_scope(out.engine) as session:
        undo_figures(session, batch_id=batches[0], by=out.cast.staff, now=out.now)

    assert (series(out), latest_views(out)) == ([80], 80)


def test_rows_dismissed_together_are_those_of_one_export_alone(out: Out) -> None:
    batches = [take(out, HEAD + f"990000001;;;;{views};{views}\n").batch or 0 for views in (70, 80)]
    with session_scope(out.engine) as session:
        batch = session.get_one(InsightBatch, batches[0])
        assert dismiss_rows(session, batch=batch, by=out.cast.staff, now=out.now) == 1

    with Session(out.engine) as session:
        waiting = open_rows(session, programme_id=out.account.programme_id)
        assert [row.batch_id for row in waiting] == batches[1:]


def test_a_later_export_is_added_and_nothing_overwritten(out: Out) -> None:
    take(out, by_link(out))
    take(out, by_link(out, views="2.000"), after=timedelta(days=7))

    assert series(out) == [1250, 2000]
    with Session(out.engine) as session:
        assert session.exec(select(ReachRow)).one().views == 2000


def test_an_older_export_taken_later_does_not_replace_the_newer_figure(out: Out) -> None:
    take(out, by_link(out, views="2.000"), after=timedelta(days=7))
    take(out, by_link(out), after=timedelta(days=3))

    with Session(out.engine) as session:
        assert session.exec(select(ReachRow)).one().views == 2000


def test_an_empty_cell_is_kept_as_unknown_beside_the_older_figure(out: Out) -> None:
    take(out, by_link(out))
    take(out, by_link(out, views="1.300", reach=""), after=timedelta(days=1))

    with Session(out.engine) as session:
        reach = session.get_one(InsightLatest, (out.publication.id, "reach"))
        assert (reach.value, reach.unknown) == (900, EMPTY)


def test_an_unmatched_row_is_attached_by_pasting_the_address(out: Out) -> None:
    take(out, HEAD + "990000001;https://www.facebook.com/x/posts/990000001;;;77;70\n")
    with session_scope(out.engine) as session:
        (row,) = open_rows(session, programme_id=out.cast.programme.id or 0)
        attach_row(session, row=row, url=out.publication.url, by=out.cast.staff, now=out.now)

    assert series(out) == [77]
    later = take(
        out, HEAD + "990000001;https://www.facebook.com/x/posts/990000001;;;99;70\n", after=timedelta(days=1)
    )
    assert (later.matched, series(out)) == (1, [77, 99])


ELSEWHERE = "https://www.facebook.com/x/posts/990000001"


def attached(out: Out, number: int = 0, **said: Any) -> int:
    """Says that a row that waits is about our post; the number of the row."""
    with session_scope(out.engine) as session:
        row = open_rows(session, programme_id=out.account.programme_id)[number]
        attach_row(
            session, row=row, publication_id=out.publication.id, by=out.cast.staff, now=out.now, **said
        )
        return row.id or 0


def reopened(out: Out, row_id: int) -> int:
    with session_scope(out.engine) as session:
        row = session.get_one(UnmatchedRow, row_id)
        return reopen_row(session, row=row, by=out.cast.staff, now=out.now)


def test_an_attached_row_is_detached_alone_and_the_figures_before_hold_again(out: Out) -> None:
    take(out, by_link(out, "10", "9"))
    take(out, HEAD + "990000001;;;;77;70\n990000002;;;;5;5\n", after=timedelta(days=1))
    row = attached(out, replaces=True)
    assert (series(out), latest_views(out)) == ([10, 77], 77)

    gone = reopened(out, row)

    with Session(out.engine) as session:
        kept = session.exec(select(ReachRow)).one()
        assert (kept.views, kept.reach) == (10, 9)
        assert [each.remote_id for each in open_rows(session, programme_id=out.account.programme_id)] == [
            "990000001", "990000002",
        ]  # fmt: skip
        told = session.exec(select(AuditEntry).where(AuditEntry.action == "reopen_figures")).one()
        assert json.loads(told.detail) == {"publication": out.publication.id, "deleted": 2}
    assert (gone, series(out), latest_views(out)) == (2, [10], 10)
    assert attached(out, replaces=True) == row


def test_what_followed_from_an_attached_row_in_later_exports_is_detached_with_it(out: Out) -> None:
    take(out, HEAD + f"990000001;{ELSEWHERE};;;77;70\n")
    attached(out)
    later = take(out, HEAD + f"990000001;{ELSEWHERE};;;99;70\n", after=timedelta(days=1))
    with Session(out.engine) as session:
        (follows,) = settled_rows(session, batch=session.get_one(InsightBatch, later.batch))

    reopened(out, follows.id or 0)
    again = take(out, HEAD + f"990000001;{ELSEWHERE};;;120;70\n", after=timedelta(days=2))

    assert (series(out), again.matched) == ([], 0)
    with Session(out.engine) as session:
        assert len(open_rows(session, programme_id=out.account.programme_id)) == 3


def test_an_address_that_came_with_an_attached_row_goes_with_it(out: Out) -> None:
    with session_scope(out.engine) as session:
        session.get_one(Publication, out.publication.id).url = ""
    take(out, HEAD + "990000001;;;;77;70\n")

    reopened(out, attached(out, url=ELSEWHERE))

    later = take(out, HEAD + f";{ELSEWHERE};;;99;70\n", after=timedelta(days=1))
    assert (later.matched, series(out)) == (0, [])


def test_of_one_export_a_second_row_about_a_post_is_refused(out: Out) -> None:
    take(out, HEAD + "990000001;;;;77;70\n990000002;;;;78;70\n")
    attached(out)

    with pytest.raises(BadInput, match="Another row of the same export"):
        attached(out, replaces=True)

    assert series(out) == [77]


def test_a_row_said_to_be_none_of_ours_is_asked_about_again(out: Out) -> None:
    take(out, HEAD + "990000001;;;;77;70\n")
    with session_scope(out.engine) as session:
        (row,) = open_rows(session, programme_id=out.account.programme_id)
        dismiss_row(session, row=row, by=out.cast.staff, now=out.now)

    reopened(out, row.id or 0)

    with pytest.raises(Conflict):
        reopened(out, row.id or 0)
    assert len(take(out, HEAD + "990000001;;;;78;70\n", after=timedelta(days=1)).unmatched) == 1


def test_what_a_shortened_count_of_an_attached_row_may_stand_for_comes_and_goes_with_it(out: Out) -> None:
    done = take(out, HEAD + "990000001;;;;1,2 Tsd.;900\n")
    row = attached(out)
    with Session(out.engine) as session:
        limits = limits_of(session, out.publication.id or 0)
    reopened(out, row)

    assert limits == {(done.batch, "views"): (1150, 1299)}
    with Session(out.engine) as session:
        assert session.get_one(InsightBatch, done.batch).report["limits"] == {}


def test_a_row_is_offered_posts_of_its_channel_alone(out: Out) -> None:
    take(out, HEAD + "990000001;;;;77;70\n")
    with session_scope(out.engine) as session:
        other = add_account(
            session,
            programme_id=out.account.programme_id,
            channel="folder" if out.account.channel != "folder" else "feed",
            name="Another",
            by=None,
            now=out.now,
        )
        rows = open_rows(session, programme_id=out.account.programme_id)
        own, elsewhere = out.account.id or 0, other.id or 0
        assert [each.publication.id for each in near_publications(session, rows)[own]] == [out.publication.id]
        rows[0].account_id = elsewhere
        assert near_publications(session, rows) == {elsewhere: []}


def test_a_foreign_address_attaches_nothing(out: Out) -> None:
    take(out, HEAD + "990000001;;;;77;70\n")
    with session_scope(out.engine) as session:
        (row,) = open_rows(session, programme_id=out.cast.programme.id or 0)
        for wrong in ("https://www.facebook.com/other/posts/55555555", "no address"):
            with pytest.raises(BadInput):
                attach_row(session, row=row, url=wrong, by=out.cast.staff, now=out.now)
    assert series(out) == []


def test_the_pasted_address_is_kept_where_the_publication_had_none(out: Out) -> None:
    take(out, HEAD + "990000001;;;;77;70\n")
    with session_scope(out.engine) as session:
        session.get_one(Publication, out.publication.id).url = ""
        (row,) = open_rows(session, programme_id=out.cast.programme.id or 0)
        address = "https://www.facebook.com/x/posts/990000001"
        attach_row(
            session, row=row, url=address, publication_id=out.publication.id, by=out.cast.staff, now=out.now
        )
        assert session.get_one(Publication, out.publication.id).url == address


def test_a_post_that_is_none_of_ours_is_not_asked_about_again(out: Out) -> None:
    foreign = HEAD + "990000001;;;;77;70\n"
    take(out, foreign)
    with session_scope(out.engine) as session:
        (row,) = open_rows(session, programme_id=out.cast.programme.id or 0)
        dismiss_row(session, row=row, by=out.cast.staff, now=out.now)

    later = take(out, foreign.replace("77", "78"), after=timedelta(days=1))

    assert list(later.unmatched) == []
    with session_scope(out.engine) as session, pytest.raises(Conflict):
        attach_row(
            session,
            row=session.get_one(UnmatchedRow, row.id),
            url=out.publication.url,
            by=out.cast.staff,
            now=out.now,
        )


def test_what_a_person_said_of_columns_is_remembered(out: Out) -> None:
    head = "Küldetés;Megtekintések\n"
    take(out, f"{head}{out.publication.url};5\n", choices=("Küldetés=url", "Megtekintések=views"))

    again = take(out, f"{head}{out.publication.url};6\n", after=timedelta(days=1))

    assert (again.matched, series(out)) == (1, [5, 6])


def test_figures_that_become_smaller_are_told(out: Out) -> None:
    take(out, by_link(out, "12400", "900"))

    later = take(out, by_link(out, "784", "950"), after=timedelta(days=1))
    older = take(out, by_link(out, "3", "2"), after=-timedelta(days=9))

    told = [(each["metric"], each["old"], each["new"]) for each in later.as_json()["smaller"]]
    assert (told, older.smaller) == ([("views", 12400, 784)], [])


def test_a_file_of_another_platform_is_told_and_nothing_of_it_is_guessed(out: Out) -> None:
    out.account.channel = "youtube"
    day = wall_time(out.publication.published_at, "Europe/Berlin")
    moment = f"{day:%d.%m.%Y %H:%M}"
    rows = f"9;https://www.facebook.com/x/posts/9;{WORDS};{moment};12;10\n;{out.publication.url};;;77;60\n"

    posts = take(out, HEAD + rows)
    days = take(out, LINKEDIN_DAYS.decode())

    # The words and the time would fit; but only a link is no guess.
    assert (posts.matched, [row["row"] for row in posts.unmatched], series(out)) == (1, [2], [77])
    assert (posts.is_foreign, days.is_foreign, days.new) == (True, True, 0)
    assert OTHERS_WAIT in posts.as_json()["notes"]
    # Nothing of days waits, and nothing else is said.
    assert NOT_ITS_DAYS in days.as_json()["notes"]


def test_days_of_an_account_are_a_series_of_their_own(out: Out) -> None:
    out.account.channel = "linkedin"
    done = take(out, LINKEDIN_DAYS.decode())

    assert (done.days, done.matched) == (3, 0)
    with Session(out.engine) as session:
        days = session.exec(select(AccountDay).where(AccountDay.metric == "impressions")).all()
        assert [(row.day.day, row.value) for row in days] == [(20, 300), (21, 140), (22, 80)]
        assert {row.definition for row in days} == {"linkedin.impressions.1"}


def test_followers_of_an_account_are_told_at_the_first_and_the_last_day_known(out: Out) -> None:
    days = [out.now.date() - timedelta(days=before) for before in (3, 2, 1)]
    rows = zip(days, (120, 130, 141), strict=True)
    take(out, "Datum;Impressionen;Follower\n" + "".join(f"{day};5;{number}\n" for day, number in rows))

    with Session(out.engine) as session:
        programme_id = out.account.programme_id
        (row,) = followers_of(session, programme_id=programme_id, period=Period(days[1], out.now.date()))
        assert (row.first, row.first_on, row.last, row.last_on) == (130, days[1], 141, days[2])
        assert followers_of(session, programme_id=programme_id, period=Period(days[0], days[0])) != []
        assert followers_of(session, programme_id=programme_id + 1, period=Period(days[0], days[2])) == []


def test_foreign_posts_leave_no_figure_behind(out: Out) -> None:
    done = take(out, X_CONTENT.decode())

    assert (done.matched, len(done.unmatched), series(out, "impressions")) == (0, 2, [])


def test_figures_typed_in_by_hand_say_so_with_their_evidence(out: Out) -> None:
    with session_scope(out.engine) as session:
        publication = session.get_one(Publication, out.publication.id)
        type_figures(
            session,
            publication=publication,
            figures={Metric.VIEWS: 120, Metric.COMMENTS: 4},
            evidence="a" * 64,
            by=out.cast.advisor,
            now=out.now,
        )
    with Session(out.engine) as session:
        row = session.exec(select(Insight).where(Insight.metric == "views")).one()
        assert (row.value, row.source) == (120, InsightSource.HAND)
        assert session.get_one(InsightBatch, row.batch_id).evidence == "a" * 64


def test_advisors_do_not_import_exports(out: Out) -> None:
    with session_scope(out.engine) as session:
        export = understand_export(session, account=out.account, data=by_link(out).encode(), name="e.csv")
        with pytest.raises(NotAllowed):
            import_figures(session, account=out.account, export=export, by=out.cast.advisor, now=out.now)
