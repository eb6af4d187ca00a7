"""What can be done with kits: partners, making and correcting, telling, withdrawing, holding, counting."""

from campaigns.kits.actions.counting import count_uses, note_shared
from campaigns.kits.actions.holding import look_at_kits
from campaigns.kits.actions.making import correct_kits, make_kits, renew_link
from campaigns.kits.actions.partners import add_partner, change_partner, end_partner
from campaigns.kits.actions.regions import keep_region
from campaigns.kits.actions.telling import send_kits, tell
from campaigns.kits.actions.withdrawing import withdraw_kits

__all__ = [
    "add_partner",
    "change_partner",
    "correct_kits",
    "count_uses",
    "end_partner",
    "keep_region",
    "look_at_kits",
    "make_kits",
    "note_shared",
    "renew_link",
    "send_kits",
    "tell",
    "withdraw_kits",
]
