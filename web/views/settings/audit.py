"""The audit trail of the programme, and whether the whole chain holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

from flask import abort, current_app, make_response, request, url_for
from sqlmodel import col, select
from werkzeug.wrappers import Response

from campaigns.approvals.models import ReviewLink
from campaigns.clock import day_span
from campaigns.people.heads import read_heads
from campaigns.people.models import AuditEntry
from campaigns.people.queries import get_programme, list_audit, names_of
from campaigns.people.rules import check_can_export_evidence, check_can_read_audit, evidence_languages
from campaigns.people.verifying import borne_out, verify
from campaigns.placements.calendar.compared import differences
from campaigns.reach.evidence import (
    LANGUAGES,
    Dossier,
    Evidence,
    evidence_json,
    evidence_zip,
    gather_evidence,
    table_csv,
)
from campaigns.settings import Settings
from web import database, identity
from web.database import session
from web.formats import locale
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.views.settings.blueprint import settings, tabs
from web.words.deed_details import detail_value, detail_word
from web.words.deeds import deed, thing

PAGE = 50
#: What a database can hold as a row's number.
LARGEST_ID = 2**63 - 1


@settings.get("/audit")
@page(needs=check_can_read_audit)
def audit() -> Response:
    before = request.args.get("before", type=int)
    if before is not None and not 0 < before <= LARGEST_ID:
        before = None
    rows = list(list_audit(session(), identity.programme().id or 0, before=before, limit=PAGE + 1))
    shown = rows[:PAGE]
    told = [(row, _said(row)) for row in shown]
    people = {row.by for row in shown if row.by is not None}
    people |= {asked for _row, said in told if isinstance(asked := said.get("to_person"), int)}
    older = url_for("settings.audit", before=shown[-1].id) if len(rows) > PAGE else None
    return show(
        "settings/audit.html",
        rows=told,
        names=names_of(session(), people),
        outside=_outside(said for _row, said in told),
        older=older,
        newest=url_for("settings.audit") if before else None,
        deed=deed,
        detail_word=detail_word,
        detail_value=detail_value,
        thing=thing,
        form=Form(),
        tabs=tabs(),
    )


@settings.get("/audit/verify")
@page(needs=check_can_read_audit)
def audit_verify() -> Response:
    """Walks the whole chain: seconds with hundreds of thousands of rows, so only when asked for."""
    found = verify(session(), read_heads(_home()))
    at = datetime.fromisoformat(found["vouched"]["at"]) if found["vouched"] else None
    return show(
        "settings/audit_verified.html",
        verification=found,
        apart=len(differences(session())),
        borne=borne_out(found).value,
        vouched_at=at,
        tabs=tabs(),
    )


@settings.get("/audit/evidence.<kind>")
@page(needs=check_can_export_evidence)
def audit_evidence(kind: str) -> Response:
    """Who reviewed what, with which origin of the words: an archive, a table or data for funders and for the AI Act.
    A lawyer gets what concerns their languages."""
    if kind not in _KINDS:
        abort(404)
    programme = get_programme(session(), identity.programme().id or 0)
    form = Form(sent=request.args)
    first = form.day("from") if form.value("from") else None
    last = form.day("to") if form.value("to") else None
    since, until = day_span(first, last, programme.zone)
    found = gather_evidence(
        session(),
        programme=programme,
        heads=read_heads(_home()),
        now=database.now(),
        since=since,
        until=until,
        languages=evidence_languages(identity.actor()),
    )
    response = make_response(_written(found, kind, locale().language))
    response.content_type = _KINDS[kind]
    response.headers["Content-Disposition"] = f'attachment; filename="evidence-{programme.key}.{kind}"'
    return response


def _outside(told: Iterable[Mapping[str, object]]) -> dict[int, str]:
    """The names of those who decided through a one-time link, by the number of the link."""
    links = {number for said in told if isinstance(number := said.get("link"), int)}
    query = select(ReviewLink.id, ReviewLink.name).where(col(ReviewLink.id).in_(links))
    return {number: name for number, name in session().exec(query) if number is not None}


def _written(found: Dossier, kind: str, language: str) -> bytes:
    spoken = language if language in LANGUAGES else "en"
    if kind == "zip":
        return evidence_zip(found, language=spoken)
    if kind == "csv":
        return table_csv(Evidence, found.decisions, language=spoken, zone=found.programme.zone)
    return (json.dumps(evidence_json(found), ensure_ascii=False, indent=2) + "\n").encode()


_KINDS = {
    "zip": "application/zip",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def _home() -> Path:
    return cast(Settings, current_app.extensions["litfass_settings"]).home


def _said(row: AuditEntry) -> dict[str, object]:
    """The details of a row without what is empty."""
    return {key: value for key, value in json.loads(row.detail).items() if value not in ("", None, [], {})}
