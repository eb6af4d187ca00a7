"""Exports are understood as they were downloaded; what is no count is set apart, nothing is guessed."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from campaigns.errors import BadInput
from campaigns.reach.exports.doubts import IN_THE_FUTURE, REACH_ABOVE_VIEWS, doubts_of
from campaigns.reach.exports.leaving_out import (
    OF_ANOTHER_LANGUAGE,
    OTHER_MEASURE,
    PART,
    PART_ALONE,
    SECOND,
)
from campaigns.reach.exports.moments import read_moment
from campaigns.reach.exports.names import post_names, same_words
from campaigns.reach.exports.numbers import (
    AT_MOST,
    FORMULA,
    FRACTION,
    NEGATIVE,
    NO_NUMBER,
    PERCENTAGE,
    TOO_LARGE,
    NotACount,
    range_of,
    read_count,
)
from campaigns.reach.exports.reading import (
    ABOVE,
    EXPLAINS,
    MIXED_DATES,
    OF_TWO_PLATFORMS,
    OF_TWO_READINGS,
    ROUNDED,
    SPOILED_ID,
    SUM_ROW,
    TOTAL_ROW,
    TWICE,
    TWICE_ALIKE,
    read_export,
)
from campaigns.reach.exports.rows import Apart
from campaigns.reach.exports.together import together
from campaigns.reach.insights.metrics import Metric
from tests.campaigns.reach.exports import (
    FACEBOOK_LEGACY,
    INSTAGRAM_DE,
    LINKEDIN_DAYS,
    META_POSTS_EN,
    OLD_WORKBOOK,
    SAMPLES,
    TIKTOK_EN,
    TIKTOK_OVERVIEW,
    X_CONTENT,
    YOUTUBE_DE,
    YOUTUBE_EN,
    Sample,
    as_archive,
    as_workbook,
    plainly_summed,
)

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_an_export_sums_up_to_what_stands_in_the_file(sample: Sample) -> None:
    export = read_export(sample.data, name=sample.name, chosen=sample.chosen)

    assert {name: total for name, total in export.totals.items() if total} == plainly_summed(sample)
    assert (export.platform, export.is_of_posts) == (sample.platform, sample.posts)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_changes_nothing(encoding: str) -> None:
    # Windows' own code page has soft hyphens, but not the German quotation mark that opens below.
    text = INSTAGRAM_DE.decode("utf-8-sig")
    assert (
        read_export(text.encode(encoding), name="a.csv").digest
        == read_export(INSTAGRAM_DE, name="b.csv").digest
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_workbook_below_a_title_is_the_same_export(separator: str) -> None:
    plain = read_export(X_CONTENT, name="x.csv")

    book = read_export(as_workbook(X_CONTENT, title="Analytics of @example"), name="x.xlsx")

    assert (book.totals, book.platform) == (plain.totals, plain.platform)
    assert ABOVE in book.notes


@pytest.mark.parametrize(
    ("written", "shown"), [("0%", "1200%"), ("0.0 %", "1200%"), ('0" % of all"', None), ("#,##0", None)]
)
def test_a_number_that_its_sheet_shows_as_a_percentage_is_no_count(written: str, shown: str | None) -> None:
    book = Workbook()
    book.create_sheet("Posts", 0).append(["Post ID", "Permalink", "Publish time", "Views", "Reach"])
    sheet = book["Posts"]
    sheet.append(["101000101", "https://www.facebook.com/1/posts/2", "2026-11-23 09:00", 900, 12])
    sheet["E2"].number_format = written
    out = io.BytesIO()
    book.save(out)

    export = read_export(out.getvalue(), name="posts.xlsx")

    assert [(each.value_hint, each.reason) for each in export.apart] == (
        [(shown, PERCENTAGE)] if shown else []
    )
    assert export.totals == {"views": 900} | ({} if shown else {"reach": 12})


def test_a_number_that_an_old_workbook_shows_as_a_percentage_is_no_count() -> None:
    export = read_export(OLD_WORKBOOK, name="posts.xls")

    assert [(each.row, each.value_hint, each.reason) for each in export.apart] == [
        (2, "12.00%", PERCENTAGE),
        (3, "1200.0%", PERCENTAGE),
    ]
    assert export.totals == {"impressions": 1700}


def test_a_formula_without_its_result_is_told_wherever_it_stands() -> None:
    book = Workbook()
    sheet = book["Sheet"]
    sheet.append(["Post ID", "Permalink", "Publish time", "Views"])
    sheet.append(["101000101", "https://www.facebook.com/1/posts/2", "2026-11-23 09:00", "=D3*2"])
    sheet.append(["=A2", "https://www.facebook.com/1/posts/3", "=C2", 900])
    out = io.BytesIO()
    book.save(out)

    export = read_export(out.getvalue(), name="posts.xlsx")

    assert [(each.row, each.column, each.value_hint, each.reason) for each in export.apart] == [
        (2, "Views", "=D3*2", FORMULA),
        (3, "Post ID", "=A2", FORMULA),
        (3, "Publish time", "=C2", FORMULA),
    ]
    assert [row.figures for row in export.rows] == [{}, {Metric.VIEWS: 900}]


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell() -> None:
    book = Workbook()
    book["Sheet"].append(["Post ID", "Permalink", "Views"])
    book["Sheet"].append(["101000101", "https://www.facebook.com/1/posts/2", '=IF(A2="","",A2)'])
    out, saved = io.BytesIO(), io.BytesIO()
    book.save(out)
    # As spreadsheet programs save it: a formula, and that its result is a text of no letters.
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(saved, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<c r="C2">', b'<c r="C2" t="str">'))

    export = read_export(saved.getvalue(), name="posts.xlsx")

    assert [row.figures for row in export.rows] == [{Metric.VIEWS: None}]
    assert export.apart == []


def test_the_archive_of_youtube_is_opened_and_its_table_of_videos_read() -> None:
    days = b"Datum,Aufrufe\n2026-11-23,4100\n2026-11-24,1300\n"
    data = as_archive({"Gesamtwerte.csv": days, "Diagrammdaten.csv": days, "Tabellendaten.csv": YOUTUBE_DE})

    export = read_export(data, name="Videos.zip")

    assert (export.is_of_posts, export.totals["views"], export.read) == (True, 5400, 2)
    assert TOTAL_ROW in export.notes


def test_the_row_that_explains_the_headers_is_no_post() -> None:
    export = read_export(FACEBOOK_LEGACY, name="old.csv")

    assert (export.read, EXPLAINS in export.notes) == (2, True)


def test_negative_counts_are_told_and_kept_apart() -> None:
    export = read_export(LINKEDIN_DAYS, name="days.csv")

    assert [(each.row, each.column, each.reason) for each in export.apart] == [
        (4, "Reactions (total)", NEGATIVE)
    ]
    assert Metric.REACTIONS not in export.rows[1].figures


def test_won_less_lost_subscribers_may_be_below_nought_and_are_told() -> None:
    assert [each.reason for each in read_export(YOUTUBE_EN, name="y.csv").apart] == [NEGATIVE]


def test_an_empty_cell_is_unknown_and_never_nought() -> None:
    export = read_export(META_POSTS_EN, name="m.csv")

    assert export.rows[1].figures[Metric.ENGAGEMENTS] is None


def test_the_same_row_twice_counts_once_and_two_that_differ_not_at_all() -> None:
    lines = X_CONTENT.decode().splitlines()
    alike = read_export("\n".join([*lines, lines[1]]).encode(), name="x.csv")
    differing = read_export("\n".join([*lines, lines[1].replace("2100", "2101")]).encode(), name="x.csv")

    assert [each.reason for each in alike.apart] == [TWICE_ALIKE]
    assert alike.totals["impressions"] == 2970
    assert alike.file_totals["impressions"] == 5070
    assert [each.reason for each in differing.apart] == [TWICE, TWICE]
    assert differing.totals["impressions"] == 870


def test_an_id_spoiled_by_a_spreadsheet_tells_nothing() -> None:
    data = META_POSTS_EN.replace(b'"122158000000000101","1000500"', b'"1.22158E+17","1000500"')

    export = read_export(data, name="m.csv")

    assert (export.rows[0].remote_id, export.apart[0].reason) == ("", SPOILED_ID)


def test_a_language_we_do_not_know_is_told_with_its_columns() -> None:
    data = "Küldetés;Megtekintések száma\nabc;5\n".encode()

    with pytest.raises(BadInput, match="Megtekintések száma"):
        read_export(data, name="hu.csv")


POSTED = "Post ID,Permalink,Publish time"
POST = "122,https://www.facebook.com/1/posts/122,11/23/2026 09:00"


def left_out(head: str, cells: str) -> dict[str, tuple[str, ...]]:
    export = read_export(f"{POSTED},{head}\n{POST},{cells}\n".encode(), name="m.csv")
    return {each.reason: each.columns for each in export.columns.why}


def test_parts_beside_the_whole_are_left_out_and_told() -> None:
    head = "Views from Organic posts,Views from Boosted posts,Views,Reach from Organic posts,Reach"
    data = f"{POSTED},{head}\n{POST},10,90,100,5,50\n".encode()

    export = read_export(data, name="m.csv")

    assert export.totals == {"views": 100, "reach": 50}
    assert [(each.reason, each.columns) for each in export.columns.why] == [
        (PART, ("Views from Organic posts", "Views from Boosted posts", "Reach from Organic posts"))
    ]


@pytest.mark.parametrize(
    "part",
    ["Reach from Organic posts", "Lifetime Post organic reach", "Unique impressions (organic)",
     "Reichweite (organisch)", "Reichweite aus beworbenen Beiträgen"],
)  # fmt: skip
def test_a_part_without_its_whole_is_never_the_whole(part: str) -> None:
    assert left_out(f"Views,{part}", "100,5") == {PART_ALONE: (part,)}


def test_a_file_of_parts_alone_is_refused_with_what_to_do() -> None:
    data = f"{POSTED},Reach from Organic posts,Reach from Boosted posts\n{POST},10,90\n".encode()

    with pytest.raises(BadInput, match=r"no whole count.*Reach from Organic posts, Reach from Boosted posts"):
        read_export(data, name="m.csv")


@pytest.mark.parametrize(
    "other", ["3-second video views", "Viewers", "Zuschauer", "Thumbnail impressions", "Video views"]
)
def test_another_measure_under_a_similar_name_is_left_out_and_told(other: str) -> None:
    assert left_out(f"Page ID,Reactions,{other}", "1,100,5") == {OTHER_MEASURE: (other,)}


def test_impressions_of_youtube_are_of_thumbnails_under_either_name() -> None:
    data = YOUTUBE_DE.replace(b",Impressionen,", b",Thumbnail-Impressionen,")

    assert read_export(data, name="y.csv").totals["impressions"] == 48000


def test_a_second_column_for_one_figure_is_told() -> None:
    assert left_out("Reactions,Likes", "7,5") == {SECOND: ("Likes",)}


def test_one_name_over_two_columns_is_refused_where_they_differ() -> None:
    assert left_out("Views,Views", "7,7") == {SECOND: ("Views",)}
    with pytest.raises(BadInput, match="“Views” twice"):
        left_out("Views,Views", "7,8")


POLISH = (
    "Identyfikator posta;Stały link;Data;Wyświetlenia;Zasięg;Reakcje\n"
    "122158000000000101;https://www.facebook.com/1/posts/122;23.11.2026;100;80;7\n"
)


def test_an_export_of_which_only_some_columns_are_known_is_asked_about() -> None:
    with pytest.raises(BadInput, match=r"only some names") as caught:
        read_export(POLISH.encode(), name="pl.csv")

    assert caught.value.values["known"] == "Data, Wyświetlenia, Zasięg"
    assert caught.value.values["unknown"] == "Identyfikator posta, Stały link, Reakcje"
    export = read_export(
        POLISH.encode(), name="pl.csv",
        chosen=["Identyfikator posta=id", "Stały link=url", "Reakcje=ignore"],
    )  # fmt: skip
    assert (export.is_of_posts, export.totals) == (True, {"views": 100, "reach": 80})


def test_a_figure_under_an_unknown_name_of_another_language_is_told() -> None:
    data = (
        "Lien permanent,Date de publication,Vues,Portée,Réponses\n"
        "https://www.facebook.com/1/posts/122,23.11.2026,100,80,7\n"
    )

    export = read_export(data.encode(), name="fr.csv")

    assert export.totals == {"views": 100, "reach": 80}
    assert [(each.reason, each.columns) for each in export.columns.why] == [
        (OF_ANOTHER_LANGUAGE, ("Réponses",))
    ]


def doubts(head: str, row: str) -> list[tuple[int, str, str]]:
    export = read_export(f"{head}\n{row}\n".encode(), name="m.csv")
    found = doubts_of(export, today=date(2026, 11, 29))
    return [(each.row, each.column, each.reason) for each in found]


def test_reach_above_the_views_is_doubted() -> None:
    head = f"{POSTED},Views,Reach"

    assert doubts(head, f"{POST},10,900") == [(2, "Reach", REACH_ABOVE_VIEWS)]
    assert doubts(head, f"{POST},900,900") == []
    assert doubts(head, f"{POST},1.2K,1250") == []


def test_a_day_that_has_not_come_is_doubted() -> None:
    future = POST.replace("2026", "2031")

    assert doubts(f"{POSTED},Views", f"{future},10") == [(2, "Publish time", IN_THE_FUTURE)]
    assert doubts("Date,Views", "2026-11-30,10") == [(2, "Date", IN_THE_FUTURE)]
    assert doubts("Date,Views", "2026-11-29,10") == []


def test_days_of_both_forms_in_one_file_are_not_guessed() -> None:
    days = ("25/11/2026", "11/24/2026", "03/04/2026")
    posts = "".join(f"12{place},One {place},{day},5\n" for place, day in enumerate(days))

    export = read_export(f"Post ID,Title,Publish time,Views\n{posts}".encode(), name="m.csv")

    assert [row.posted and row.posted.days for row in export.rows] == [
        (date(2026, 11, 25),), (date(2026, 11, 24),), None,
    ]  # fmt: skip
    assert [(each.row, each.reason) for each in export.apart] == [(4, OF_TWO_READINGS)]
    assert MIXED_DATES in export.notes


def test_days_of_an_account_in_both_forms_are_refused() -> None:
    with pytest.raises(BadInput, match=r"mix day first and month first \(25/11/2026 and 11/24/2026\)"):
        read_export(b"Date,Views\n25/11/2026,5\n11/24/2026,6\n", name="d.csv")


@pytest.mark.parametrize(
    ("total", "is_left_out"),
    [
        (",,,1100,630,110", True),
        (",,,1100,999,110", True),
        (",,,1101,630,110", False),
        ("9,,,1100,630,110", False),
    ],
)
def test_a_row_without_a_name_that_adds_up_the_others_is_the_total(total: str, *, is_left_out: bool) -> None:
    posts = f"{POST},1000,600,100\n{POST.replace('122', '123')},100,30,10\n"
    data = f"{POSTED},Views,Reach,Likes\n{posts}{total}\n".encode()

    export = read_export(data, name="m.csv")

    assert (len(export.rows), [each.reason for each in export.apart]) == (
        (2, [SUM_ROW]) if is_left_out else (3, [])
    )


def test_a_file_that_is_not_what_it_is_called_says_so() -> None:
    with pytest.raises(BadInput, match="called an Excel file and is none"):
        read_export(b"Dear all, please find the figures attached.", name="export.xlsx")
    with pytest.raises(BadInput, match="no whole ZIP file"):
        read_export(as_archive({"Table data.csv": YOUTUBE_EN})[:200], name="export.zip")
    # What some platforms call XLS is a table of text.
    assert read_export(X_CONTENT, name="export.xls").totals["impressions"] == 2970


def test_a_header_without_a_row_is_told_as_that() -> None:
    with pytest.raises(BadInput, match="no row below it"):
        read_export(b"Post ID,Permalink,Views\n", name="m.csv")


def test_a_person_says_what_a_column_means() -> None:
    data = "Küldetés;Megtekintések száma\nabcdef;5\n".encode()

    export = read_export(data, name="hu.csv", chosen=("Küldetés=id", "Megtekintések száma=views"))

    assert export.totals == {"views": 5}


def test_days_without_a_year_ask_for_it() -> None:
    with pytest.raises(BadInput, match="date:2026"):
        read_export(TIKTOK_OVERVIEW, name="Overview.csv")

    export = read_export(TIKTOK_OVERVIEW, name="Overview.csv", chosen=("Date=date:2026",))
    assert [row.day for row in export.rows] == [date(2026, 3, 8), date(2026, 3, 9), date(2026, 3, 10)]


def test_days_in_order_tell_which_comes_first() -> None:
    data = b"Date,Impressions,Likes\n11/08/2026,1,1\n11/09/2026,2,1\n11/10/2026,3,1\n"

    assert read_export(data, name="d.csv").rows[0].day == date(2026, 11, 8)


def test_a_single_day_that_fits_one_order_only_is_read_in_it() -> None:
    data = b"Date,Impressions,Likes\n11/22/2026,1,1\n"

    assert [row.day for row in read_export(data, name="d.csv").rows] == [date(2026, 11, 22)]


def test_people_who_engaged_are_not_told_as_engagements() -> None:
    """One person may act many times: a count of people is no count of acts."""
    clicked = "Lifetime Post Audience Targeting Unique Consumptions by Type - link clicks"
    data = f"Post ID,Lifetime Post Total Reach,Lifetime Engaged Users,{clicked}\n1_2,120,88,9\n".encode()

    export = read_export(data, name="l.csv")

    assert export.columns.left_out == ("Lifetime Engaged Users", clicked)
    assert export.totals == {"reach": 120}


def test_columns_of_one_platform_over_links_to_another_are_told() -> None:
    data = TIKTOK_EN.replace(b"www.tiktok.com", b"www.facebook.com")

    assert OF_TWO_PLATFORMS in read_export(data, name="t.csv").notes
    assert OF_TWO_PLATFORMS not in read_export(TIKTOK_EN, name="t.csv").notes


@pytest.mark.parametrize(
    "head",
    ["Date,Impressions", "Jour,Vues", "Publié le,Portée", "Date,Nombre total d'abonnés", "Datum,Aufrufe"],
)
def test_days_that_can_be_read_in_two_ways_are_asked_about(head: str) -> None:
    data = f"{head}\n01/02/2026,1\n".encode()

    with pytest.raises(BadInput, match="two ways"):
        read_export(data, name="d.csv")


def test_what_a_person_says_of_the_days_of_posts_holds() -> None:
    data = b"Date de publication,Lien,Vues\n03/04/2026,https://www.facebook.com/1/posts/2,5\n"

    row = read_export(data, name="p.csv", chosen=["Date de publication=posted:dmy"]).rows[0]

    assert row.posted is not None
    assert row.posted.days == (date(2026, 4, 3),)


@pytest.mark.parametrize(
    ("cell", "limits"),
    [
        ("1.2K", (1150, 1299)), ("12K", (11_500, 12_999)), ("1,25 Mio.", (1_245_000, 1_259_999)),
        ("1,234K", None), ("1200", None), ("1.200", None), ("0", None), ("–", None),
    ],
)  # fmt: skip
def test_a_shortened_count_may_stand_for_all_that_is_rounded_or_cut_off_to_it(
    cell: str, limits: tuple[int, int] | None
) -> None:
    assert range_of(cell) == limits


def test_shortened_counts_are_taken_and_told() -> None:
    data = b"Video ID,Title,Video views,Likes\n7350000000000000001,One,1.2K,31\n"

    export = read_export(data, name="t.csv")

    assert export.rows[0].figures[Metric.VIEWS] == 1200
    assert [(each.column, each.value_hint, each.low, each.high) for each in export.rounded] == [
        ("Video views", "1.2K", 1150, 1299)
    ]
    assert ROUNDED in export.notes


def test_the_same_trouble_in_many_rows_is_told_once() -> None:
    rows = [Apart(row, "", f"id {row}", TWICE_ALIKE) for row in range(2, 32)] + [
        Apart(40, "Views", "-3", NEGATIVE)
    ]

    twice, negative = together([each.as_json() for each in rows])

    assert (twice.reason, list(twice.rows), twice.more) == (TWICE_ALIKE, list(range(2, 14)), 18)
    assert (negative.column, list(negative.rows), negative.more) == ("Views", [40], 0)


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("12,400", 12400), ("12.400", 12400), ("1.234.567", 1234567), ("1 234", 1234), ("1\u202f234", 1234),
        ("1'234", 1234), ("1.2K", 1200), ("1,2 Tsd.", 1200), ("3 Mio.", 3_000_000), ("1,5 Mio", 1_500_000),
        ("410.0", 410), ("1,234.00", 1234), ("1.234,00", 1234), ("٤٢", 42), ("۱۲٬۴۰۰", 12400), ("0", 0), 
        ("", None), ("–", None), ("N/A", None), ("+7", 7),
    ],
)  # fmt: skip
def test_counts_in_every_spelling(cell: str, count: int | None) -> None:
    assert read_count(cell) == count


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("-3", NEGATIVE), ("−3", NEGATIVE), ("(3)", NEGATIVE), ("12 %", PERCENTAGE), ("4.2%", PERCENTAGE),
        ("12.5", FRACTION), ("0,029", FRACTION), ("<5", AT_MOST), ("many", NO_NUMBER), ("3 apples", NO_NUMBER),
        ("1,23K5", NO_NUMBER), ("99999999999999999999", TOO_LARGE),
    ],
)  # fmt: skip
def test_what_is_no_count_says_why(cell: str, reason: str) -> None:
    with pytest.raises(NotACount) as caught:
        read_count(cell)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("10/03/2026 08:31", (date(2026, 3, 10), date(2026, 10, 3))),
        ("11/23/2026 09:00", (date(2026, 11, 23),)),
        ("23.11.2026 09:00", (date(2026, 11, 23),)),
        ("Mon, Nov 23, 2026", (date(2026, 11, 23),)),
        ("Nov 23, 2026", (date(2026, 11, 23),)),
        ("2026-10-01 10:00 +0000", (date(2026, 10, 1),)),
        ("2026-10-01T10:00:00.000Z", (date(2026, 10, 1),)),
        ("4/22/2018 6:00", (date(2018, 4, 22),)),
        ("05/13/2021 02:30:00 PM", (date(2021, 5, 13),)),
        ("8 de marzo de 2026", (date(2026, 3, 8),)),
    ],
)
def test_moments_keep_every_reading(cell: str, days: tuple[date, ...]) -> None:
    moment = read_moment(cell)
    assert moment is not None
    assert moment.days == days


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1000500_987650001", "https://www.facebook.com/example/posts/987650001"),
        ("7350000000000000001", "https://www.tiktok.com/@example/video/7350000000000000001?lang=de"),
        ("aB3dE6gH9jK", "https://youtu.be/aB3dE6gH9jK"),
        ("aB3dE6gH9jK", "https://www.youtube.com/watch?v=aB3dE6gH9jK&feature=share"),
        ("https://instagram.com/p/DAbCdEfGhIj", "https://www.instagram.com/p/DAbCdEfGhIj/?utm_source=x"),
        (
            "urn:li:share:7100000000000000001",
            "https://www.linkedin.com/feed/update/urn:li:share:7100000000000000001/",
        ),
        ("1990000000000000001", "https://x.com/example/status/1990000000000000001"),
    ],
)
def test_a_post_is_known_by_id_and_address(one: str, other: str) -> None:
    assert post_names(one) & post_names(other)


def test_two_posts_of_one_page_share_no_name() -> None:
    first = post_names("https://www.facebook.com/1000500123/posts/987650001") | post_names(
        "1000500123_987650001"
    )
    second = post_names("https://www.facebook.com/1000500123/posts/987650002") | post_names(
        "1000500123_987650002"
    )

    assert not first & second


def test_words_are_the_same_when_an_export_cut_them_short() -> None:
    assert same_words("Child benefit: 259 € a month for each child", "child benefit: 259 € a month for…")
    assert not same_words("Child benefit", "Child benefit")
    assert not same_words(
        "Child benefit: 259 € a month for each child", "Child benefit: 250 € a month for each child"
    )


def test_shortened_numbers_of_tiktok_are_whole() -> None:
    assert read_export(TIKTOK_EN, name="Content.csv").totals["views"] == 20300


@pytest.mark.parametrize(
    ("platform", "lines", "figures"),
    [
        (
            "facebook",
            'Identificador de la publicación,Hora de publicación,Enlace permanente,Visualizaciones,"Reacciones, '
            'comentarios y veces que se compartió",Reacciones,Veces que se compartió\n'
            "122,11/28/2026 04:30,https://www.facebook.com/100/posts/122,1.234,45,30,5\n",
            {"views": 1234, "engagements": 45, "reactions": 30, "shares": 5},
        ),
        (
            "youtube",
            "Contenu,Titre de la vidéo,Date/heure de publication de la vidéo,Durée de visionnage (heures),Vues\n"
            'Total,,,"12,5",150\nabcdefghijk,Vos droits,12 nov. 2026,"12,5",150\n',
            {"views": 150},
        ),
        (
            "tiktok",
            '"Videotitel","Video-Link","Beitragszeit","Geteilte Inhalte insgesamt","Aufrufe insgesamt"\n'
            '"Rechte","https://www.tiktok.com/@x/video/7300000000000000001","20. November 2026","2","1234"\n',
            {"shares": 2, "views": 1234},
        ),
    ],
)
def test_exports_in_other_languages_are_understood(
    platform: str, lines: str, figures: dict[str, int]
) -> None:
    export = read_export(lines.encode(), name="export.csv")

    assert (export.platform, len(export.rows)) == (platform, 1)
    assert {str(metric): count for metric, count in export.rows[0].figures.items()} == figures
    assert export.rows[0].posted is not None
