"""What the checks find in a text: live beside the writing, and letting a finding stand with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.content.checks.actions import dismiss_finding, reopen_finding
from campaigns.content.checks.around import NO_FUNDER
from campaigns.content.checks.gathering import Judged, judge
from campaigns.content.media.funder import can_set_funder
from campaigns.content.models import Variant
from campaigns.content.queries import campaign_of_variant, get_variant, texts_beside, variant_of
from campaigns.content.recall.queries import recalled_variants
from campaigns.content.rules import can_write
from campaigns.errors import Refusal
from campaigns.placements.actions.together import channels_of
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.copy.blueprint import copy_pages
from web.views.copy.fields import read_words
from web.views.copy.tones import TONES
from web.words.content import field_word, finding_sentence


@copy_pages.get("/copy/<int:variant_id>/findings")
@page()
def findings(variant_id: int) -> Response:
    """What is found in the saved words."""
    variant = _opened(variant_id)
    judged = judge(session(), variant=variant, now=database.now(), channels=_channels(variant))
    return _shown(variant, judged, texts_beside(session(), variant, identity.programme().source_language))


@copy_pages.post("/copy/<int:variant_id>/findings")
@page()
def live_findings(variant_id: int) -> Response:
    """What is found in the words as typed; nothing is kept."""
    database.rollback()
    variant = _opened(variant_id)
    try:
        words = read_words(Form.posted())
    except Refusal:
        words = None
    about: dict[str, Any] = {"now": database.now(), "channels": _channels(variant), "words": words}
    return _shown(variant, judge(session(), variant=variant, **about), is_live=True)


@copy_pages.post("/copy/<int:variant_id>/findings/dismiss")
@page()
def dismiss(variant_id: int) -> Response:
    variant, form = _opened(variant_id), Form.posted()
    address = url_for("copy.bench", variant_id=variant_id)
    with form.catching():
        dismiss_finding(
            session(),
            variant=variant,
            finding=request.form.get("finding", ""),
            reason=form.text("reason", longest=500),
            channels=_channels(variant),
            by=identity.actor(),
            now=database.now(),
        )
        return done(address, _("It stands as it is; the lawyer sees your reason."))
    return done(address, next(iter(form.errors.values())), tone="stop")


@copy_pages.post("/copy/<int:variant_id>/findings/reopen")
@page()
def reopen(variant_id: int) -> Response:
    reopen_finding(
        session(),
        variant=_opened(variant_id),
        finding=request.form.get("finding", ""),
        by=identity.actor(),
        now=database.now(),
    )
    return done(url_for("copy.bench", variant_id=variant_id), _("The remark counts again."))


def _opened(variant_id: int) -> Variant:
    variant = get_variant(session(), variant_id)
    campaign, _post = campaign_of_variant(session(), variant)
    identity.enter_programme(campaign.programme_id)
    return variant


def _channels(variant: Variant) -> set[str]:
    campaign, _post = campaign_of_variant(session(), variant)
    of = channels_of(session(), programme_id=campaign.programme_id, campaign_id=campaign.id or 0)
    return of(variant.language)


def _recalled_source(variant: Variant) -> str:
    """The source's language while its text still says what was recalled; it is to be renewed first."""
    language = identity.programme().source_language
    if variant.language == language:
        return ""
    source = variant_of(session(), post_id=variant.post_id, language=language)
    return language if recalled_variants(session(), [source.id or 0]) else ""


def _shown(
    variant: Variant,
    judged: list[Judged],
    beside: Mapping[str, str] = MappingProxyType({}),
    *,
    is_live: bool = False,
) -> Response:
    """The findings; with `beside`, the source's text of each place, for somebody who does not have both before them.

    `is_live`: they stand beside the writing, and errors are told in its bar as well, where a phone shows them.
    """
    return show(
        "copy/findings.html",
        "panel",
        variant=variant,
        beside=beside,
        source_language=identity.programme().source_language,
        judged=judged,
        is_live=is_live,
        counted=Counter(one.finding.severity.value for one in judged if one.dismissal is None),
        waits_for=_recalled_source(variant),
        may_write=can_write(identity.actor(), language=variant.language),
        field_word=field_word,
        finding_sentence=finding_sentence,
        no_funder=NO_FUNDER,
        may_set_funder=can_set_funder(identity.actor()),
        tones=TONES,
    )
