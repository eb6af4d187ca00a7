"""Exports as the platforms write them, made from the columns they are known to have. All contents are invented."""

from __future__ import annotations

import base64
import csv
import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook

META_POSTS_EN = (
    '"Post ID","Page ID","Page name","Title","Description","Duration (sec)","Publish time","Caption type",'
    '"Permalink","Is crosspost","Is share","Post type","Languages","Custom labels","Funded content status",'
    '"Data comment","Date","Views","Reach","Reactions, Comments and Shares","Reactions","Comments","Shares",'
    '"Total clicks","Other Clicks","Link Clicks"\r\n'
    '"122158000000000101","1000500","Example Advice","","Child benefit: who gets it","0","11/23/2026 09:00","",'
    '"https://www.facebook.com/1000500/posts/122158000000000101","0","0","Photos","","","","","Lifetime","1,250","900",'
    '"61","40","12","9","77","60","17"\r\n'
    '"122158000000000102","1000500","Example Advice","","Minimum wage from January","0","11/24/2026 18:30","",'
    '"https://www.facebook.com/1000500/posts/122158000000000102","0","0","Photos","","","","","Lifetime","980","701",'
    '"","31","4","2","","","8"\r\n'
).encode("utf-8-sig")

INSTAGRAM_DE = (
    "Beitrags-ID;Konto-ID;Konto-Benutzername;Kontoname;Beschreibung;Dauer (Sek.);Veröffentlichungszeitpunkt;"
    "Permalink;Beitragstyp;Datenkommentar;Datum;Auf\u00adrufe;Reich\u00adweite;„Gefällt mir“-Angaben;"
    "Geteilte Inhalte;Follows;Kommentare;Gespeicherte Beiträge\n"
    "17900000000000001;178400;beispiel;Beispiel;Kindergeld: wer es bekommt;0;23.11.2026 09:00;"
    "https://www.instagram.com/p/DAbCdEfGhIj/;IG Karussell;;Gesamte Laufzeit;12.400;9.870;310;25;7;18;44\n"
    "17900000000000002;178400;beispiel;Beispiel;Mindestlohn ab Januar;31;24.11.2026 18:30;"
    "https://www.instagram.com/reel/DKlMnOpQrSt/;IG Reel;;Gesamte Laufzeit;1.003;880;55;3;0;2;\n"
).encode("utf-8-sig")

FACEBOOK_LEGACY = (
    b"Post ID,Permalink,Post Message,Type,Posted,Lifetime Post Total Reach,Lifetime Post Total Impressions,"
    b"Lifetime Engaged Users\n"
    b',,,,,"Lifetime: The total number of people your Page\'s post was served to. (Unique Users)",'
    b"\"Lifetime: The number of times your Page's post entered a person's screen. (Total Count)\","
    b'"Lifetime: The number of unique people who engaged in certain ways. (Unique Users)"\n'
    b"1000500_987650001,https://www.facebook.com/1000500/posts/987650001,Sick leave: call on the first day,Photo,"
    b"05/03/2021 10:00:00 AM,1200,1900,88\n"
    b"1000500_987650002,https://www.facebook.com/1000500/posts/987650002,Holidays for minijobs,Photo,"
    b"05/05/2021 02:30:00 PM,640,911,23\n"
)

YOUTUBE_DE = (
    "Videos,Videotitel,Veröffentlichungszeitpunkt des Videos,Dauer,Aufrufe,Wiedergabezeit (Stunden),Abonnenten,"
    'Geschätzter Umsatz (EUR),Impressionen,Klickrate der Impressionen (%),"""Mag ich""-Bewertungen",'
    "Kommentare hinzugefügt,Geteilte Inhalte\n"
    "Gesamt,,,,5400,120.5,31,0,48000,4.2,260,22,40\n"
    'aB3dE6gH9jK,Kindergeld erklärt,"Nov 23, 2026",91,4100,99.5,29,0,36000,4.5,200,15,31\n'
    'zY8xW5vU2tS,Mindestlohn erklärt,"Nov 24, 2026",74,1300,21,2,0,12000,3.1,60,7,9\n'
).encode()

YOUTUBE_EN = (
    b"Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,Estimated revenue (USD),"
    b"Average view duration,Average percentage viewed (%),Impressions,Impressions click-through rate (%),Likes,"
    b"Comments added,Shares\n"
    b"Total,,,,5400,120.5,31,0,0:01:02,61.2,48000,4.2,260,22,40\n"
    b'aB3dE6gH9jK,Child benefit explained,"Sep 10, 2026",91,4100,99.5,29,0,0:01:01,60.2,36000,4.5,200,15,31\n'
    b'zY8xW5vU2tS,Minimum wage explained,"Sep 12, 2026",74,1300,21,-2,0,0:01:03,62.2,12000,3.1,60,7,9\n'
)

TIKTOK_EN = (
    b"Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views,Total play time,"
    b"Average watch time,Watched full video,Add to favorites\n"
    b'Child benefit,https://www.tiktok.com/@ex/video/7350000000000000001,November 23,1.2K,34,210,"18,400",1,9,12%,90\n'
    b"Minimum wage,https://www.tiktok.com/@example/video/7350000000000000002,November 24,87,2,5,1.9K,1,8,10%,4\n"
)

TIKTOK_OVERVIEW = (
    b"Date,Video Views,Profile Views,Likes,Comments,Shares\n"
    b"8 de marzo,0,0,0,0,0\n9 de marzo,4,1,0,0,0\n10 de marzo,1,0,0,0,0\n"
)

X_CONTENT = (
    b"Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,"
    b"Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks\n"
    b'1990000000000000001,"Mon, Nov 23, 2026","Child benefit, who gets it",https://x.com/example/status/1990000000000000001,'
    b"2100,21,99,4,3,1,5,6,7,8,17,0,1\n"
    b'1990000000000000002,"Tue, Nov 24, 2026",Minimum wage,https://x.com/example/status/1990000000000000002,'
    b"870,9,31,0,1,0,1,2,2,3,5,0,0\n"
)

TWITTER_LEGACY = (
    b'"Tweet id","Tweet permalink","Tweet text","time","impressions","engagements","engagement rate","retweets",'
    b'"replies","likes","user profile clicks","url clicks","hashtag clicks"\n'
    b'"1990000000000000003","https://twitter.com/example/status/1990000000000000003","Sick leave",'
    b'"2026-10-01 10:00 +0000","410.0","12.0","0.029","1.0","0.0","6.0","1.0","3.0","0.0"\n'
)

X_OVERVIEW = (
    b"Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,"
    b"Create Post,Video views,Media views\n"
    b'"Sun, Nov 22, 2026",500,4,20,1,0,2,0,1,1,9,1,0,0\n"Mon, Nov 23, 2026",1400,17,66,3,2,1,1,4,5,12,2,0,0\n'
)

LINKEDIN_DAYS = (
    b"Update metrics for the page Example Advice from 11/20/2026 to 11/22/2026\n"
    b"Date,Impressions (organic),Impressions (sponsored),Impressions (total),Unique impressions (organic),"
    b"Clicks (organic),Clicks (sponsored),Clicks (total),Reactions (organic),Reactions (sponsored),Reactions (total),"
    b"Comments (total),Reposts (total),Engagement rate (total)\n"
    b"11/20/2026,300,0,300,210,12,0,12,9,0,9,2,1,0.08\n11/21/2026,140,0,140,99,3,0,3,-1,0,-1,0,0,0.014\n"
    b"11/22/2026,80,0,80,61,1,0,1,2,0,2,0,0,0.037\n"
)

LINKEDIN_DE = (
    b"Datum,Impressions (organisch),Impressions (gesamt),Klicks (gesamt),Reaktionen (gesamt),Kommentare (gesamt),"
    b"Reposts (gesamt)\n20.11.2026,300,300,12,9,2,1\n21.11.2026,140,140,3,4,0,0\n"
)


@dataclass(frozen=True)
class Sample:
    """An export with the columns that count, and how its own numbers are to be read by the plainest of readers."""

    name: str
    data: bytes
    platform: str
    columns: dict[str, str]
    posts: bool = True
    chosen: tuple[str, ...] = ()
    skip: int = 0
    separator: str = ","


SAMPLES: Sequence[Sample] = (
    Sample("meta_posts_en.csv", META_POSTS_EN, "facebook",
           {"views": "Views", "reach": "Reach", "engagements": "Reactions, Comments and Shares",
            "reactions": "Reactions", "comments": "Comments", "shares": "Shares", "link_clicks": "Link Clicks"}),
    Sample("instagram_de.csv", INSTAGRAM_DE, "instagram",
           {"views": "Auf\u00adrufe", "reach": "Reich\u00adweite", "reactions": "„Gefällt mir“-Angaben",
            "comments": "Kommentare", "shares": "Geteilte Inhalte", "saves": "Gespeicherte Beiträge",
            "follows": "Follows"},
           separator=";"),
    Sample("facebook_legacy.csv", FACEBOOK_LEGACY, "facebook",
           {"reach": "Lifetime Post Total Reach", "impressions": "Lifetime Post Total Impressions"}),
    Sample("Tabellendaten.csv", YOUTUBE_DE, "youtube",
           {"views": "Aufrufe", "impressions": "Impressionen", "reactions": '"Mag ich"-Bewertungen',
            "comments": "Kommentare hinzugefügt", "shares": "Geteilte Inhalte", "follows": "Abonnenten"}),
    Sample("Table data.csv", YOUTUBE_EN, "youtube",
           {"views": "Views", "impressions": "Impressions", "reactions": "Likes", "comments": "Comments added",
            "shares": "Shares", "follows": "Subscribers"}),
    Sample("Content.csv", TIKTOK_EN, "tiktok",
           {"views": "Total views", "reactions": "Total likes", "comments": "Total comments", "shares": "Total shares",
            "saves": "Add to favorites"}),
    Sample("Overview.csv", TIKTOK_OVERVIEW, "tiktok",
           {"views": "Video Views", "reactions": "Likes", "comments": "Comments", "shares": "Shares"}, posts=False,
           chosen=("Date=date:2026",)),
    Sample("account_analytics_content.csv", X_CONTENT, "x",
           {"impressions": "Impressions", "engagements": "Engagements", "reactions": "Likes", "comments": "Replies",
            "shares": "Reposts", "saves": "Bookmarks", "link_clicks": "URL Clicks", "follows": "New follows"}),
    Sample("tweet_activity.csv", TWITTER_LEGACY, "x",
           {"impressions": "impressions", "engagements": "engagements", "reactions": "likes", "comments": "replies",
            "shares": "retweets", "link_clicks": "url clicks"}),
    Sample("account_overview_analytics.csv", X_OVERVIEW, "x",
           {"impressions": "Impressions", "engagements": "Engagements", "reactions": "Likes", "comments": "Replies",
            "shares": "Reposts", "saves": "Bookmarks", "follows": "New follows"}, posts=False),
    Sample("linkedin_days.csv", LINKEDIN_DAYS, "linkedin",
           {"impressions": "Impressions (total)", "link_clicks": "Clicks (total)", "reactions": "Reactions (total)",
            "comments": "Comments (total)", "shares": "Reposts (total)"},
           posts=False, skip=1),
    Sample("linkedin_de.csv", LINKEDIN_DE, "linkedin",
           {"impressions": "Impressions (gesamt)", "link_clicks": "Klicks (gesamt)", "reactions": "Reaktionen (gesamt)",
            "comments": "Kommentare (gesamt)", "shares": "Reposts (gesamt)"}, posts=False),
)  # fmt: skip


def plainly_summed(sample: Sample) -> dict[str, int]:
    """The sums of the columns by the plainest reading of the raw file: totals and explanations left out by hand."""
    lines = sample.data.decode("utf-8-sig").splitlines()[sample.skip :]
    rows = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=sample.separator)
    sums = dict.fromkeys(sample.columns, 0)
    for row in rows:
        if next(iter(row.values())) in ("Total", "Gesamt", ""):
            continue
        for metric, column in sample.columns.items():
            sums[metric] += _plain(row[column] or "0")
    return {metric: total for metric, total in sums.items() if total}


def _plain(text: str) -> int:
    if text.endswith("K"):
        return round(float(text[:-1]) * 1000)
    if text.startswith("-"):
        return 0
    return int(text.removesuffix(".0").replace(",", "").replace(".", ""))


def as_workbook(data: bytes, *, separator: str = ",", title: str = "") -> bytes:
    """The same table as XLSX, numbers as numbers, below a line of title when there is one."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if title:
        sheet.append([title])
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=separator):
        sheet.append([int(cell) if cell.isdecimal() and len(cell) < 12 else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


#: Two posts of LinkedIn in the old XLS, as xlwt 1.3.0 writes it: reactions 0.12 and 12 are shown as percentages.
OLD_WORKBOOK = zlib.decompress(base64.b64decode(
    "eNrtWE1IVFEU/u6bGWecxnE0DTSQQcjKxKdjVAzo9INJi8TcFBHU6LxwcHwzvDcitck0l0HQqmgjuGljtemHDGrXIjBqEQSB1qJF"
    "q6Cghfo697w35V/ggAXG+x733HPPvee7992f835ez1bMTT6onccqdMCDJasUJctsglJpoRAB1VuWVAt5gJLlYkuhNEALWeLD07JX"
    "frmGcr3noeC+9wVJ4COlc8ihO6tr0X+IozyGpJBjaCcpcIcsYdTwqCpZ9rPczvIet5xheZgt11m2U9s5cRazie7GQ84uPqPUc10Y"
    "kvcR+7xnSyuq8VLu4is3hN3WhyNGOpnZYhV13hCmQAvapemakczMoYpWdgrfrSjwrXCEn0dd+7+1C5D9x0q7/w/2AIJr7DcVLzAK"
    "6wKfiAmUYcYra3zoyZp5cwGfOQgH7EAtbdFMWh8MAccMLZnXUtEUyW3AiaGcoZlmOqub1LBXS/bnpd4JDOTzOTOuqiMjI83SV0ul"
    "9eb+7JB6UdNS6nBOEqjDhh7PpOPmQNLQ4gdbVqM1SEepVY21qbGW2IFNIo05pPuZNChvkWNXZEXsKuMzHSKZQjnrFXyyIzQpC3e/"
    "vjnZ15M4z5ZRnib7qbZLzissXJUe5BzmGg9LWdPIHvtYjjHrTtZrWVbR/FPe0FPtKMfHuc01rm2gftoYbxO7l+l7SJ/4cupx3cSn"
    "xF7Sp7vmL1dNv0tMop4WL0X+8hpHk2gSt29JPEkUcuFEwA8sa9ZEw4ASccZuOY/uciwiyGoFS7skZ0f8KinOXNklD5U8DpdYh0sw"
    "l9dpL5jLR6VnNDbBXJVhGanbmEuyKOuwKMxS4rDY6+V3WBRmGQtJlhizdCiVeChdKMb/RhAuXLhw4cKFCxcuNgrB7332u66XvyTs"
    "92i/819nkdKS+5vkv0UvsnTl6TuzEzrlBi4VtX92wCcKXGKDPoX/hRKnqXcDg+jjcQwWvX/pK0Esv58NO0Y27wgV2/9SMeP8y/3/"
    "BFe+Duw="
))  # fmt: skip


def as_archive(files: dict[str, bytes]) -> bytes:
    """Tables in a ZIP, as YouTube Studio hands them out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
