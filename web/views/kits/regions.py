"""Regions with the contact block that the kits of their partners carry."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.kits.actions import keep_region
from campaigns.kits.models import Region
from campaigns.kits.queries import get_region, partners_of, regions_of
from campaigns.people.queries import programme_languages
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.kits.blueprint import keepers, kit_pages, tabs


@kit_pages.get("/kits/regions")
@page(needs=keepers)
def regions() -> Response:
    return _shown(None, Form())


@kit_pages.post("/kits/regions")
@page(needs=keepers)
def regions_add() -> Response:
    return _kept(None)


@kit_pages.get("/kits/regions/<int:region_id>")
@page(needs=keepers)
def region(region_id: int) -> Response:
    row = _region(region_id)
    start = {"name": row.name, **{f"contact.{code}": text for code, text in row.contacts.items()}}
    return _shown(row, Form(start=start))


@kit_pages.post("/kits/regions/<int:region_id>")
@page(needs=keepers)
def region_change(region_id: int) -> Response:
    return _kept(_region(region_id))


def _kept(row: Region | None) -> Response:
    form = Form.posted()
    number = identity.programme().id or 0
    with form.catching():
        keep_region(
            session(),
            programme_id=number,
            region=row,
            name=form.text("name", longest=200),
            contacts={
                code: form.text(f"contact.{code}", longest=2000)
                for code in programme_languages(session(), number)
            },
            by=identity.actor(),
            now=database.now(),
        )
        return done(
            url_for("kits.regions"), _("Saved. Kits keep the contact they have until they are corrected.")
        )
    return _shown(_region(row.id or 0) if row else None, form)


def _region(region_id: int) -> Region:
    row = get_region(session(), region_id)
    identity.enter_programme(row.programme_id)
    return row


def _shown(row: Region | None, form: Form) -> Response:
    number = identity.programme().id or 0
    partners = partners_of(session(), number)
    return show(
        "kits/regions.html",
        region=row,
        regions=regions_of(session(), number),
        members={
            each.id: [partner for partner in partners if partner.region_id == each.id]
            for each in regions_of(session(), number)
        },
        languages=programme_languages(session(), number),
        form=form,
        tabs=tabs("kits.regions"),
        status=form.status,
    )
