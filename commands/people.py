"""`litfass user add`."""

from __future__ import annotations

from typing import Any

import click

from commands.output import emit, json_option, lines, note

ROLES = ("advisor", "staff", "translator", "lawyer", "lead", "board", "evaluator", "admin")


@click.group()
def user() -> None:
    """People with a login."""


@user.command("add")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What the person does.")
@click.option("--programme", "programme_key", required=True, help="Key of the programme.")
@click.option("--language", "languages", multiple=True, help="Needed for translators and lawyers.")
@click.option(
    "--name", help="What the desk calls the person; without it, the part of the address before the @."
)
@click.option("--interface", type=click.Choice(["de", "en"]), help="Language of the desk; German without it.")
@json_option
def add_user(
    email: str,
    role: str,
    programme_key: str,
    languages: tuple[str, ...],
    name: str | None,
    interface: str | None,
    as_json: bool,
) -> None:
    """Gives a person a role; a new address gets a login with a password that is shown once."""
    from campaigns.people.actions.people import add_person, grant_role
    from campaigns.people.passwords import one_time_password
    from campaigns.people.queries import find_person, find_programme, load_actor
    from campaigns.vocabulary import LANGUAGE_ROLES, Role
    from commands.composition import instance

    held = Role(role)
    if held in LANGUAGE_ROLES and not languages:
        raise click.UsageError(f"A {role} works in named languages: add --language, once per language.")
    password = one_time_password()
    with instance() as here:
        now = here.now
        with here.transaction() as session:
            place = find_programme(session, programme_key)
            person = find_person(session, email)
            is_new = person is None
            if person is None:
                person = add_person(
                    session,
                    email=email,
                    name=name or email.partition("@")[0],
                    password=password,
                    interface=interface or "de",
                    by=None,
                    now=now,
                )
            had = load_actor(session, person, place.id).languages(held)
            chosen = dict.fromkeys(languages if held in LANGUAGE_ROLES else ("",))
            for code in chosen:
                grant_role(
                    session,
                    person=person,
                    programme_id=place.id or 0,
                    role=held,
                    language=code,
                    by=None,
                    now=now,
                )
            row = {
                "email": person.email,
                "name": person.name,
                "programme": place.key,
                "role": role,
                "languages": [code for code in chosen if code],
                "new": is_new,
                "granted": [code or role for code in chosen if code not in had],
                "password": password if is_new else None,
            }
    if not is_new and (name or interface):
        note(
            f"{row['email']} has a login already: --name and --interface are for a new one and changed nothing."
        )
    if as_json:
        emit(row)
    else:
        lines(_what_was_done(row))


def _what_was_done(row: dict[str, Any]) -> str:
    """What the person can do now, and what of it is new."""
    languages = f" for {', '.join(row['languages'])}" if row["languages"] else ""
    what = f"the role {row['role']}{languages} in {row['programme']}"
    if row["new"]:
        return f"{row['email']} holds {what}, can log in with the password {row['password']} and should change it."
    if not row["granted"]:
        return f"{row['email']} has a login and {what} already. Nothing was changed, the password neither."
    return f"{row['email']} has a login already, keeps its password, and now also holds {what}."
