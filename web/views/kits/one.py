"""One kit: what is in it, its link, what its partner was told, how it is used; send, correct, withdraw, new link."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.errors import BadInput
from campaigns.kits.actions import correct_kits, renew_link, send_kits, withdraw_kits
from campaigns.kits.models import Kit
from campaigns.kits.opening import Shut, open_version
from campaigns.kits.queries import (
    days_of,
    deliveries_of,
    get_kit,
    kit_rows,
    kits_clicks,
    version_of,
    versions_of,
)
from campaigns.kits.saying import kit_words
from campaigns.kits.versions import read_version
from campaigns.people.queries import names_of
from campaigns.vocabulary import KitStatus, KitUse
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.kit_desk import kit_desk
from web.views.kits.blueprint import keepers, kit_pages, tabs, today
from web.views.kits.listing import told_of, untold
from web.words.content import kind_word
from web.words.review import channel_word
from web.words.sentences import said


@kit_pages.get("/kits/<int:kit_id>")
@page(needs=keepers)
def kit(kit_id: int) -> Response:
    return _shown(_kit(kit_id), Form())


@kit_pages.post("/kits/<int:kit_id>/send")
@page(needs=keepers)
def send(kit_id: int) -> Response:
    """The partner gets the link by mail; without mail it is noted that somebody handed it over."""
    kit = _kit(kit_id)
    mailed = send_kits(session(), kits=[kit], desk=kit_desk(), by=identity.actor(), now=database.now())
    told = (
        _("The partner gets the link by mail.")
        if mailed
        else _("Noted as handed over. No mail leaves: hand the link over yourself.")
    )
    return done(url_for("kits.kit", kit_id=kit_id), told)


@kit_pages.post("/kits/<int:kit_id>/correct")
@page(needs=keepers)
def correct(kit_id: int) -> Response:
    """The next version, if anything would be different today."""
    form = Form.posted()
    with form.catching():
        came = correct_kits(
            session(),
            kits=[_kit(kit_id)],
            why=form.text("why", longest=500),
            expires_on=form.day("expires_on") if form.value("expires_on") else None,
            desk=kit_desk(),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("kits.kit", kit_id=kit_id), told_of(came))
    return _shown(_kit(kit_id), form)


@kit_pages.post("/kits/<int:kit_id>/withdraw")
@page(needs=keepers)
def withdraw(kit_id: int) -> Response:
    """Shut for good; the partner is told why."""
    form = Form.posted()
    with form.catching():
        if not form.text("reason", longest=500):
            raise BadInput("Say why: the partner reads it in the letter.", field="reason")
        found = _kit(kit_id)
        letters = withdraw_kits(
            session(),
            kits=[found],
            why=form.text("reason", longest=500),
            desk=kit_desk(),
            by=identity.actor(),
            now=database.now(),
        )
        return done(
            url_for("kits.kit", kit_id=kit_id),
            " ".join(filter(None, [_("The kit is withdrawn."), untold([found], letters)])),
        )
    return _shown(_kit(kit_id), form)


@kit_pages.post("/kits/<int:kit_id>/link")
@page(needs=keepers)
def renew(kit_id: int) -> Response:
    """The link fell into wrong hands: another one takes its place."""
    renew_link(session(), kit=_kit(kit_id), desk=kit_desk(), by=identity.actor(), now=database.now())
    return done(
        url_for("kits.kit", kit_id=kit_id), _("The old link opens nothing any more. Send the new one.")
    )


def _kit(kit_id: int) -> Kit:
    found = get_kit(session(), kit_id)
    identity.enter_programme(found.programme_id)
    return found


def _shown(kit: Kit, form: Form) -> Response:
    row = kit_rows(session(), programme_id=kit.programme_id, kit_id=kit.id)[0]
    manifest = read_version(version_of(session(), kit).manifest)
    opened, against = None, said(kit.reason, kit.reason_values)
    if kit.status is not KitStatus.WITHDRAWN:
        try:
            opened = open_version(session(), manifest, programme_id=kit.programme_id, on=today())
        except Shut as shut:
            against = said(shut.reason.msgid, shut.reason.values)
    versions, deliveries = versions_of(session(), kit), deliveries_of(session(), kit)
    people = {row.made_by for row in versions} | {row.by for row in deliveries}
    return show(
        "kits/kit.html",
        row=row,
        kit=kit,
        manifest=manifest,
        is_draft=kit_words(kit.language)["status"] != "checked",
        opened=opened,
        against=against,
        address=kit_desk().address(kit) if kit.status is not KitStatus.WITHDRAWN else None,
        versions=versions,
        deliveries=deliveries,
        names=names_of(session(), {each for each in people if each is not None}),
        days=days_of(session(), kit)[:30],
        clicks=kits_clicks(session(), [kit]).get(kit.id or 0, 0),
        withdrawn_on=wall_time(kit.withdrawn_at, identity.programme().zone).date()
        if kit.withdrawn_at
        else None,
        form=form,
        today=today(),
        use=KitUse,
        kind_word=kind_word,
        channel_word=channel_word,
        tabs=tabs("kits.index"),
        status=form.status,
    )
