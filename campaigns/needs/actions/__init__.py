"""What can be done with what was asked: one verb per function, one file per thing."""

from campaigns.needs.actions.confirming import confirm_topic
from campaigns.needs.actions.forgetting import forget_old_needs
from campaigns.needs.actions.import_result import ImportResult
from campaigns.needs.actions.importing import import_needs, record_need
from campaigns.needs.actions.proposing import dismiss_proposal, mark_planned, save_proposal
from campaigns.needs.actions.receiving import receive_questions, understand_questions
from campaigns.needs.actions.undoing import undo_import
from campaigns.needs.actions.words import forget_words, keep_words, stop_keeping_words

__all__ = [
    "ImportResult",
    "confirm_topic",
    "dismiss_proposal",
    "forget_old_needs",
    "forget_words",
    "import_needs",
    "keep_words",
    "mark_planned",
    "receive_questions",
    "record_need",
    "save_proposal",
    "stop_keeping_words",
    "understand_questions",
    "undo_import",
]
