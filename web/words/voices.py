"""What is said of new voices."""

from __future__ import annotations

from flask_babel import gettext as _

from campaigns.people.new_voices import Deed, NewVoice
from web.formats import language_name, moment
from web.words.labels import label


def deed_words(deed: Deed) -> str:
    """What somebody got from another's hand."""
    if deed.role is not None:
        language = [language_name(deed.language)] if deed.language else []
        return " · ".join([_("Role given"), label(deed.role), *language])
    return {
        "set_password": str(_("Password set through a link")),
        "tie_sign_on": str(_("Login tied to single sign-on")),
        "enable_person": str(_("Closed login opened again")),
        "forget_factors": str(_("Second factor removed")),
        "add_passkey": str(_("First passkey, added after a login with the password alone")),
        "add_authenticator": str(_("First app, set up after a login with the password alone")),
    }[deed.action]


def until_words(voice: NewVoice) -> str:
    """Until when it waits, if nobody confirms it before."""
    if voice.until is None:
        return str(_("Somebody objected: it waits until a second person confirms it."))
    return str(
        _(
            "It counts from %(moment)s on, or as soon as a second person confirms it.",
            moment=moment(voice.until),
        )
    )
