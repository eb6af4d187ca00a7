"""A year of fictional questions, the same ones for the same seed.

Dates, places and topics are drawn by a seeded generator; the sentences are invented examples. Each topic has
its season, each programme one recent rise that the radar should find.
"""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from campaigns.needs.topics.sentences import topic_sentences

HEADERS = (
    "Datum",
    "Plattform",
    "Gruppe",
    "Sprache",
    "Thema",
    "Anfrage",
    "Bundesland",
    "Falsche Antwort im Thread",
    "Verwiesen an",
)
PLATFORMS = (("Facebook-Gruppe", 62), ("Telegram", 14), ("Instagram", 12), ("WhatsApp", 7), ("Forum", 5))
LANDS = (
    "Berlin",
    "Nordrhein-Westfalen",
    "Bayern",
    "Hessen",
    "Sachsen",
    "Hamburg",
    "Niedersachsen",
    "unbekannt",
)
REFERRALS = (
    "",
    "",
    "",
    "Migrationsberatung",
    "Jobcenter",
    "Familienkasse",
    "Faire Integration",
    "Faire Mobilität",
)
#: A new word is heard since so many weeks.
NEW_WEEKS = 3
#: Months in which a topic is asked more than usual.
SEASONS: Mapping[str, Sequence[int]] = {
    "child_benefit": (1, 2, 9),
    "minimum_wage": (12, 1),
    "minijob": (12, 1),
    "language_course": (8, 9, 1),
    "wage": (1, 7, 8),
    "termination": (12, 1, 6),
    "sick_leave": (11, 2),
    "recognition": (3, 4, 10),
}


@dataclass(frozen=True)
class Rise:
    """A topic that is asked more often in the last weeks, in some languages."""

    topic: str
    languages: tuple[str, ...]
    weeks: int = 3
    factor: float = 4.0


@dataclass(frozen=True)
class LogSpec:
    """What to draw: topics and languages with the most asked first, questions a week, and the planted rise.

    `new_words` are (language, sentence) that came up in the last weeks and belong to no topic.
    """

    languages: tuple[str, ...]
    topics: tuple[str, ...]
    a_week: int
    rise: Rise
    seed: int
    new_words: tuple[tuple[str, str], ...] = ()


@cache
def example_questions() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Invented sentences by (language, topic)."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for sentence in topic_sentences():
        found[(sentence.language, sentence.topic)].append(sentence.text)
    return {key: tuple(sentences) for key, sentences in found.items()}


def advice_log(spec: LogSpec, *, today: date, weeks: int = 51) -> bytes:
    """The log as an office keeps it: a CSV with German headers, semicolons and German dates.

    As many whole weeks as a programme keeps by default, so that nothing is overdue from the start.
    """
    draw = random.Random(spec.seed)  # noqa: S311
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    monday = today - timedelta(days=today.weekday())
    for week in range(weeks, -1, -1):
        start = monday - timedelta(weeks=week)
        rows = [_row(draw, spec, day) for day in _days(draw, spec.a_week, start, today)]
        rows += _rising(draw, spec, start, week, today)
        rows += _new(draw, spec, start, week, today)
        rows.sort(key=_iso_day)
        writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _days(draw: random.Random, a_week: int, start: date, today: date) -> list[date]:
    """Days on which something is asked: fewer at weekends, none in the future."""
    count = max(1, round(draw.gauss(a_week, a_week**0.5)))
    days = draw.choices(
        [start + timedelta(days=n) for n in range(7)], weights=(16, 16, 15, 15, 14, 12, 12), k=count
    )
    return [day for day in days if day <= today]


def _row(draw: random.Random, spec: LogSpec, day: date) -> list[str]:
    language = draw.choices(spec.languages, weights=_falling(len(spec.languages)))[0]
    weights = [
        weight * (1.6 if day.month in SEASONS.get(topic, ()) else 1.0)
        for topic, weight in zip(spec.topics, _falling(len(spec.topics)), strict=True)
    ]
    topic = draw.choices(spec.topics, weights=weights)[0]
    return _write(draw, day, language, topic, wrong=0.10)


def _rising(draw: random.Random, spec: LogSpec, start: date, week: int, today: date) -> list[list[str]]:
    """The planted rise: more of one topic in its languages in the last weeks, mostly answered wrongly."""
    if week >= spec.rise.weeks:
        return []
    usual = max(2.0, spec.a_week / (len(spec.topics) * 2))
    rows: list[list[str]] = []
    for language in spec.rise.languages:
        days = _days(draw, max(2, round(usual * spec.rise.factor / 2)), start, today)
        rows += [_write(draw, day, language, spec.rise.topic, wrong=0.6) for day in days]
    return rows


def _new(draw: random.Random, spec: LogSpec, start: date, week: int, today: date) -> list[list[str]]:
    """The sentences of a need that nobody has a topic for, a few times each in the last weeks."""
    if week >= NEW_WEEKS:
        return []
    rows: list[list[str]] = []
    for language, sentence in spec.new_words:
        for day in _days(draw, 2, start, today):
            rows.append(_write(draw, day, language, "", wrong=0.0))
            rows[-1][5] = sentence
    return rows


def _write(draw: random.Random, day: date, language: str, topic: str, *, wrong: float) -> list[str]:
    sentences = example_questions().get((language, topic), ("",))
    platform = draw.choices([name for name, _ in PLATFORMS], weights=[weight for _, weight in PLATFORMS])[0]
    group = f"Demo-Gruppe {language.upper()} {draw.randint(1, 4)}" if platform == "Facebook-Gruppe" else ""
    return [
        day.strftime("%d.%m.%Y"),
        platform,
        group,
        language,
        topic,
        draw.choice(sentences),
        draw.choice(LANDS),
        "ja" if draw.random() < wrong else "nein",
        draw.choice(REFERRALS),
    ]


def _falling(count: int) -> list[float]:
    """Weights by rank: the first is asked about four times as often as the last."""
    return [1.0 / (1 + 3 * place / max(1, count - 1)) for place in range(count)]


def _iso_day(row: list[str]) -> str:
    """The day of a row in an order that sorts."""
    return "-".join(reversed(row[0].split(".")))
