"""What waits for writers, one language at a time."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.approvals.to_write import Waits, texts_to_write, waiting_counts
from campaigns.content.exchange.queries import waiting_count
from campaigns.content.rules import can_write
from campaigns.content.segments.coverage import programme_coverage
from campaigns.people.actor import Actor
from campaigns.people.queries import programme_languages
from campaigns.vocabulary import Role
from web import identity
from web.database import session
from web.formats import language_name
from web.fragments import show
from web.identity import page
from web.views.copy.blueprint import copy_pages
from web.words.content import kind_word
from web.words.copies import coverage_marks
from web.words.states import Mark


@copy_pages.get("/copy")
@page()
def index() -> Response:
    """The language asked for, else the first of one's own with work in it."""
    programme, actor = identity.programme(), identity.actor()
    counts = waiting_counts(session(), programme_id=programme.id or 0)
    codes = own_languages(actor, programme_languages(session(), programme.id or 0), programme.source_language)
    asked = request.args.get("language")
    chosen = asked if asked in codes else next((code for code in codes if counts.get(code)), None)
    chosen = chosen or (codes[0] if codes else programme.source_language)
    return show(
        "copy/index.html",
        language=chosen,
        tabs=[
            (language_name(code), url_for("copy.index", language=code), code == chosen, counts.get(code, 0))
            for code in codes
        ],
        rows=texts_to_write(
            session(),
            programme_id=programme.id or 0,
            language=chosen,
            source_language=programme.source_language,
        ),
        source_language=programme.source_language,
        coverage=[
            each
            for each in programme_coverage(
                session(), programme_id=programme.id or 0, source_language=programme.source_language
            )
            if each.language in codes
        ],
        coverage_marks=coverage_marks(),
        waiting_files=waiting_count(session(), programme_id=programme.id or 0, languages=codes),
        marks=waits_marks(),
        may_write=can_write(actor, language=chosen),
        kind_word=kind_word,
    )


def own_languages(actor: Actor, codes: list[str], source: str) -> list[str]:
    """Translators see their own languages, whoever makes campaigns sees all, the source first."""
    if actor.holds(Role.STAFF, Role.LEAD) or not actor.holds(Role.TRANSLATOR):
        return [*([source] if source in codes else []), *(code for code in codes if code != source)]
    return [code for code in codes if code in actor.languages(Role.TRANSLATOR)]


def waits_marks() -> dict[Waits, Mark]:
    """Why a text waits, as it is shown."""
    return {
        Waits.RETURNED: Mark(_("Returned"), "stop", "diamond"),
        Waits.MISSING: Mark(_("Missing"), "quiet", "empty"),
        Waits.SOURCE_MOVED: Mark(_("Source changed"), "stop", "bar"),
        Waits.DRAFT: Mark(_("Written"), "waiting", "quarter"),
        Waits.RENDERED: Mark(_("Can be submitted"), "waiting", "half"),
    }
