"""Why what was scheduled may not leave, as far as lawyers go: a sentence for each cause, with what to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlmodel import Session

from campaigns.approvals.causes import Because, Cause, causes
from campaigns.approvals.validity import Asked
from campaigns.placements.reasons import APPROVAL_ENDED, LINK_BACK, NOT_APPROVED, ROLE_GONE, WITHDRAWN
from campaigns.reasons import Reason

NO_PROOF = (
    "Nothing that was made for approval is what would leave: its row is gone from the database. Submit the post again, "
    "have it approved, then schedule it again."
)
UNREADABLE = (
    "Its words cannot be read: they were changed in the database past Litfass. Put a backup back or write the words "
    "anew, have them approved, then schedule it again."
)
BY_HAND = (
    "What is kept as approved does not say its words: the database was changed past Litfass. Submit the post again, "
    "have it approved, then schedule it again; litfass audit verify says whether more was changed."
)
WORDS_CHANGED = (
    "Its words were changed after the approval. Have the new words approved, then schedule it again."
)
DOUBTED = "A fact behind its words was recalled. Bring the words up to date and have them approved again."
TARGET_CHANGED = (
    "The campaign's link leads elsewhere since the approval. Submit the post again, have it approved, then schedule it "
    "again; or put the old link back."
)
SHORT_LINK_MOVED = (
    "The short link in its text does not lead where it led when it was approved: it was changed past Litfass. Submit "
    "the post again, have it approved, then schedule it again."
)
FUNDER_CHANGED = (
    "The funder's statement was changed after the approval. Submit the post again, have it approved, then schedule it "
    "again."
)
LAYOUT_CHANGED = (
    "Its picture or film was drawn anew with another layout after the approval. Look at the new one, have it approved, "
    "then schedule it again."
)
RENDERER_CHANGED = (
    "Its picture or film was drawn anew after the approval, with other fonts or another version of the program that "
    "draws. Look at the new one, have it approved, then schedule it again."
)
LOOK_CHANGED = (
    "Its picture or film is not the one that was approved: colours, logo, photo, voice or the bytes themselves "
    "changed. Look at the new one, have it approved, then schedule it again."
)
NEVER_APPROVED = "Nobody has approved it. Have it approved, then schedule it again."
RETURNED = "A lawyer has returned it since. Mend what stands in the reason, have it approved, then schedule it again."
OTHER_PLACE = (
    "It was approved for another language or another kind of channel. Have it approved for this one, then schedule it "
    "again."
)
UNTOLD = (
    "The audit trail does not tell of its approval, or tells that it was taken back: the database was changed past "
    "Litfass. Run litfass audit verify, have the post approved again, then schedule it again."
)
FACT_BY_HAND = (
    "A fact behind it does not say what it said when it was approved, or a recall of it is missing: the database was "
    "changed past Litfass. Check the fact, have the post approved again, then schedule it again."
)
SECOND_MISSING = (
    "It rests on a fact of high risk and only one lawyer has approved it. Have a second lawyer approve it, then "
    "schedule it again."
)

SENTENCES: Mapping[Cause, str] = {
    Cause.NO_PROOF: NO_PROOF,
    Cause.UNREADABLE: UNREADABLE,
    Cause.BY_HAND: BY_HAND,
    Cause.WORDS: WORDS_CHANGED,
    Cause.RECALLED: DOUBTED,
    Cause.TARGET: TARGET_CHANGED,
    Cause.SHORT_LINK: SHORT_LINK_MOVED,
    Cause.FUNDER: FUNDER_CHANGED,
    Cause.LAYOUT: LAYOUT_CHANGED,
    Cause.RENDERER: RENDERER_CHANGED,
    Cause.LOOK: LOOK_CHANGED,
    Cause.NEVER: NEVER_APPROVED,
    Cause.RETURNED: RETURNED,
    Cause.WITHDRAWN: WITHDRAWN,
    Cause.OTHER_PLACE: OTHER_PLACE,
    Cause.ENDED: APPROVAL_ENDED,
    Cause.UNTOLD: UNTOLD,
    Cause.ROLE_GONE: ROLE_GONE,
    Cause.LINK_BACK: LINK_BACK,
    Cause.FACT: FACT_BY_HAND,
    Cause.SECOND: SECOND_MISSING,
}


def reasons_against(session: Session, asked: Collection[Asked]) -> dict[Asked, Reason]:
    """The sentence for each of these, none of which may leave."""
    found = causes(session, asked) if asked else {}
    return {one: _sentence(found.get(one)) for one in asked}


def _sentence(because: Because | None) -> Reason:
    if because is None:
        return Reason(NOT_APPROVED)
    values = {"last": because.last.isoformat()} if because.last else {}
    return Reason(SENTENCES[because.cause], values)
