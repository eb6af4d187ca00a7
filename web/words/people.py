"""Words about people: what a programme goes without once nobody holds a role in it."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from campaigns.languages import sort_languages
from campaigns.people.models import Membership
from campaigns.vocabulary import Role
from web.formats import language_name


def left_without(alone: Iterable[Membership]) -> list[str]:
    """What nobody does any more when somebody goes who held these roles alone: a sentence each, to be read before."""
    roles = list(alone)
    languages = sort_languages(one.language for one in roles if one.role is Role.LAWYER)
    told = []
    if any(one.role is Role.LEAD for one in roles):
        told.append(
            _(
                "Nobody leads the programme then: when a review is overdue, when roles change or when something was "
                "posted without approval, the letter reaches nobody. Give somebody else the role of a lead first."
            )
        )
    if languages:
        told.append(
            _(
                "Nobody is a lawyer for these languages then: %(languages)s. Nobody here can approve in them, and "
                "reminders reach nobody. Give somebody else the role first.",
                languages=", ".join(map(language_name, languages)),
            )
        )
    return told
