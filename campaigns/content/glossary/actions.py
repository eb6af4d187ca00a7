"""Keeping a programme's glossary: its own terms, and how each language says them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete
from sqlmodel import Session, col, select

from campaigns.content.glossary.models import GlossaryForm, GlossaryTerm
from campaigns.content.glossary.queries import get_term, own_form
from campaigns.content.glossary.rules import check_can_keep_terms, check_can_say_term
from campaigns.content.glossary.starter import shipped_terms
from campaigns.errors import BadInput, Conflict
from campaigns.languages import language as language_of
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.vocabulary import TermKind

LONGEST: Final = 120
MOST_FORMS: Final = 20


def add_term(
    session: Session,
    *,
    programme_id: int,
    language: str,
    name: str,
    kind: TermKind,
    by: Actor,
    now: datetime,
    note: str = "",
    is_untranslatable: bool = False,
    keeps_source: bool = False,
) -> GlossaryTerm:
    """A term of the programme's own, named in its source language. The key is made from the name and stays."""
    check_can_keep_terms(by)
    (form,) = _forms([name], "name") or [""]
    if not form:
        raise BadInput("Write the name of the term.", field="name")
    key = re.sub(r"\W+", "_", form.casefold()).strip("_")[:50] or "term"
    taken = session.exec(
        select(GlossaryTerm).where(GlossaryTerm.programme_id == programme_id, GlossaryTerm.key == key)
    ).first()
    if taken is not None or any(key == term.key for term in shipped_terms()):
        raise Conflict("The glossary has the term “{name}” already.", field="name", name=form)
    row = _row(session, programme_id, key, kind, by, now)
    row.note, row.is_untranslatable, row.keeps_source = _note(note), is_untranslatable, keeps_source
    session.add(row)
    session.add(
        GlossaryForm(
            programme_id=programme_id,
            key=key,
            language=language_of(language).code,
            allowed=[form],
            is_confirmed=True,
            changed_by=person_id(by),
            changed_at=now,
        )
    )
    record(
        session,
        action="add_term",
        subject="glossary_term",
        by=by,
        programme_id=programme_id,
        now=now,
        key=key,
    )
    return row


def change_term(
    session: Session,
    *,
    programme_id: int,
    key: str,
    kind: TermKind,
    note: str,
    is_untranslatable: bool,
    keeps_source: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Sets how a term is handled, shipped or own."""
    check_can_keep_terms(by)
    get_term(session, programme_id=programme_id, key=key)
    row = _row(session, programme_id, key, kind, by, now)
    row.note, row.is_untranslatable, row.keeps_source = _note(note), is_untranslatable, keeps_source
    session.add(row)
    record(
        session,
        action="change_term",
        subject="glossary_term",
        by=by,
        programme_id=programme_id,
        now=now,
        key=key,
    )


def say_term(
    session: Session,
    *,
    programme_id: int,
    key: str,
    language: str,
    allowed: Sequence[str],
    old: Sequence[str],
    forbidden: Sequence[str],
    is_confirmed: bool,
    by: Actor,
    now: datetime,
) -> GlossaryForm:
    """How the programme says a term in a language; the first form is the one to write."""
    check_can_say_term(by, language=language)
    get_term(session, programme_id=programme_id, key=key)
    right, wrong, former = _forms(allowed, "allowed"), _forms(forbidden, "forbidden"), _forms(old, "old")
    if both := {each.casefold() for each in right} & {each.casefold() for each in [*wrong, *former]}:
        raise BadInput("“{form}” cannot be right and wrong at once.", field="forbidden", form=sorted(both)[0])
    row = own_form(session, programme_id=programme_id, key=key, language=language) or GlossaryForm(
        programme_id=programme_id, key=key, language=language_of(language).code, changed_at=now
    )
    row.allowed, row.old, row.forbidden = right, former, wrong
    row.is_confirmed, row.changed_by, row.changed_at = is_confirmed and bool(right), person_id(by), now
    session.add(row)
    record(
        session,
        action="say_term",
        subject="glossary_term",
        by=by,
        programme_id=programme_id,
        now=now,
        key=key,
        language=language,
        confirmed=row.is_confirmed,
    )
    return row


def hide_term(
    session: Session, *, programme_id: int, key: str, hidden: bool, by: Actor, now: datetime
) -> None:
    """Switches a term off, or on again: its forms stay and nobody is reminded of them."""
    check_can_keep_terms(by)
    term = get_term(session, programme_id=programme_id, key=key)
    known = session.exec(
        select(GlossaryTerm).where(GlossaryTerm.programme_id == programme_id, GlossaryTerm.key == key)
    ).first()
    row = _row(session, programme_id, key, term.kind, by, now)
    if known is None:
        row.note, row.is_untranslatable, row.keeps_source = (
            term.note,
            term.is_untranslatable,
            term.keeps_source,
        )
    row.is_hidden = hidden
    session.add(row)
    record(
        session,
        action="hide_term",
        subject="glossary_term",
        by=by,
        programme_id=programme_id,
        now=now,
        key=key,
        hidden=hidden,
    )


def reset_term(session: Session, *, programme_id: int, key: str, by: Actor, now: datetime) -> None:
    """Back to what the product ships; a term of the programme's own is deleted."""
    check_can_keep_terms(by)
    get_term(session, programme_id=programme_id, key=key)
    for table in (GlossaryForm, GlossaryTerm):
        session.execute(delete(table).where(col(table.programme_id) == programme_id, col(table.key) == key))
    record(
        session,
        action="reset_term",
        subject="glossary_term",
        by=by,
        programme_id=programme_id,
        now=now,
        key=key,
    )


def _row(
    session: Session, programme_id: int, key: str, kind: TermKind, by: Actor, now: datetime
) -> GlossaryTerm:
    row = session.exec(
        select(GlossaryTerm).where(GlossaryTerm.programme_id == programme_id, GlossaryTerm.key == key)
    ).first() or GlossaryTerm(programme_id=programme_id, key=key, kind=kind, changed_at=now)
    row.kind, row.changed_by, row.changed_at = kind, person_id(by), now
    return row


def _note(text: str) -> str:
    if len(text) > 500:
        raise BadInput("This is longer than {longest} characters. Shorten it.", field="note", longest=500)
    return text.strip()


def _forms(texts: Sequence[str], field: str) -> list[str]:
    """Forms without empty and double ones."""
    forms = list(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))
    if len(forms) > MOST_FORMS or any(len(form) > LONGEST for form in forms):
        raise BadInput(
            "At most {most} forms with {longest} characters each.",
            field=field,
            most=MOST_FORMS,
            longest=LONGEST,
        )
    return forms
