"""The words and signs for how an account stands."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext

from campaigns.placements.accounts.state import AccountState
from web.words.states import Mark

_ = lazy_gettext

MARKS: Mapping[AccountState, Mark] = {
    AccountState.NOT_CONNECTED: Mark(_("Not connected yet"), "waiting", "diamond"),
    AccountState.PAUSED: Mark(_("Paused"), "waiting", "bar"),
    AccountState.ILL: Mark(_("Needs care"), "stop", "diamond"),
    AccountState.ENDING: Mark(_("Its token ends before posts that wait"), "stop", "clock"),
    AccountState.UNSEEN: Mark(_("Not looked at yet"), "waiting", "half"),
    AccountState.READY: Mark(_("In order"), "good", "check"),
}


def account_mark(state: AccountState) -> Mark:
    return MARKS[state]
