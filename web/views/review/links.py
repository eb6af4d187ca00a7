"""One-time links: giving them out, and taking them back."""

from __future__ import annotations

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.approvals.actions import issue_links, revoke_link
from campaigns.approvals.actions.links import LASTS
from campaigns.approvals.models import Proof, ReviewLink
from campaigns.approvals.rules import check_is_lawyer_or_lead
from campaigns.errors import BadInput, NotFound
from campaigns.mail.outbox import put_letter
from campaigns.people.models import HOUSE_LANGUAGE
from campaigns.placements.approval_ends.lapsing import hold_lapsed
from campaigns.vocabulary import DeciderKind
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import done
from web.identity import page
from web.letters import outbox
from web.views.review.blueprint import review_pages
from web.views.review.cards import opened, shown
from web.words.review import channel_word


@review_pages.post("/review/<int:request_id>/links")
@page(needs=check_is_lawyer_or_lead)
def give_link(request_id: int) -> Response:
    """New links, one a channel. They go to their owner in one letter, so that nobody here can use them; without mail
    they are shown this once."""
    if question := step_up.asked(back=url_for("review.card", request_id=request_id)):
        return question
    form = Form.posted()
    with form.catching():
        opened(request_id)
        issued = issue_links(
            session(),
            request_id=request_id,
            channels=form.chosen("channel"),
            kind=_kind(form.value("link_kind")),
            name=form.text("name", longest=200),
            email=form.text("email", longest=300),
            by=identity.actor(),
            now=database.now(),
        )
        fresh = [(proof_channel(one.link), _address(one.token)) for one in issued]
        if _mailed(issued[0].link, fresh):
            return done(
                url_for("review.card", request_id=request_id),
                ngettext(
                    "The link is on its way to %(email)s.",
                    "%(num)s links are on their way to %(email)s, in one letter.",
                    len(issued),
                    email=issued[0].link.email,
                ),
            )
        database.commit()
        return shown(opened(request_id), Form(), fresh_links=fresh)
    return shown(opened(request_id), form, status=form.status)


@review_pages.post("/review/links/<int:link_id>/revoke")
@page(needs=check_is_lawyer_or_lead)
def take_link_back(link_id: int) -> Response:
    """The link opens nothing any more; what was approved through it waits again."""
    link = session().get(ReviewLink, link_id)
    if link is None:
        raise NotFound("There is no such link.")
    identity.enter_programme(link.programme_id)
    revoke_link(session(), link_id=link_id, by=identity.actor(), now=database.now())
    hold_lapsed(session(), digests=[link.digest], by=identity.actor(), now=database.now())
    return done(url_for("review.index"), _("The link is taken back."))


def proof_channel(link: ReviewLink) -> str:
    """The name of the channel whose digest the link names."""
    return channel_word(session().get_one(Proof, link.proof_id).channel)


def _address(token: str) -> str:
    return f"{current_app.config['BASE_URL']}{url_for('review.by_link', token=token)}"


def _mailed(link: ReviewLink, fresh: list[tuple[str, str]]) -> bool:
    """Whether the links leave by mail."""
    who = identity.current()
    return put_letter(
        session(),
        outbox=outbox(),
        letter="review_link",
        to=link.email,
        interface=who.person.reads if who else HOUSE_LANGUAGE,
        values={
            "name": link.name,
            "programme": identity.programme().name,
            "days": LASTS.days,
            "links": "\n".join(f"{channel}: {address}" for channel, address in fresh),
        },
        now=database.now(),
        good_for=LASTS,
    )


def _kind(word: str) -> DeciderKind:
    try:
        return DeciderKind(word)
    except ValueError:
        raise BadInput("Choose who decides.", field="link_kind") from None
