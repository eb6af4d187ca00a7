"""`litfass needs import|classify|radar`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from commands.needs_import import import_
from commands.output import emit, json_option, lines, table

if TYPE_CHECKING:
    from campaigns.needs.classifying import Understood
    from campaigns.needs.radar.ranking import RadarRow

DAY = click.DateTime(formats=["%Y-%m-%d"])
#: A line longer than this is no question but a file of another kind.
LONGEST_LINE = 1_000_000


@click.group()
def needs() -> None:
    """What was asked: take it in, understand it, see what rises."""


@needs.command()
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
@click.option(
    "--programme",
    "programme_key",
    help="Understand as this programme does: its own topics, its languages, what it learned.",
)
@json_option
def classify(file: Any, programme_key: str | None, as_json: bool) -> None:
    """Language and topics of questions: JSON lines {"text": …} or plain lines, from FILE or standard input."""
    understood = _understanding(programme_key)
    found = [understood(text).as_json() for text in _texts(file)]
    if as_json:
        emit(found)
    else:
        for one in found:
            topics = ", ".join(f"{topic['key']} {topic['confidence']:.0%}" for topic in one["topics"])
            lines(f"{one['language'] or '–'}\t{topics or 'unclear'}")


def _understanding(programme_key: str | None) -> Callable[[str], Understood]:
    """How questions are understood: by the product alone, or as a programme does."""
    from campaigns.needs.classifying import understand

    if programme_key is None:
        return understand
    from campaigns.needs.learning.queries import model_of
    from campaigns.needs.own_topics.book import book_of
    from campaigns.people.queries import find_programme, programme_languages
    from commands.composition import instance

    with instance() as here, here.reading() as session:
        programme_id = find_programme(session, programme_key).id or 0
        return partial(
            understand,
            favoured=programme_languages(session, programme_id),
            book=book_of(session, programme_id),
            model=model_of(session, here.store, programme_id=programme_id),
        )


@needs.command()
@click.option("--programme", "programme_key", required=True, help="Key of the programme.")
@click.option("--as-of", type=DAY, help="The last day counted: today, half a year or a year ago.")
@click.option("--weeks", type=int, default=8, show_default=True, help="Length of the window: 4, 8, 13 or 26.")
@click.option("--region", metavar="CODE", help="One region only, for instance DE-BE.")
@json_option
def radar(programme_key: str, as_of: datetime | None, weeks: int, region: str | None, as_json: bool) -> None:
    """Topics by language, the most urgent first, each with its reasons."""
    from campaigns.clock import wall_time
    from campaigns.needs.radar.looks import look_of, looks
    from campaigns.people.queries import find_programme
    from campaigns.placements.overview.coverage import radar_with_coverage
    from commands.composition import instance

    with instance() as here, here.reading() as session:
        programme = find_programme(session, programme_key)
        today = wall_time(here.now, programme.zone).date()
        offered = looks(session, programme=programme, today=today)
        day = look_of(offered, as_of.date()) if as_of else offered[0]
        rows = radar_with_coverage(session, programme=programme, as_of=day, weeks=weeks, region=region)
    if as_json:
        emit([row.as_json() for row in rows])
    elif rows:
        table(["score", "topic", "language", "count", "why"], [_line(row) for row in rows[:30]])
    elif region:
        lines(f"Nothing can be shown of {region}: too few questions on each topic.")
    else:
        lines(f"Too little was asked to show in the {weeks} weeks up to {day.isoformat()}.")


def _line(row: RadarRow) -> list[str]:
    shown = row.as_json()
    return [
        f"{row.score:.1f}",
        row.topic,
        row.language or "–",
        str(shown["count"]),
        " ".join(shown["reasons"][:2]),
    ]


def _texts(file: Any) -> list[str]:
    """One text a line; a line that is a JSON object gives its `text`. Empty lines are no questions."""
    from campaigns.errors import BadInput

    texts = []
    for number, raw in enumerate(file, start=1):
        line = raw.strip()
        if not line:
            continue
        if len(line) > LONGEST_LINE:
            raise BadInput("Line {number} is far too long to be a question.", number=number)
        if not line.startswith("{"):
            texts.append(line)
            continue
        try:
            text = json.loads(line)["text"]
        except (ValueError, KeyError, RecursionError):
            text = None
        if not isinstance(text, str):
            raise BadInput(
                'Line {number} is not a JSON object with a "text". Mend it and try again.', number=number
            )
        texts.append(text)
    return texts


needs.add_command(import_)
