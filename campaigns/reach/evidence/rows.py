"""The rows of the tables that stand beside the decisions. Each column is explained in `book.toml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple


class TextRow(NamedTuple):
    """One revision of a text that was decided or talked about: its words, where they came from, who brought them in."""

    text_id: int
    post_id: int
    language: str
    revision: int
    written_at: datetime
    written_by: str
    origin: str
    headline: str
    words: tuple[tuple[str, str], ...]
    digest: str


class FactRow(NamedTuple):
    """A fact behind a post, in the language of the text and in the one facts are written in."""

    post_id: int
    language: str
    fact: str
    sentence: str
    original: str
    laws: str
    source_title: str
    source_url: str
    read_on: date | None
    valid_from: date | None
    valid_until: date | None
    risk: str
    status: str
    checked_by: str
    checked_at: datetime | None
    changed_since: bool


class GroundRow(NamedTuple):
    """A fact on which an approval rested, as the trail tells it: `fact_digest` is that of what it said then."""

    proof: str
    decided_at: datetime
    fact: str
    fact_digest: str
    says_the_same: bool


class FileRow(NamedTuple):
    """A picture, film or sheet of what was decided about."""

    proof: str
    format: str
    media_type: str
    size: str
    file_digest: str
    description: str


class NoteRow(NamedTuple):
    """What was said about a text without deciding."""

    text_id: int
    said_at: datetime
    said_by: str
    note: str
    asks: str
    place: str
    reason: str


class PublicationRow(NamedTuple):
    """Where what was decided about became public. `url` only where the public reaches it; `in_trail`: the trail tells
    the same of this post."""

    post_number: int
    proof: str
    language: str
    channel: str
    published_at: datetime
    url: str
    taken_down_at: datetime | None
    in_trail: bool


class PersonRow(NamedTuple):
    """Who stands behind a number of the trail, and as what in the programme today."""

    person: int
    name: str
    roles: str


class Trail(NamedTuple):
    """The chain as lines of JSON, and its rows that are about the texts at hand. A trail of years has many lines, so
    they are kept as text."""

    lines: Sequence[str]
    full: Sequence[Mapping[str, Any]]
