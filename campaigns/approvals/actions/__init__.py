"""What people do about approvals. One verb per function; the caller owns the transaction."""

from campaigns.approvals.actions.deciding import approve_review, return_review
from campaigns.approvals.actions.links import issue_links, revoke_link
from campaigns.approvals.actions.notes import add_note
from campaigns.approvals.actions.outside import decide_by_link
from campaigns.approvals.actions.submitting import close_review, submit_variant
from campaigns.approvals.actions.together import approve_drawn_anew
from campaigns.approvals.actions.withdrawing import withdraw_approval

__all__ = [
    "add_note",
    "approve_drawn_anew",
    "approve_review",
    "close_review",
    "decide_by_link",
    "issue_links",
    "return_review",
    "revoke_link",
    "submit_variant",
    "withdraw_approval",
]
