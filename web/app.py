"""The desk put together: the one place that chooses real things and hands them on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from flask import Flask, request
from flask import session as form_session
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from jinja2 import StrictUndefined
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from campaigns.clock import Clock
from campaigns.doctor.finding import Finding
from campaigns.people.actions.sessions import ABSOLUTE
from campaigns.settings import Settings, secret_key
from web import identity
from web.clicks import init_clicks
from web.database import init_database
from web.errors import init_errors
from web.formats import init_formats
from web.frame import init_frame
from web.identity import check_declarations, init_identity
from web.interfaces import INTERFACES, LOCALES
from web.same_time import init_same_time
from web.security import init_security, trusted_hosts
from web.translations.compiled import DIRECTORIES, OF_REPORTS, compile_catalogues
from web.ui import init_components
from web.uploads import DeskRequest
from web.views import BLUEPRINTS
from web.views.intake import intake
from web.views.kit import init_paces, kit_public
from web.views.newsletter import newsletter

MEGABYTE = 1_000_000
#: The largest file a person may send, and what a form around it may weigh.
LARGEST_UPLOAD = 20 * MEGABYTE
FORM_OVERHEAD = MEGABYTE // 2


def create_app(
    settings: Settings,
    *,
    engine: Engine,
    clock: Clock,
    store: Any,
    doctor: Callable[[], Sequence[Finding]] | None = None,
    proxies: int = 0,
) -> Flask:
    """The desk over this database, clock and file store.

    `proxies` is the number of reverse proxies in front whose forwarded address can be believed.
    """
    app = Flask("web", static_folder="static", template_folder="templates")
    app.request_class = DeskRequest
    app.url_map.converters["int"] = Number
    app.config.update(
        SECRET_KEY=secret_key(settings, "session.key"),
        BASE_URL=settings.base_url,
        TRUSTED_HOSTS=trusted_hosts(settings),
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD + FORM_OVERHEAD,
        MAX_FORM_MEMORY_SIZE=2 * MEGABYTE,
        MAX_FORM_PARTS=2_000,
        SESSION_COOKIE_NAME="__Host-litfass-form" if settings.is_secure else "litfass-form",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=ABSOLUTE,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=7),
        WTF_CSRF_TIME_LIMIT=int(ABSOLUTE.total_seconds()),
        BABEL_TRANSLATION_DIRECTORIES=DIRECTORIES,
        BABEL_DEFAULT_LOCALE="en_GB",
    )
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.extensions["litfass_settings"] = settings
    app.extensions["litfass_store"] = store
    app.extensions["litfass_doctor"] = doctor
    init_database(app, engine=engine, clock=clock)
    init_clicks(app, engine)
    init_paces(app.extensions)
    init_security(app, settings)
    init_identity(app)  # before the check of forms, which compares with the session's own secret
    forms = CSRFProtect(app)
    forms.exempt(intake)  # programs carry a token of their own and no cookie
    forms.exempt(newsletter)  # readers carry no cookie either; what counts is the secret in their link
    forms.exempt(kit_public)  # nor do partners
    Htmx(app)
    compile_catalogues()
    compile_catalogues(OF_REPORTS)
    Babel(app, locale_selector=choose_locale)
    init_formats(app)
    init_components(app)
    init_frame(app)
    init_errors(app)
    init_same_time(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    check_declarations(app)
    return app


class Number(IntegerConverter):
    """A row's number in an address: what no database can hold is no page."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": 2**31 - 1, **options})


def choose_locale() -> str:
    """The person's language; before the login the one chosen there, else the browser's."""
    return LOCALES[choose_interface()]


def choose_interface() -> str:
    who = identity.current()
    if who is not None and who.person.interface in INTERFACES:
        return who.person.interface
    chosen = form_session.get("interface")
    if chosen in INTERFACES:
        return str(chosen)
    # Who asks for the German of Austria is spoken to in German, whatever comes after it.
    asked = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return next((code for code in asked if code in INTERFACES), "en")
