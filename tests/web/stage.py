"""A programme with a campaign whose pictures lie in the store, and browsers of its people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import Session

from assets.store import Store
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.queries import posts_of_campaign, variants_of_posts
from campaigns.content.rendering.making import Made
from campaigns.content.rendering.orders import render_orders
from campaigns.content.rendering.recording import record_renditions
from campaigns.db import session_scope
from campaigns.facts.models import Fact
from campaigns.placements.actions import add_account
from campaigns.settings import Settings
from campaigns.vocabulary import Role
from tests.builders import NO_FILES, Cast, make_campaign, make_cast, make_fact
from tests.replaying import step
from tests.web.conftest import Watch
from tests.web.desk import Desk, desk_as


@dataclass(frozen=True)
class Scene:
    """A campaign of one post in German and Arabic, with a feed account."""

    cast: Cast
    campaign: Campaign
    post: Post
    german: Variant
    arabic: Variant
    fact: Fact


def build_scene(
    session: Session, *, now: datetime, key: str = "scene", pictures: Store | None = None
) -> Scene:
    """The scene; with a store the pictures are made, too."""
    scene = _build_scene(session, now=now, key=key)
    if pictures is not None:
        paint(session, scene.campaign, pictures, now=now)
    return scene


@step
def _build_scene(session: Session, *, now: datetime, key: str) -> Scene:
    cast = make_cast(session, now=now, key=key)
    add_account(session, programme_id=cast.programme.id or 0, channel="feed", name="Feed", by=None, now=now)
    fact = make_fact(session, cast.programme, now=now, laws=["§ 66 EStG"])
    campaign = make_campaign(session, cast, now=now, facts=[fact])
    post = posts_of_campaign(session, campaign.id or 0)[0]
    variants = variants_of_posts(session, [post.id or 0])[post.id or 0]
    return Scene(cast, campaign, post, variants["de"], variants["ar"], fact)


def paint(session: Session, campaign: Campaign, store: Store, *, now: datetime, blue: int = 120) -> None:
    """Plain coloured pictures for every order: for tests that are not about pixels. Another blue is another picture."""
    for number in range(_paint(session, campaign, now=now, blue=blue)):
        store.put(plain_picture(number, blue), "image/jpeg")


@step
def _paint(session: Session, campaign: Campaign, *, now: datetime, blue: int) -> int:
    made = []
    for number, order in enumerate(render_orders(session, campaign_id=campaign.id or 0, store=NO_FILES)):
        data = plain_picture(number, blue)
        made.append(
            Made(order, sha256(data).hexdigest(), 800, 800, len(data), "1", "test", {"headline_px": 90})
        )
    record_renditions(session, made=made, now=now)
    return len(made)


def plain_picture(number: int, blue: int = 120) -> bytes:
    """The plain picture for the order of this number."""
    return picture_bytes((40 * number % 255, 90, blue))


@cache
def picture_bytes(colour: tuple[int, int, int]) -> bytes:
    out = BytesIO()
    Image.new("RGB", (800, 800), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def scene(engine: Engine, now: datetime, settings: Settings) -> Scene:
    """The scene with pictures."""
    with session_scope(engine) as session:
        return build_scene(session, now=now, pictures=Store(settings.files_url))


@pytest.fixture
def desk_in(app: Flask, engine: Engine, watch: Watch, scene: Scene) -> Callable[..., Desk]:
    """`desk_in(Role.STAFF)`: somebody with this role in the scene's programme, logged in."""

    def log_in(role: Role, **kwargs: Any) -> Desk:
        return desk_as(app, engine, watch, scene.cast.programme, role, **kwargs)

    return log_in


__all__ = ["Scene", "build_scene", "desk_in", "paint", "picture_bytes", "scene"]
