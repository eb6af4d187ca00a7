"""A page, or only its block when htmx asks; and what follows a form."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from flask import Response, flash, make_response, redirect, render_template, request
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as AnyResponse


def wants_fragment() -> bool:
    """Whether htmx asks for a part of the page (and not for the whole one, going back in history)."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
        and request.headers.get("HX-Boosted") != "true"
    )


def show(template: str, block: str | None = None, *, status: int = 200, **context: Any) -> Response:
    """The page; or, where htmx asks and `block` is named, only that block of it."""
    if block and wants_fragment():
        body = render_block(template, block, **context)
    else:
        body = render_template(template, **context)
    response = make_response(body, status)
    response.vary.add("HX-Request")
    return response


class WayBack(NamedTuple):
    """A link beside a message: where what was done can be taken back. `name` is what the message names in another
    `language` than its own."""

    word: str
    address: str
    name: str = ""
    language: str = ""


def done(
    address: str, message: str | None = None, *, tone: str = "good", back: WayBack | None = None
) -> AnyResponse:
    """After a form that went well: on to `address` with a message there, and with the way back beside it."""
    if message and back:
        flash({"text": message, **back._asdict()}, tone)  # type: ignore[arg-type]
    elif message:
        flash(message, tone)
    if wants_fragment():
        return Response(status=204, headers={"HX-Location": json.dumps({"path": address, "target": "body"})})
    return redirect(address, code=303)


def answer(template: str, block: str, address: str, **context: Any) -> AnyResponse:
    """After a small action: its result where it happened with htmx, the page at `address` without script."""
    if wants_fragment():
        return show(template, block, **context)
    return redirect(address, code=303)
