"""What people do with accounts, spaces and placements. One verb per function; the caller owns the transaction."""

from campaigns.placements.actions.accounts import (
    add_account,
    add_space,
    close_space,
    pause_account,
    resume_account,
)
from campaigns.placements.actions.decide import confirm_published, give_up, mark_posted, send_again
from campaigns.placements.actions.handing_over import hand_over
from campaigns.placements.actions.keeping import change_options, note_health, note_key_known
from campaigns.placements.actions.pauses import pause_sending, resume_sending
from campaigns.placements.actions.place import place, propose_placement, schedule
from campaigns.placements.actions.steer import cancel, hold, move

__all__ = [
    "add_account",
    "add_space",
    "cancel",
    "change_options",
    "close_space",
    "confirm_published",
    "give_up",
    "hand_over",
    "hold",
    "mark_posted",
    "move",
    "note_health",
    "note_key_known",
    "pause_account",
    "pause_sending",
    "place",
    "propose_placement",
    "resume_account",
    "resume_sending",
    "schedule",
    "send_again",
]
