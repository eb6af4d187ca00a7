"""What every page stands in: navigation, the reader's language and look, the icons."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import cast

from flask import Flask, g, request, url_for
from flask_babel import get_locale

from campaigns.people import rules
from campaigns.vocabulary import Role
from web import identity
from web.navigation import Link, road_for, thumb_of
from web.words.labels import label
from web.words.sentences import said
from web.words.states import mark
from web.words.work import why_waiting

STATIC = Path(__file__).parent / "static"


def init_frame(app: Flask) -> None:
    app.jinja_env.globals.update(
        label=label,
        mark=mark,
        frame=Frame(),
        may=rules,
        Role=Role,
        asset=asset,
        said=said,
        why_waiting=why_waiting,
    )


#: No evaluation of strings, no styles of its own (the policy forbids both), errors into the notices.
HTMX = {
    "includeIndicatorStyles": False,
    # Without "style": what an extension left on a field would be copied to the new one, and the policy complains.
    "attributesToSettle": ["class", "width", "height"],
    "allowEval": False,
    "allowScriptTags": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "422", "swap": True},
        {"code": "[45]..", "swap": True, "error": True, "target": "#notices"},
    ],
}


def asset(path: str) -> str:
    """The address of a file of ours; it changes with the file, so that browsers may keep it."""
    return url_for("static", filename=path, v=_stamp(path))


@cache
def _stamp(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:8]


class Frame:
    """What the base template asks about this request. A global, so that macros and fragments can ask too."""

    @property
    def who(self) -> identity.Identity | None:
        return identity.current()

    @property
    def language(self) -> str:
        found = get_locale()
        return str(found.language) if found else "en"

    htmx_config = json.dumps(HTMX)

    @property
    def theme(self) -> str:
        who = identity.current()
        return who.person.theme.value if who else "auto"

    @property
    def here(self) -> str:
        """The address to come back to after a switch; after a form that was sent, the beginning."""
        return request.full_path.rstrip("?") if request.method == "GET" else "/"

    @property
    def road(self) -> Sequence[Link]:
        """Shown at the side, in the menu and for the thumb: found once for a page."""
        who = identity.current()
        if who is None:
            return []
        if g.get("road_of") is not who.actor:
            g.road_of, g.road = who.actor, road_for(who.actor)
        return cast("Sequence[Link]", g.road)

    @property
    def thumb(self) -> Sequence[Link]:
        who = identity.current()
        return thumb_of(self.road, who.actor) if who else []
