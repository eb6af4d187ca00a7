"""A whole campaign as the product makes it: planned, drafted, drawn and filmed in every language the drafts know.

Everything from the plan to the stored file is the product's own way, in a home of its own: pictures as `litfass render`
makes them, films as the worker does. What is counted are pictures and films; captions and posters come beside these.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine

import campaigns.tables  # noqa: F401 — tables refer to each other by name
from assets.store import Store
from assets.watching import watched
from campaigns.clock import system_clock, wall_time
from campaigns.content.films.choice import Choice
from campaigns.content.films.making import MadeFilm, make_films, planned
from campaigns.content.films.orders import FilmOrder, film_orders, side_by_side
from campaigns.content.films.recording import record_films
from campaigns.content.queries import posts_of_campaign
from campaigns.content.rendering.orders import RenderOrder, render_orders
from campaigns.content.rendering.recording import record_renditions
from campaigns.db import open_engine, read_scope, session_scope
from campaigns.facts.actions.adopting import adopt_topic
from campaigns.migrations import migrate
from campaigns.people.actions.programmes import add_programme
from campaigns.placements.plans.storing import plan_topic, save_plan
from campaigns.settings import Settings, load_settings, prepare_home
from commands.drawing import Drawn, draw_all
from commands.output import note

TOPIC: Final = "job_search"  # the library has its facts in every language
SIZES: Final = ("square", "portrait", "story")
#: The usual series and four posts more.
KINDS: Final = ("explainer", "myth_fact", "steps", "referral", "checklist", "film", "steps", "referral")
LANGUAGES: Final = (
    *("de", "en", "ar", "fa", "uk", "ru", "tr", "fr", "ro", "pl"),
    *("bg", "it", "es", "hu", "hr", "el", "fi", "sv", "nl"),
)


@dataclass(frozen=True)
class CampaignHome:
    """A home with one campaign; `film_post` is the id of the post that is filmed."""

    settings: Settings
    engine: Engine
    campaign_id: int
    film_post: int


@dataclass(frozen=True)
class Part:
    """What making one kind of file took."""

    files: int
    seconds: float
    processor: float


def bench_campaign(
    posts: int = len(KINDS), *, languages: Sequence[str] = LANGUAGES, film: str = "film/story"
) -> dict[str, Any]:
    """A campaign of so many posts in these languages, each as pictures in three sizes, and its last film in each.

    Times are in seconds by the wall, `processor_s` those of all processors; `peak_mb` is the largest memory of all
    processes together.
    """
    with campaign_home(posts, languages) as home, watched() as peak:
        pictures = _timed(lambda: _make_pictures(home))
        note(f"{pictures.files} pictures in {pictures.seconds:.1f} s")
        films = _timed(lambda: _make_films(home, film))
    seconds = pictures.seconds + films.seconds
    return {
        "posts": posts,
        "languages": len(languages),
        "sizes": len(SIZES),
        "pictures": pictures.files,
        "pictures_s": round(pictures.seconds, 1),
        "pictures_per_s": round(pictures.files / pictures.seconds, 1),
        "films": films.files,
        "films_s": round(films.seconds, 1),
        "seconds_a_film": round(films.seconds / films.files, 1),
        "files_per_s": round((pictures.files + films.files) / seconds, 2),
        "total_s": round(seconds, 1),
        "processor_s": round(pictures.processor + films.processor, 1),
        "peak_mb": peak.mb,
    }


@contextmanager
def campaign_home(posts: int = len(KINDS), languages: Sequence[str] = LANGUAGES) -> Iterator[CampaignHome]:
    """A home of its own that holds a campaign with its drafts."""
    with tempfile.TemporaryDirectory(prefix="litfass-bench-") as folder:
        settings = load_settings({"LITFASS_HOME": folder})
        prepare_home(settings)
        engine = open_engine(settings)
        try:
            migrate(engine)
            yield CampaignHome(settings, engine, *_campaign(engine, posts, languages))
        finally:
            engine.dispose()


def _campaign(engine: Engine, posts: int, languages: Sequence[str]) -> tuple[int, int]:
    """A campaign with its drafts, every post in the three sizes; its id, and that of the post to film."""
    now = system_clock()
    with session_scope(engine) as session:
        programme = add_programme(
            session,
            key="bench",
            name="Demo Advice",
            organisation="Demo Advice",
            languages=languages,
            by=None,
            now=now,
            imprint="Demo Advice, Berlin",
            imprint_url="https://demo.example/imprint",
        )
        adopt_topic(session, programme_id=programme.id or 0, topic=TOPIC, by=None, now=now)
        plan = plan_topic(
            session,
            programme=programme,
            topic=TOPIC,
            start=wall_time(now, programme.zone).date(),
            languages=languages,
            kinds=KINDS[:posts],
            now=now,
        )
        campaign = save_plan(session, programme=programme, plan=plan, by=None, now=now)
        made = posts_of_campaign(session, campaign.id or 0)
        for post in made:
            post.formats = list(SIZES)
            session.add(post)
        filmed = next((post for post in made if post.kind == "film"), made[-1])
        return campaign.id or 0, filmed.id or 0


def picture_orders(home: CampaignHome) -> list[RenderOrder]:
    """The pictures that the campaign asks for."""
    with read_scope(home.engine) as session:
        return render_orders(session, campaign_id=home.campaign_id, store=Store(home.settings.files_url))


def _make_pictures(home: CampaignHome) -> int:
    drawn: list[Drawn] = list(draw_all(picture_orders(home), home.settings.files_url))
    if refused := [one.reason for one in drawn if one.made is None]:
        raise RuntimeError(refused[0])
    made = [one.made for one in drawn if one.made is not None]
    with session_scope(home.engine) as session:
        record_renditions(session, made=made, now=system_clock())
    return len(made)


def _make_films(home: CampaignHome, film: str) -> int:
    store = Store(home.settings.files_url)
    with read_scope(home.engine) as session:
        orders: list[FilmOrder] = film_orders(
            session,
            campaign_id=home.campaign_id,
            store=store,
            choice=Choice((film,)),
            today=system_clock().date(),
            posts=[home.film_post],
        )
    made: list[MadeFilm] = []
    for row in side_by_side(orders):
        good, bad, _frames = planned(row)
        if bad:
            raise RuntimeError(str(bad[0].problem))
        made += make_films(good, store, work=home.settings.film_dir)
    with session_scope(home.engine) as session:
        record_films(session, made=made, now=system_clock())
    return len(made)


def _timed(make: Callable[[], int]) -> Part:
    used, begun = _processor(), time.perf_counter()
    files = make()
    return Part(files, time.perf_counter() - begun, _processor() - used)


def _processor() -> float:
    """Seconds of processors of this process and of those that it started and that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
