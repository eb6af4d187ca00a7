"""People and roles of the programme."""

from __future__ import annotations

from flask import current_app, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.errors import BadInput
from campaigns.people.actions import (
    add_person,
    disable_person,
    enable_person,
    grant_role,
    revoke_role,
)
from campaigns.people.actions.login_links import GOOD_FOR, make_login_link
from campaigns.people.factors.actions import forget_factors
from campaigns.people.factors.queries import factors_of
from campaigns.people.models import Person
from campaigns.people.queries import (
    Member,
    find_person,
    get_member,
    held_alone,
    list_members,
    programme_languages,
)
from campaigns.people.rules import check_can_manage_people, check_can_manage_person
from campaigns.placements.approval_ends.withdrawing import approved_lately
from campaigns.vocabulary import LANGUAGE_ROLES, LinkKind, Role
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.letters import settings as instance
from web.letters import write_to
from web.views.settings.blueprint import settings, tabs
from web.words.people import left_without


@settings.get("/people")
@page(needs=check_can_manage_people)
def people() -> Response:
    members = list_members(session(), _here())
    return show("settings/people.html", members=members, tabs=tabs())


@settings.get("/people/new")
@page(needs=check_can_manage_people)
def people_new() -> Response:
    return _shown_new(Form(start={"interface": ""}))


@settings.post("/people")
@page(needs=check_can_manage_people)
def people_add() -> Response:
    """Adds a login and invites its person; somebody who has one gets the role only."""
    if question := step_up.asked(back=url_for("settings.people")):
        return question
    form = Form.posted()
    with form.catching():
        role, languages = _role(form)
        person = find_person(session(), form.value("email"))
        is_new = person is None
        if person is None:
            person = add_person(
                session(),
                email=form.value("email"),
                name=form.text("name"),
                password=None,
                interface=form.text("interface"),
                by=identity.actor(),
                now=database.now(),
            )
        _grant(member=person, role=role, languages=languages)
        return _shown_link(person, LinkKind.INVITE) if is_new else _shown_added(person)
    return _shown_new(form)


@settings.get("/people/<int:person_id>")
@page(needs=check_can_manage_people)
def people_one(person_id: int) -> Response:
    return _shown_one(_member(person_id), Form())


@settings.post("/people/<int:person_id>/roles")
@page(needs=check_can_manage_people)
def people_grant(person_id: int) -> Response:
    if question := step_up.asked(back=url_for("settings.people_one", person_id=person_id)):
        return question
    form = Form.posted()
    with form.catching():
        role, languages = _role(form)
        _grant(member=_member(person_id).person, role=role, languages=languages)
        return done(url_for("settings.people_one", person_id=person_id), _("The role is given."))
    return _shown_one(_member(person_id), form)


@settings.post("/people/<int:person_id>/roles/remove")
@page(needs=check_can_manage_people)
def people_revoke(person_id: int) -> Response:
    if question := step_up.asked(back=url_for("settings.people_one", person_id=person_id)):
        return question
    form = Form.posted()
    with form.catching():
        person = _member(person_id).person
        revoke_role(
            session(),
            person=person,
            programme_id=_here(),
            role=_known_role(form.value("role")),
            language=form.value("language"),
            by=identity.actor(),
            now=database.now(),
        )
        told = _("The role is taken away. The person is logged out.")
        if approved_lately(session(), person_id=person_id, programme_id=_here(), now=database.now()):
            told += " " + _("Look at what they approved lately: it can be withdrawn in one step.")
            return done(url_for("settings.people_approvals", person_id=person_id), told, tone="waiting")
        return done(url_for("settings.people"), told)
    return _shown_one(_member(person_id), form)


@settings.post("/people/<int:person_id>/password")
@page(needs=check_can_manage_people)
def people_password(person_id: int) -> Response:
    """A link for a new password, by mail or to hand over; for somebody who forgot theirs or never had one."""
    if question := step_up.asked(back=url_for("settings.people_one", person_id=person_id)):
        return question
    member = _member(person_id)
    check_can_manage_person(identity.actor(), programmes=member.programmes)
    return _shown_link(member.person, LinkKind.HANDED if member.person.password_hash else LinkKind.INVITE)


@settings.post("/people/<int:person_id>/factors")
@page(needs=check_can_manage_people)
def people_factors(person_id: int) -> Response:
    """For somebody who lost phone and codes: the second factors are gone, and they are told."""
    if question := step_up.asked(back=url_for("settings.people_one", person_id=person_id)):
        return question
    member, moment = _member(person_id), database.now()
    check_can_manage_person(identity.actor(), programmes=member.programmes)
    forget_factors(session(), person=member.person, by=identity.actor(), now=moment)
    write_to(
        session(),
        member.person,
        "factors_changed",
        path=url_for("profile.security"),
        now=moment,
        moment=moment,
    )
    return done(
        url_for("settings.people_one", person_id=person_id),
        _("The second factors are gone and all sessions are ended. The password alone opens the login now."),
    )


@settings.post("/people/<int:person_id>/disable")
@page(needs=check_can_manage_people)
def people_disable(person_id: int) -> Response:
    if question := step_up.asked(back=url_for("settings.people_one", person_id=person_id)):
        return question
    member = _member(person_id)
    check_can_manage_person(identity.actor(), programmes=member.programmes)
    disable_person(session(), person=member.person, by=identity.actor(), now=database.now())
    return done(url_for("settings.people"), _("The login is disabled and all its sessions are ended."))


@settings.post("/people/<int:person_id>/enable")
@page(needs=check_can_manage_people)
def people_enable(person_id: int) -> Response:
    if question := step_up.asked(back=url_for("settings.people_one", person_id=person_id)):
        return question
    member = _member(person_id)
    check_can_manage_person(identity.actor(), programmes=member.programmes)
    enable_person(session(), person=member.person, by=identity.actor(), now=database.now())
    return done(url_for("settings.people_one", person_id=person_id), _("The login is open again."))


def _here() -> int:
    return identity.programme().id or 0


def _member(person_id: int) -> Member:
    return get_member(session(), programme_id=_here(), person_id=person_id)


def _known_role(word: str) -> Role:
    try:
        return Role(word)
    except ValueError:
        raise BadInput("Choose a role.", field="role") from None


def _role(form: Form) -> tuple[Role, list[str]]:
    """The role and, for translators and lawyers, the languages ticked below it."""
    role = _known_role(form.value("role"))
    if role not in LANGUAGE_ROLES:
        return role, [""]
    languages = form.chosen("languages")
    if not languages:
        raise BadInput(
            "Translators and lawyers hold their role for a language. Choose at least one.", field="languages"
        )
    return role, languages


def _grant(*, member: Person, role: Role, languages: list[str]) -> None:
    for language in languages:
        grant_role(
            session(),
            person=member,
            programme_id=_here(),
            role=role,
            language=language,
            by=identity.actor(),
            now=database.now(),
        )


def _shown_added(person: Person) -> Response:
    database.commit()
    return show(
        "settings/person_added.html", person=person, address=None, hours=0, by_mail=False, tabs=tabs()
    )


def _shown_link(person: Person, kind: LinkKind) -> Response:
    """Makes the link; it leaves by mail, or stands on this very answer and nowhere else."""
    moment = database.now()
    token = make_login_link(session(), person=person, kind=kind, by=identity.actor(), now=moment)
    path, good_for = url_for("links.link", token=token), GOOD_FOR[kind]
    letter = "invite" if kind is LinkKind.INVITE else "reset_password"
    by_mail = write_to(
        session(),
        person,
        letter,
        path=path,
        now=moment,
        good_for=good_for,
        programme=identity.programme().name,
        days=good_for.days,
        minutes=int(good_for.total_seconds() // 60),
    )
    database.commit()
    return show(
        "settings/person_added.html",
        person=person,
        address=None if by_mail else f"{current_app.config['BASE_URL']}{path}",
        hours=int(good_for.total_seconds() // 3600),
        by_mail=by_mail,
        tabs=tabs(),
    )


def _shown_new(form: Form) -> Response:
    return show(
        "settings/person_new.html",
        form=form,
        sends_mail=instance().sends_mail,
        roles=list(Role),
        languages=programme_languages(session(), _here()),
        tabs=tabs(),
        status=form.status,
    )


def _shown_one(member: Member, form: Form) -> Response:
    return show(
        "settings/person.html",
        member=member,
        has_factors=factors_of(session(), member.person.id or 0).any,
        sends_mail=instance().sends_mail,
        form=form,
        roles=list(Role),
        languages=programme_languages(session(), _here()),
        alone={
            (held.role, held.language): left_without([held])
            for held in held_alone(session(), person_id=member.person.id or 0, programme_id=_here())
        },
        lately=len(
            approved_lately(
                session(), person_id=member.person.id or 0, programme_id=_here(), now=database.now()
            )
        ),
        tabs=tabs(),
        status=form.status,
    )
