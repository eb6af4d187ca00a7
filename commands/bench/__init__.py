"""`litfass bench …`: how fast this machine does it, with the limit measured in the same run."""

from __future__ import annotations

from typing import Any

import click

from commands.output import emit, json_option, lines


@click.group()
def bench() -> None:
    """Measures on this machine, in temporary folders of its own; the home is not touched."""


@bench.command()
@click.option(
    "--size",
    type=click.IntRange(100, 1_000_000),
    default=20_000,
    show_default=True,
    help="Placements waiting.",
)
@click.option(
    "--database", metavar="URL", help="An empty PostgreSQL database, to measure how several workers share it."
)
@json_option
def dispatch(size: int, database: str | None, as_json: bool) -> None:
    """How late posts leave, and how many a second, while others wait and a film is made."""
    from scheduler.bench import bench_dispatch

    tell(bench_dispatch(size=size, url=database), as_json)


@bench.command()
@click.option(
    "--size", type=click.IntRange(8, 10_000), default=48, show_default=True, help="Pictures to make."
)
@json_option
def images(size: int, as_json: bool) -> None:
    """Pictures in eight languages against the bare encoding of the same pixels."""
    from assets.bench import bench_images

    tell(bench_images(size), as_json)


@bench.command()
@click.option(
    "--size", type=click.IntRange(1, 8), default=3, show_default=True, help="Scenes before the end card."
)
@json_option
def films(size: int, as_json: bool) -> None:
    """A film over a moving photo, in one language and in several, against the bare encoder on the same frames."""
    from assets.films.bench import bench_films

    tell(bench_films(size), as_json)


@bench.command()
@click.option("--size", type=click.IntRange(1, 8), default=8, show_default=True, help="Posts.")
@json_option
def campaign(size: int, as_json: bool) -> None:
    """A whole campaign: each post in nineteen languages and three sizes, and a film in each language."""
    from commands.bench.campaign import bench_campaign

    tell(bench_campaign(size), as_json)


@bench.command()
@click.option(
    "--size", type=click.IntRange(100, 1_000_000), default=5_000, show_default=True, help="Questions."
)
@json_option
def needs(size: int, as_json: bool) -> None:
    """Taking questions in against reading them and telling their language alone; and the radar over them."""
    from commands.bench.needs import bench_needs

    tell(bench_needs(size), as_json)


@bench.command()
@click.option(
    "--size",
    type=click.IntRange(10_000, 5_000_000),
    default=500_000,
    show_default=True,
    help="Readings of counters; a fiftieth as many posts, a fifth as many questions.",
)
@json_option
def web(size: int, as_json: bool) -> None:
    """The main pages and the report over a large home, beside a plain count of its readings."""
    from commands.bench.web import bench_web

    tell(bench_web(size), as_json)


def tell(found: dict[str, Any], as_json: bool) -> None:
    """The figures as one document, or a line each."""
    if as_json:
        emit(found)
    else:
        lines(*(f"{name:<24} {value}" for name, value in found.items()))
