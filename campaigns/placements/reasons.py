"""Why a placement stands where it stands: sentences for `Placement.reason`, values in `reason_values`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from campaigns.reasons import Reason

ALL_PAUSED = (
    "Sending is paused. It goes out when sending is resumed, unless its moment is too far gone by then."
)
ACCOUNT_PAUSED = (
    "The account is paused. It goes out when the account is resumed, unless it is too late by then."
)
ACCOUNT_ILL = "The account has a problem. Mend the account in the settings, then resume it."
ACCOUNT_WAITS = (
    "The channel lets this account wait, because it was asked too much or is busy. It goes out after that, unless its "
    "moment is too far gone by then."
)

#: Not an illness: it was removed for good.
REMOVED = "The account was removed here. What was published through it stays on the channel."
ACCOUNT_GONE = "Its account was removed before its moment. Turn it into a hand-off or cancel it."

#: What an account suffers from. Everything through it waits until a person has mended it.
SIGNED_OUT = (
    "The channel no longer takes this account's token. Connect it anew in the settings, then resume it."
)
NO_SECRET = "No token is kept for this account. Connect it in the settings, then resume it."  # noqa: S105
MAY_NOT_POST = (
    "The channel does not let this account post: it lacks the right, or lost it. Look at the account there, then "
    "resume it."
)
SERVICE_SAYS_NO = (
    "The channel has restricted this account. Look at its messages there, then decide whether to resume it."
)
NO_MONEY = (
    "The channel wants to be paid before it takes more posts. Look at the account there, then resume it."
)
OUTDATED = (
    "The channel no longer takes the version of its interface that this Litfass speaks. Bring Litfass up to date, then "
    "resume the account."
)

#: What a newsletter's account suffers from.
NO_MAIL_SERVER = (
    "The account does not say how its mails leave: server, sender or password is missing. Connect it in the "
    "settings, then resume it."
)
MAIL_SHUT = (
    "The mail server does not let this account in, or not under this sender. Look at server, name, password and "
    "sender in the settings, then resume it."
)
ADDRESSES_SHUT = (
    "The subscribers' addresses cannot be opened: the keys of this home were exchanged since. Put the right "
    "secrets.key back, then resume the account."
)
NO_ANSWERS = (
    "The mail server took several mails without saying so; nobody knows which of them arrived. Look at the server, "
    "then resume the account: everybody else gets the issue."
)

#: Sentences under which a scheduled row waits for a pause to end.
PARKED = (ALL_PAUSED, ACCOUNT_PAUSED, ACCOUNT_ILL)

NOT_APPROVED = "What would leave is not approved for its day. Have it approved, then schedule it again."
WITHDRAWN = (
    "The approval was taken back. Mend what stands in the reason, have it approved again, "
    "then schedule it again."
)
APPROVAL_ENDED = (
    "Its approval holds until {last}, and it would leave later. Have it approved anew, "
    "then schedule it again."
)
ROLE_GONE = (
    "Whoever approved it no longer decides about this language, or their login is closed. Have another lawyer approve "
    "it, then schedule it again."
)
LINK_BACK = "The one-time link through which it was approved was taken back. Have it approved, then schedule it again."
CHANGED = (
    "What would leave is not what was approved: {what}. "
    "Render and submit the post again; do not publish the old files."
)
MOVED_BY_HAND = (
    "The audit trail does not tell that these words were to leave at this moment and place: the database was changed "
    "past Litfass. Look when and where it was to go, run litfass audit verify, then schedule it again."
)
HOUR_GONE = (
    "The clocks of {zone} go by other rules since it was scheduled, and {wall} does not exist there any more. Choose "
    "another moment."
)
HOUR_DOUBLED = (
    "The clocks of {zone} go by other rules since it was scheduled, and {wall} happens twice there now. Choose the "
    "first or the second, or another moment."
)
IMPRINT_BY_HAND = (
    "The programme's name, organisation or imprint stands beside these words, and the audit trail does not tell that "
    "anybody set it so: the database was changed past Litfass. Look through the programme's settings and save them, "
    "then schedule it again."
)
FACT_ENDED = (
    "On {day} this is no longer so: “{fact}” holds until {last}. Bring the words up to date, or choose an "
    "earlier day."
)
FACT_REPLACED = (
    "On {day} this is no longer so: “{fact}” holds until {last}, then “{instead}”. Bring the words up to date, "
    "or choose an earlier day."
)
FACT_NOT_YET = "On {day} this is not so yet: “{fact}” holds from {first} on. Choose a later day."
FACT_RETIRED = (
    "It rests on a fact that was withdrawn: “{fact}”. Change the words and have them approved again."
)
RECALLED = "A fact behind these words has changed: “{fact}”. Bring the words up to date and have them approved again."
COUNTDOWN_OVER = "It reminds of something that is over on {last}: nothing goes out afterwards. Cancel it."
PHOTO_OVER = (
    "The photo on it might be used until {last} only: the licence or the consent of people on it ends then. Choose "
    "another photo and have it approved again."
)

#: Reasons that facts give: what is held for one of these is free again when the words say what is so.
OF_FACTS = (FACT_ENDED, FACT_REPLACED, FACT_NOT_YET, FACT_RETIRED, RECALLED)
#: What is held for one of these needs no decision of its own: it may be scheduled with all others once its words
#: are approved anew.
OF_WORDS = (*OF_FACTS, PHOTO_OVER, APPROVAL_ENDED, ROLE_GONE, LINK_BACK)

TOO_LATE = (
    "When it could have left, its moment had passed {late_minutes} minutes before, and this programme sends nothing "
    "later than {limit_minutes} minutes. Choose a new moment or cancel it."
)
TOO_LATE_BY_HOURS = (
    "When it could have left, its moment had passed {late_hours} hours before, and this programme sends nothing later "
    "than {limit_minutes} minutes. Choose a new moment or cancel it."
)
TOO_LATE_BY_DAYS = (
    "When it could have left, its moment had passed {late_days} days before, and this programme sends nothing later "
    "than {limit_minutes} minutes. Choose a new moment or cancel it."
)
TOO_LATE_OF_HOURS = (
    "When it could have left, its moment had passed more than {late_hours} hours before, and this programme sends "
    "nothing later than {limit_hours} hours. Choose a new moment or cancel it."
)
TOO_LATE_BY_DAYS_OF_HOURS = (
    "When it could have left, its moment had passed {late_days} days before, and this programme sends nothing later "
    "than {limit_hours} hours. Choose a new moment or cancel it."
)
SLOT_UNAPPROVED = (
    "Nobody had approved it {minutes} minutes before its moment, so it did not go out. Have it approved, then choose "
    "a new moment, or cancel it."
)
SLOT_UNBOUND = (
    "It was approved, but nobody made it binding before its moment. Choose a new moment or cancel it."
)
NO_ADAPTER = "This worker has no way to reach the channel “{channel}”. Cancel it or post it by hand."
WORKER_DIED = (
    "The worker ended while this was on its way, so nobody knows whether it arrived. "
    "Look at the account: is it there?"
)
RESTORED = (
    "This home was restored from a backup made before its moment, so it may have gone out already. "
    "Look at the account: is it there?"
)
NOT_THERE = "A person looked at the account and did not find it."
STILL_UNKNOWN = (
    "The channel cannot tell whether it arrived. Look at the account, then say whether it is there."
)
NOBODY_READS = (
    "Nobody has confirmed a subscription in this language yet. Make its page known before this moment."
)
GOES_ON = "{done} of {of} subscribers have it; the rest follows."
TRIED_OFTEN = "It could not be sent in {attempts} tries. The last answer: {answer}"


#: Why it waited until it was too late, by what kept it back when it was looked at first.
KEPT_BACK: Mapping[str, str] = MappingProxyType(
    {
        ALL_PAUSED: "Sending was paused.",
        ACCOUNT_PAUSED: "The account was paused.",
        ACCOUNT_ILL: "The account had a problem.",
    }
)
MISSED_MEANWHILE = "It became too late while it could not leave. {reason} Choose a new moment or cancel it."


def missed(late: timedelta, limit_minutes: int, *, kept_back: str) -> Reason:
    """Why something is missed: by what it was kept back until then, else how late it was found."""
    if kept_back in KEPT_BACK:
        return Reason(MISSED_MEANWHILE, {"reason": KEPT_BACK[kept_back]})
    return too_late(late, limit_minutes)


def too_late(late: timedelta, limit_minutes: int) -> Reason:
    """Why something is missed, with lengths of time that people can imagine."""
    minutes = int(late.total_seconds() // 60)
    if limit_minutes >= 2 * 60 and not limit_minutes % 60:
        hours = limit_minutes // 60
        if minutes >= 2 * 24 * 60:
            return Reason(
                TOO_LATE_BY_DAYS_OF_HOURS, {"late_days": minutes // (24 * 60), "limit_hours": hours}
            )
        return Reason(TOO_LATE_OF_HOURS, {"late_hours": minutes // 60, "limit_hours": hours})
    for sentence, unit, length in (
        (TOO_LATE_BY_DAYS, "late_days", 24 * 60),
        (TOO_LATE_BY_HOURS, "late_hours", 60),
    ):
        # Not sooner: an hour more or less must not be lost beside the limit.
        if minutes >= max(2 * length, 24 * 60):
            return Reason(sentence, {unit: minutes // length, "limit_minutes": limit_minutes})
    return Reason(TOO_LATE, {"late_minutes": minutes, "limit_minutes": limit_minutes})
