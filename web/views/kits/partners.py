"""The register of partners."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.kits.actions import add_partner, change_partner, end_partner
from campaigns.kits.models import Partner, Region
from campaigns.kits.queries import get_partner, get_region, kit_rows, partners_of, regions_of
from campaigns.people.queries import programme_languages
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.interfaces import INTERFACES
from web.kit_desk import kit_desk
from web.views.kits.blueprint import keepers, kit_pages, tabs, today


@kit_pages.get("/kits/partners")
@page(needs=keepers)
def partners() -> Response:
    return _list(Form(start={"interface": "de"}))


@kit_pages.post("/kits/partners")
@page(needs=keepers)
def partners_add() -> Response:
    form = Form.posted()
    with form.catching():
        add_partner(
            session(),
            programme_id=identity.programme().id or 0,
            name=form.text("name", longest=200),
            email=form.text("email", longest=300),
            interface=form.text("interface", longest=8),
            languages=form.chosen("languages"),
            region=_region(form),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("kits.partners"), _("The partner is in the register."))
    return _list(form)


@kit_pages.get("/kits/partners/<int:partner_id>")
@page(needs=keepers)
def partner(partner_id: int) -> Response:
    row = _partner(partner_id)
    start = {
        "name": row.name,
        "email": row.email,
        "interface": row.interface,
        "languages": row.languages,
        "region": row.region_id or "",
    }
    return _one(row, Form(start=start))


@kit_pages.post("/kits/partners/<int:partner_id>")
@page(needs=keepers)
def partner_change(partner_id: int) -> Response:
    form = Form.posted()
    with form.catching():
        change_partner(
            session(),
            partner=_partner(partner_id),
            name=form.text("name", longest=200),
            email=form.text("email", longest=300),
            interface=form.text("interface", longest=8),
            languages=form.chosen("languages"),
            region=_region(form),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("kits.partner", partner_id=partner_id), _("Saved."))
    return _one(_partner(partner_id), form)


@kit_pages.post("/kits/partners/<int:partner_id>/end")
@page(needs=keepers)
def partner_end(partner_id: int) -> Response:
    """Out of the register: its kits are withdrawn, its address is deleted."""
    number = end_partner(
        session(), partner=_partner(partner_id), desk=kit_desk(), by=identity.actor(), now=database.now()
    )
    said = _("The partner is out of the register, its address is deleted.")
    if number:
        said += " " + ngettext("%(num)s kit is withdrawn.", "%(num)s kits are withdrawn.", number)
    return done(url_for("kits.partners"), said)


def _partner(partner_id: int) -> Partner:
    row = get_partner(session(), partner_id)
    identity.enter_programme(row.programme_id)
    return row


def _region(form: Form) -> Region | None:
    return get_region(session(), form.number("region")) if form.value("region") else None


def _list(form: Form) -> Response:
    number = identity.programme().id or 0
    rows = partners_of(session(), number)
    return show(
        "kits/partners.html",
        partners=rows,
        form=form,
        tabs=tabs("kits.partners"),
        status=form.status,
        **_choices(),
    )


def _one(row: Partner, form: Form) -> Response:
    return show(
        "kits/partner.html",
        partner=row,
        kits=kit_rows(session(), programme_id=row.programme_id, partner_id=row.id),
        today=today(),
        form=form,
        tabs=tabs("kits.partners"),
        status=form.status,
        **_choices(),
    )


def _choices() -> dict[str, Any]:
    number = identity.programme().id or 0
    return {
        "languages": programme_languages(session(), number),
        "regions": regions_of(session(), number),
        "interfaces": INTERFACES,
    }
