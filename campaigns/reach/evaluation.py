"""What an evaluator gets: every figure behind a report as one table, with a code book that says how to count again.

No person, no question, no words: posts with their figures, and questions as counts that may be shown.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from campaigns.reach.posts import PostFigures
from campaigns.reach.reports import Report
from campaigns.reach.sheets import (
    LANGUAGE_HEADER,
    POST_HEADER,
    SHARE_HEADER,
    TOPIC_HEADER,
    Words,
    language_rows,
    observed_rows,
    post_rows,
    share_rows,
    topic_rows,
)
from campaigns.reach.tables import write_csv

CODE_BOOK = """Code book

posts.csv      one row a publication of the period, semicolon, UTF-8 with BOM
  publication       number of the publication
  topic, format     topic of its campaign; what it showed (film, pictures, text, or the picture's format)
  language, channel language of the post (ISO 639); kind of channel, or the platform of the group
  space             number of the group for posts by hand, else empty
  weekday_monday_0  local weekday of publication, 0 is Monday; hour: local hour, 0 to 23
  views, reach, impressions, link_clicks, reactions, comments, shares, saves
                    newest figure that the channel told; EMPTY MEANS NOT KNOWN, never nought
  engagements       the channel's own total where it gives one, else reactions + comments + shares + saves, as far
                    as they are known
clicks.csv     visits by persons to our short links: language, clicks
questions.csv  questions by language before and in the period; "<k" is a small count, "·" one hidden beside it
topics.csv     the same by topic, for a report on a programme: topics of its campaigns; the rest stands in the total
regions.csv    the same by region, in fixed reports alone; regions that asked fewer than 10 times have no row
shares.csv     each language's share of questions, views and clicks, from 0 to 1; empty where it is not known
summary.csv    figures of the whole report

How the report counts
  median of a group    the middle of all known values of its posts; empty ones are left out
  total of a group     the sum of the known values, only if all of them come from one channel; reach never
  brackets             95 % interval of the median by order statistics: with n known values, the largest r with
                       P(Binomial(n, 1/2) < r) <= 2.5 % gives the r-th smallest and the r-th largest value
  share of questions   questions of a language / all questions (summary.csv), each before and in the period
  share of views       views of its posts / views of all posts with known views
  share of clicks      clicks of a language / all clicks
  parts of the day     morning 5-10, noon 11-13, afternoon 14-17, evening 18-21, night 22-4
  ratio of questions   (questions in the period / weeks) / (questions before / weeks); weeks are those of the days on
                       which questions were recorded (summary.csv: observed), and at least seven days on each side

What the figures count
"""


def evaluation_zip(report: Report, posts: Sequence[PostFigures]) -> bytes:
    """The tables and their code book in one archive."""
    definitions = "".join(
        f"  {each.key}: {each.sentence}{' ' + each.note if each.note else ''}\n"
        for each in report.definitions
    )
    summary: list[list[object]] = [
        ["from", report.period.start.isoformat()],
        ["to", report.period.end.isoformat()],
        ["before_from", report.before.start.isoformat()],
        ["before_to", report.before.end.isoformat()],
        *([name, day.isoformat() if day else None] for name, day, _note in observed_rows(report)),
        ["questions_before", str(report.asked_before)],
        ["questions_during", str(report.asked_after)],
        ["publications", report.published],
        ["clicks", report.clicks],
    ]
    words = Words()
    return archive(
        {
            "posts.csv": write_csv([POST_HEADER, *post_rows(posts, words)]),
            "clicks.csv": write_csv(
                [["language", "clicks"], *([row.language, row.clicks] for row in report.rows)]
            ),
            "questions.csv": write_csv([LANGUAGE_HEADER, *language_rows(report, words)]),
            "topics.csv": write_csv([TOPIC_HEADER, *topic_rows(report, words)]),
            "shares.csv": write_csv([SHARE_HEADER, *share_rows(report, words)]),
            "summary.csv": write_csv([["figure", "value"], *summary]),
            "codebook.txt": (CODE_BOOK + definitions).encode(),
        }
    )


def archive(files: Mapping[str, bytes]) -> bytes:
    """Files in one archive, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()
