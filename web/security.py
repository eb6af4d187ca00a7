"""Headers of every answer, the origin check on every write, and who may embed us: nobody."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from campaigns.errors import NotAllowed
from campaigns.settings import Settings
from web.database import SAFE

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
UNUSED_POWERS = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "microphone",
    "midi",
    "payment",
    "usb",
)
#: Long enough that a font is asked for once; the address changes with the release.
STATIC_AGE = 60 * 60 * 24 * 7


def init_security(app: Flask, settings: Settings) -> None:
    policy = "; ".join(f"{name} {value}" for name, value in POLICY.items())
    if settings.is_secure:
        policy += "; upgrade-insecure-requests"
    fixed = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # same-origin, because the check of forms over TLS reads the referrer
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{power}=()" for power in UNUSED_POWERS),
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if settings.is_secure:
        fixed["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        # Feeds and their pictures are made to be read elsewhere; nothing else is.
        embedding = "cross-origin" if request.blueprint == "public" else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", embedding)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    @app.before_request
    def _origin() -> None:
        origin = request.headers.get("Origin")
        # What comes with a token of its own carries no cookie that another site could borrow.
        if request.method in SAFE or origin is None or request.blueprint == "intake":
            return
        if urlsplit(origin).netloc not in {request.host, urlsplit(current_app.config["BASE_URL"]).netloc}:
            raise NotAllowed("This form was sent from another site. Open the desk and send it from there.")


def trusted_hosts(settings: Settings) -> list[str]:
    """The names under which the desk answers. A desk without TLS also answers on this machine itself."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    return [host] if settings.is_secure else [host, "localhost", "127.0.0.1", "[::1]"]
