"""What people do with accounts and placements. One verb per function; the caller owns the transaction."""

from campaigns.placements.actions.accounts import add_account, pause_account, rename_account, resume_account
from campaigns.placements.actions.by_hand import allow_early, mark_posted, put_off, take_over
from campaigns.placements.actions.closing import close_account, what_hangs_on
from campaigns.placements.actions.decide import confirm_published, give_up, send_again
from campaigns.placements.actions.habits import change_habits
from campaigns.placements.actions.handing_over import hand_over
from campaigns.placements.actions.keeping import change_options, note_health, note_key_known
from campaigns.placements.actions.pauses import pause_sending, resume_sending
from campaigns.placements.actions.place import place, propose_placement, schedule
from campaigns.placements.actions.steer import cancel, hold, move

__all__ = [
    "add_account",
    "allow_early",
    "cancel",
    "change_habits",
    "change_options",
    "close_account",
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
    "put_off",
    "rename_account",
    "resume_account",
    "resume_sending",
    "schedule",
    "send_again",
    "take_over",
    "what_hangs_on",
]
