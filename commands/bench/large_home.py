"""A large home for the bench: one programme whose posts, readings, clicks and questions span two years.

Rows are written past the actions, in bulk; what is kept beside the readings is written as the product would have kept
it, and a test holds both against each other. Everything is drawn from fixed formulas, so every run is the same home.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, insert, text
from sqlmodel import SQLModel

from campaigns.approvals.models import Proof, ReviewRequest
from campaigns.canonical import digest_of
from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.db import session_scope
from campaigns.links.models import ClickDay, ShortLink
from campaigns.people.actions.programmes import add_programme
from campaigns.people.models import Programme
from campaigns.placements.models import Account, Placement, Publication, Space
from campaigns.reach.insights.metrics import OF_POSTS, TOLD, Metric, definition_of
from campaigns.reach.insights.upserts import table_of
from campaigns.reach.models import ReachRow
from campaigns.vocabulary import Decision, Origin, PlacementStatus, VariantStatus, Visitor

LANGUAGES = ("de", "ar", "uk", "ru", "en", "fa", "tr", "fr", "ro", "pl")
TOPICS = (
    "wage",
    "child_benefit",
    "residence",
    "work_permit",
    "health_insurance",
    "housing",
    "childcare",
    "tax",
)
METRICS = (Metric.VIEWS, Metric.REACH, Metric.REACTIONS, Metric.COMMENTS, Metric.SHARES)
#: Readings of a post: five figures, ten times each.
LOOKS = 10
PER_POST = len(METRICS) * LOOKS
POSTS, SPACES, DAYS = 10, 40, 730
#: Where each text goes out: two accounts and three groups.
CHANNELS = ("facebook", "instagram", "facebook", "telegram", "whatsapp")
CHUNK = 2_000
ZONE = "Europe/Berlin"
FORMATS = ("square", "portrait", "story")


@dataclass(frozen=True)
class Size:
    """How much there is of everything, from the number of readings."""

    readings: int

    @property
    def campaigns(self) -> int:
        return max(1, self.readings // (PER_POST * POSTS * len(LANGUAGES) * len(CHANNELS)))

    @property
    def publications(self) -> int:
        return self.campaigns * POSTS * len(LANGUAGES) * len(CHANNELS)

    @property
    def questions(self) -> int:
        return self.readings // 5


def fill_large_home(engine: Engine, *, size: Size, now: datetime) -> Programme:
    """The programme with everything in it."""
    with session_scope(engine) as session:
        programme = add_programme(
            session, key="large", name="Large", organisation="Bench", languages=LANGUAGES, by=None, now=now
        )
        session.flush()
    with engine.begin() as connection:
        filler = _Filler(connection, programme.id or 0, size, now)
        filler.fill()
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    return programme


class _Filler:
    def __init__(self, connection: Connection, programme: int, size: Size, now: datetime) -> None:
        self._to, self._programme, self._size, self._now = connection, programme, size, now
        self._first = now.date() - timedelta(days=DAYS)

    def fill(self) -> None:
        self._add(Account, [self._account(number) for number in (1, 2)])
        self._add(Space, [self._space(number) for number in range(1, SPACES + 1)])
        self._add(Campaign, (self._campaign(number) for number in range(1, self._size.campaigns + 1)))
        posts = self._size.campaigns * POSTS
        self._add(Post, (self._post(number) for number in range(1, posts + 1)))
        variants = posts * len(LANGUAGES)
        self._add(Variant, (self._variant(number) for number in range(1, variants + 1)))
        self._add(Revision, (self._revision(number) for number in range(1, variants + 1)))
        self._add(ReviewRequest, (self._review(number) for number in range(1, variants + 1)))
        places = variants * len(CHANNELS)
        self._add(Proof, (self._proof(number) for number in range(1, places + 1)))
        self._add(Placement, (self._placement(number) for number in range(1, places + 1)))
        self._add(Publication, (self._publication(number) for number in range(1, places + 1)))
        self._add(ShortLink, (self._link(number) for number in range(1, variants * 2 + 1)))
        self._clicks(variants * 2)
        self._readings()
        self._questions()

    def _add(self, model: type[SQLModel], rows: Iterable[dict[str, Any]]) -> None:
        table, waiting = table_of(model), []
        for row in rows:
            waiting.append(row)
            if len(waiting) == CHUNK:
                self._to.execute(insert(table), waiting)
                waiting = []
        if waiting:
            self._to.execute(insert(table), waiting)

    def _began(self, campaign: int) -> date:
        return self._first + timedelta(days=(campaign - 1) * (DAYS - 28) // self._size.campaigns)

    def _published(self, variant: int) -> datetime:
        """Two posts a day in each language, at hours that differ."""
        post = (variant - 1) // len(LANGUAGES)
        day = self._began(post // POSTS + 1) + timedelta(days=post % POSTS * 2)
        return datetime.combine(day, time(6 + variant * 7 % 15, variant % 60), UTC)

    def _account(self, number: int) -> dict[str, Any]:
        return _row(
            Account(
                id=number, programme_id=self._programme, channel=CHANNELS[number - 1], name=f"Page {number}",
                created_at=self._now,
            )
        )  # fmt: skip

    def _space(self, number: int) -> dict[str, Any]:
        return _row(
            Space(
                id=number, programme_id=self._programme, name=f"Group {number}", platform=CHANNELS[2 + number % 3],
                language=LANGUAGES[number % len(LANGUAGES)], created_at=self._now,
            )
        )  # fmt: skip

    def _campaign(self, number: int) -> dict[str, Any]:
        began = self._began(number)
        return _row(
            Campaign(
                id=number, programme_id=self._programme, topic=TOPICS[number % len(TOPICS)],
                title=f"Campaign {number}", starts_on=began, ends_on=began + timedelta(days=28),
                languages=list(LANGUAGES), created_at=self._now,
            )
        )  # fmt: skip

    def _post(self, number: int) -> dict[str, Any]:
        return _row(
            Post(
                id=number, campaign_id=(number - 1) // POSTS + 1, position=(number - 1) % POSTS + 1,
                kind="explainer", layout="explainer",
            )
        )  # fmt: skip

    def _variant(self, number: int) -> dict[str, Any]:
        return _row(
            Variant(
                id=number, post_id=(number - 1) // len(LANGUAGES) + 1,
                language=LANGUAGES[(number - 1) % len(LANGUAGES)], status=VariantStatus.APPROVED, revision=1,
                changed_at=self._now,
            )
        )  # fmt: skip

    def _revision(self, number: int) -> dict[str, Any]:
        return _row(
            Revision(
                id=number, variant_id=number, number=1, digest=f"{number:064x}", origin=Origin.HUMAN,
                created_at=self._now,
            )
        )  # fmt: skip

    def _review(self, number: int) -> dict[str, Any]:
        decided = self._published(number) - timedelta(days=2)
        return _row(
            ReviewRequest(
                id=number, programme_id=self._programme, variant_id=number, revision_id=number,
                language=LANGUAGES[(number - 1) % len(LANGUAGES)], submitted_by=1,
                submitted_at=decided - timedelta(hours=1 + number % 40), closed_at=decided,
                outcome=Decision.RETURN if number % 9 == 0 else Decision.APPROVE,
            )
        )  # fmt: skip

    def _proof(self, number: int) -> dict[str, Any]:
        variant, place = (number - 1) // len(CHANNELS) + 1, (number - 1) % len(CHANNELS)
        format_key = FORMATS[number % len(FORMATS)]
        manifest = json.dumps({"media": [{"media_type": "image/jpeg", "format": format_key}]})
        return _row(
            Proof(
                id=number, variant_id=variant, revision_id=variant, channel=f"{CHANNELS[place]}:{place}",
                manifest=manifest, digest=digest_of({"number": number}), created_at=self._now,
            )
        )  # fmt: skip

    def _placement(self, number: int) -> dict[str, Any]:
        variant, place = (number - 1) // len(CHANNELS) + 1, (number - 1) % len(CHANNELS)
        moment = self._published(variant)
        return _row(
            Placement(
                id=number, programme_id=self._programme, variant_id=variant, channel=CHANNELS[place],
                account_id=place + 1 if place < 2 else None,
                space_id=number * 7 % SPACES + 1 if place >= 2 else None, proof_id=number,
                digest=digest_of({"number": number}), status=PlacementStatus.PUBLISHED,
                wall=moment.replace(tzinfo=None), zone=ZONE, due_at=moment, key=f"{number:032x}",
                settled_at=moment, created_at=self._now,
            )
        )  # fmt: skip

    def _publication(self, number: int) -> dict[str, Any]:
        variant, place = (number - 1) // len(CHANNELS) + 1, (number - 1) % len(CHANNELS)
        return _row(
            Publication(
                id=number, placement_id=number, programme_id=self._programme, channel=CHANNELS[place],
                language=LANGUAGES[(variant - 1) % len(LANGUAGES)], proof_id=number, remote_id=f"{number}",
                url=f"https://example.org/{number}", published_at=self._published(variant),
            )
        )  # fmt: skip

    def _link(self, number: int) -> dict[str, Any]:
        variant = (number - 1) // 2 + 1
        return _row(
            ShortLink(
                id=number, code=f"c{number}", variant_id=variant, channel=CHANNELS[(number - 1) % 2],
                target="https://example.org/page", created_at=self._now,
            )
        )  # fmt: skip

    def _clicks(self, links: int) -> None:
        """Ten days of clicks on every link."""
        self._add(
            ClickDay,
            (
                {
                    "link_id": link,
                    "day": self._published((link - 1) // 2 + 1).date() + timedelta(days=after),
                    "visitor": Visitor.PERSON,
                    "clicks": 1 + link * (after + 3) % 17,
                }
                for link in range(1, links + 1)
                for after in range(10)
            ),
        )

    def _readings(self) -> None:
        """What a channel counts grows from look to look. What is kept beside it is written as the product keeps it."""
        self._to.execute(
            text("CREATE TEMP TABLE counted (channel TEXT, metric TEXT, place INT, definition TEXT)")
        )
        for channel in sorted(set(CHANNELS)):
            for place, metric in enumerate(METRICS):
                row = {
                    "channel": channel,
                    "metric": str(metric),
                    "place": place,
                    "definition": definition_of(metric, channel).key,
                }
                self._to.execute(
                    text("INSERT INTO counted VALUES (:channel, :metric, :place, :definition)"), row
                )
        self._to.execute(text(READINGS), {"looks": LOOKS})
        self._to.execute(text(LATEST))
        self._add(ReachRow, (self._reach_row(number) for number in range(1, self._size.publications + 1)))

    def _reach_row(self, number: int) -> dict[str, Any]:
        variant, place = (number - 1) // len(CHANNELS) + 1, (number - 1) % len(CHANNELS)
        campaign = (variant - 1) // len(LANGUAGES) // POSTS + 1
        local = wall_time(self._published(variant), ZONE)
        return {
            "publication_id": number, "programme_id": self._programme, "campaign_id": campaign,
            "variant_id": variant, "topic": TOPICS[campaign % len(TOPICS)], "kind": "explainer",
            "format": FORMATS[number % len(FORMATS)], "language": LANGUAGES[(variant - 1) % len(LANGUAGES)],
            "channel": CHANNELS[place], "account_id": place + 1 if place < 2 else None,
            "space_id": number * 7 % SPACES + 1 if place >= 2 else None, "day": local.date(),
            "weekday": local.weekday(), "hour": local.hour,
            **{str(metric): None for metric in OF_POSTS},
            **{str(metric): value_of(number, at, LOOKS) for at, metric in enumerate(METRICS)},
            # Of its looks, nine days apart, the first is the one at an age of a week.
            "views_week": value_of(number, 0, 1),
            "reach_week": value_of(number, 1, 1),
            "impressions_week": None,
            "engagements_week": sum(value_of(number, at, 1) for at in range(2, len(METRICS))),
            "counted_by": _counted_by(CHANNELS[place]),
            "figures_at": self._published(variant) + timedelta(days=9 * LOOKS),
        }  # fmt: skip

    def _questions(self) -> None:
        for name, words in (("spoken", LANGUAGES), ("spoken_of", TOPICS)):
            self._to.execute(text(f"CREATE TEMP TABLE {name} (number INT, word TEXT)"))
            self._to.execute(
                text(f"INSERT INTO {name} VALUES (:number, :word)"),  # noqa: S608
                [{"number": number, "word": word} for number, word in enumerate(words)],
            )
        values = {"programme": self._programme, "count": self._size.questions, "days": DAYS}
        self._to.execute(text(QUESTIONS), values | {"first": self._first.isoformat()})
        self._to.execute(text(WEEKS))


@cache
def _counted_by(channel: str) -> str:
    return " ".join(sorted(definition_of(metric, channel).key for metric in METRICS if metric in TOLD))


def value_of(publication: int, place: int, look: int) -> int:
    """What a look found: as READINGS counts it."""
    return (publication * 7919 % 4999 + 10) * look // (1 + 6 * place)


READINGS = """
WITH RECURSIVE looks(look) AS (SELECT 1 UNION ALL SELECT look + 1 FROM looks WHERE look < :looks)
INSERT INTO insight (publication_id, metric, value, unknown, definition, source, at)
SELECT publication.id, counted.metric, (publication.id * 7919 % 4999 + 10) * look / (1 + 6 * counted.place), '',
       counted.definition, 'api',
       strftime('%Y-%m-%d %H:%M:%S.000000', publication.published_at, '+' || (look * 9) || ' days')
FROM publication CROSS JOIN counted ON counted.channel = publication.channel CROSS JOIN looks
ORDER BY publication.id, counted.metric, look
"""
#: Of a group with one maximum SQLite takes the other columns from the row that has it.
LATEST = """
INSERT INTO insight_latest (publication_id, metric, value, definition, source, at, unknown)
SELECT publication_id, metric, value, definition, source, max(at), '' FROM insight GROUP BY publication_id, metric
"""
QUESTIONS = """
WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < :count),
asked(number, day) AS (SELECT number, date(:first, '+' || (number * 7919 % :days) || ' days') FROM numbers)
INSERT INTO advice_need (programme_id, day, week, language, topic, topics, info_quality, risk, copies, content_hash,
                         created_at)
SELECT :programme, day, date(day, 'weekday 0', '-6 days'), spoken.word, spoken_of.word, '[]', 'unknown', 1, 1,
       printf('%064x', asked.number), day || ' 12:00:00.000000'
FROM asked JOIN spoken ON spoken.number = asked.number % 10 JOIN spoken_of ON spoken_of.number = asked.number % 8
"""
WEEKS = """
INSERT INTO need_week (programme_id, week, topic, language, asked, answered_wrong, corrected)
SELECT programme_id, week, topic, language, count(*), 0, 0 FROM advice_need GROUP BY programme_id, week, topic, language
"""


def _row(row: SQLModel) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in table_of(type(row)).columns}
