"""The terms that hold in a programme: what the product ships, set right by the programme's own rows."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from sqlmodel import Session, col, select

from campaigns.content.glossary.models import GlossaryForm, GlossaryTerm
from campaigns.content.glossary.starter import shipped_terms
from campaigns.content.glossary.terms import Forms, Term, Terms
from campaigns.errors import NotFound


def terms_of(session: Session, *, programme_id: int, hidden: bool = False) -> Terms:
    """A programme's terms, the shipped ones first; those it switched off only when asked for."""
    rows = {
        row.key: row
        for row in session.exec(
            select(GlossaryTerm)
            .where(GlossaryTerm.programme_id == programme_id)
            .order_by(col(GlossaryTerm.id))
        )
    }
    forms: dict[str, list[GlossaryForm]] = {}
    for form in session.exec(select(GlossaryForm).where(GlossaryForm.programme_id == programme_id)):
        forms.setdefault(form.key, []).append(form)
    shipped = {term.key: term for term in shipped_terms()}
    found = []
    for key in [*shipped, *(key for key in rows if key not in shipped)]:
        row, term = rows.get(key), shipped.get(key)
        if row is not None and row.is_hidden and not hidden:
            continue
        found.append(_merged(key, term, row, forms.get(key, ())))
    return Terms(tuple(found))


def get_term(session: Session, *, programme_id: int, key: str) -> Term:
    """The term, or a refusal."""
    for term in terms_of(session, programme_id=programme_id, hidden=True):
        if term.key == key:
            return term
    raise NotFound("There is no term “{key}” in the glossary.", key=key[:60])


def hidden_keys(session: Session, *, programme_id: int) -> set[str]:
    """The keys of terms a programme switched off."""
    query = select(GlossaryTerm.key).where(
        GlossaryTerm.programme_id == programme_id, col(GlossaryTerm.is_hidden).is_(True)
    )
    return set(session.exec(query))


def own_form(session: Session, *, programme_id: int, key: str, language: str) -> GlossaryForm | None:
    """What the programme itself says about a term in a language."""
    return session.exec(
        select(GlossaryForm).where(
            GlossaryForm.programme_id == programme_id,
            GlossaryForm.key == key,
            GlossaryForm.language == language,
        )
    ).first()


def _merged(
    key: str, term: Term | None, row: GlossaryTerm | None, own: list[GlossaryForm] | tuple[()]
) -> Term:
    forms = dict(term.forms) if term else {}
    old = dict(term.old) if term else {}
    for form in own:
        forms[form.language] = Forms(
            tuple(form.allowed), tuple(form.forbidden), is_draft=not form.is_confirmed
        )
        old[form.language] = tuple(form.old)
    base = term or Term(key=key, kind=row.kind, forms={}, is_own=True) if row else term
    assert base is not None
    if row is not None:
        base = replace(
            base,
            kind=row.kind,
            note=row.note,
            is_untranslatable=row.is_untranslatable,
            keeps_source=row.keeps_source,
        )
    return replace(base, forms=MappingProxyType(forms), old=MappingProxyType(old))
