"""What can be done with people, programmes and logins: one file per thing, one function per verb."""

from campaigns.people.actions.leaving import end_membership
from campaigns.people.actions.logins import (
    authenticate,
    change_profile,
    disable_person,
    enable_person,
    set_password,
)
from campaigns.people.actions.people import add_person, grant_role, revoke_role
from campaigns.people.actions.programmes import add_programme, change_programme, set_programme_languages
from campaigns.people.actions.sessions import (
    choose_programme,
    end_all_sessions,
    end_session,
    open_session,
    touch_session,
)

__all__ = [
    "add_person",
    "add_programme",
    "authenticate",
    "change_profile",
    "change_programme",
    "choose_programme",
    "disable_person",
    "enable_person",
    "end_all_sessions",
    "end_membership",
    "end_session",
    "grant_role",
    "open_session",
    "revoke_role",
    "set_password",
    "set_programme_languages",
    "touch_session",
]
