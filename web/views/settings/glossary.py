"""The glossary of a programme: its terms, and how each language says them."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.content.glossary.actions import add_term, change_term, hide_term, reset_term, say_term
from campaigns.content.glossary.queries import get_term, hidden_keys, own_form, terms_of
from campaigns.content.glossary.rules import can_keep_terms, check_can_keep_terms, check_can_read_terms
from campaigns.content.glossary.terms import Forms, Term
from campaigns.content.rules import can_write
from campaigns.errors import BadInput
from campaigns.languages import sort_languages
from campaigns.people.queries import programme_languages
from campaigns.vocabulary import Role, TermKind
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.settings.blueprint import settings, tabs
from web.words.copies import term_kinds


@settings.get("/glossary")
@page(needs=check_can_read_terms)
def glossary() -> Response:
    return _list(Form(start={"kind": TermKind.OFFICE.value}))


@settings.post("/glossary")
@page(needs=check_can_keep_terms)
def glossary_add() -> Response:
    form = Form.posted()
    programme = identity.programme()
    with form.catching():
        made = add_term(
            session(),
            programme_id=programme.id or 0,
            language=programme.source_language,
            name=form.text("name"),
            kind=_kind(form),
            note=form.text("note"),
            is_untranslatable=form.ticked("is_untranslatable"),
            keeps_source=form.ticked("keeps_source"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("settings.glossary_term", key=made.key), _("The term is in the glossary."))
    return _list(form)


@settings.get("/glossary/<key>")
@page(needs=check_can_read_terms)
def glossary_term(key: str) -> Response:
    term = get_term(session(), programme_id=identity.programme().id or 0, key=key)
    return _one(term, _start(term, _language()), _language())


@settings.post("/glossary/<key>/forms")
@page(needs=check_can_read_terms)
def glossary_say(key: str) -> Response:
    """How one language says the term."""
    form, number = Form.posted(), identity.programme().id or 0
    language = form.text("language")
    with form.catching():
        say_term(
            session(),
            programme_id=number,
            key=key,
            language=language,
            allowed=form.text("allowed").split("\n"),
            old=form.text("old").split("\n"),
            forbidden=form.text("forbidden").split("\n"),
            is_confirmed=form.ticked("is_confirmed"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("settings.glossary_term", key=key, language=language), _("Saved."))
    return _one(get_term(session(), programme_id=number, key=key), form, language)


@settings.post("/glossary/<key>")
@page(needs=check_can_keep_terms)
def glossary_change(key: str) -> Response:
    """How the term is handled, in every language."""
    form, number = Form.posted(), identity.programme().id or 0
    with form.catching():
        change_term(
            session(),
            programme_id=number,
            key=key,
            kind=_kind(form),
            note=form.text("note"),
            is_untranslatable=form.ticked("is_untranslatable"),
            keeps_source=form.ticked("keeps_source"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("settings.glossary_term", key=key), _("Saved."))
    return _one(get_term(session(), programme_id=number, key=key), form, _language())


@settings.post("/glossary/<key>/hide")
@page(needs=check_can_keep_terms)
def glossary_hide(key: str) -> Response:
    hidden = Form.posted().text("hidden") == "yes"
    number = identity.programme().id or 0
    hide_term(session(), programme_id=number, key=key, hidden=hidden, by=identity.actor(), now=database.now())
    return done(
        url_for("settings.glossary_term", key=key),
        _("Nobody is reminded of this term any more.") if hidden else _("The term is in use again."),
    )


@settings.post("/glossary/<key>/reset")
@page(needs=check_can_keep_terms)
def glossary_reset(key: str) -> Response:
    reset_term(
        session(),
        programme_id=identity.programme().id or 0,
        key=key,
        by=identity.actor(),
        now=database.now(),
    )
    return done(url_for("settings.glossary"), _("Done."))


def _kind(form: Form) -> TermKind:
    chosen = form.text("kind")
    if chosen not in [each.value for each in TermKind]:
        raise BadInput("Choose one of the list.", field="kind")
    return TermKind(chosen)


def _languages() -> list[str]:
    """The languages of the programme, the source first."""
    programme = identity.programme()
    codes = set(programme_languages(session(), programme.id or 0)) - {programme.source_language}
    return [programme.source_language, *sort_languages(codes)]


def _language() -> str:
    """The one asked for, else one's own, else the first beside the source, which has a column of its own."""
    asked, codes = request.args.get("language"), _languages()
    own = [code for code in codes if code in identity.actor().languages(Role.TRANSLATOR)]
    return asked if asked in codes else next(iter([*own, *codes[1:], *codes]))


def _start(term: Term, language: str) -> Form:
    form = term.forms.get(language, Forms(()))
    return Form(
        start={
            "kind": term.kind.value,
            "note": term.note,
            "is_untranslatable": term.is_untranslatable,
            "keeps_source": term.keeps_source,
            "allowed": "\n".join(form.allowed),
            "old": "\n".join(term.old.get(language, ())),
            "forbidden": "\n".join(form.forbidden),
            "is_confirmed": not form.is_draft,
        }
    )


def _list(form: Form) -> Response:
    programme = identity.programme()
    language = _language()
    return show(
        "settings/glossary.html",
        form=form,
        terms=terms_of(session(), programme_id=programme.id or 0, hidden=True),
        hidden=hidden_keys(session(), programme_id=programme.id or 0),
        language=language,
        languages=_languages(),
        source_language=programme.source_language,
        kinds=term_kinds(),
        may_keep=can_keep_terms(identity.actor()),
        tabs=tabs(),
        status=form.status,
    )


def _one(term: Term, form: Form, language: str) -> Response:
    programme = identity.programme()
    return show(
        "settings/glossary_term.html",
        form=form,
        term=term,
        language=language,
        languages=_languages(),
        source_language=programme.source_language,
        kinds=term_kinds(),
        own=own_form(session(), programme_id=programme.id or 0, key=term.key, language=language),
        is_hidden=term.key in hidden_keys(session(), programme_id=programme.id or 0),
        may_keep=can_keep_terms(identity.actor()),
        may_say=can_write(identity.actor(), language=language),
        tabs=tabs(),
        status=form.status,
    )
