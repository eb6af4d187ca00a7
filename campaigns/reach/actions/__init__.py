"""What is done with figures. One verb per function; the caller owns the transaction."""

from campaigns.reach.actions.attaching import attach_row, dismiss_row
from campaigns.reach.actions.by_hand import no_figures_shown, type_figures
from campaigns.reach.actions.fixing import fix_report
from campaigns.reach.actions.importing import import_figures, understand_export
from campaigns.reach.actions.opening import close_report, open_report
from campaigns.reach.actions.recording import record_readings
from campaigns.reach.actions.reopening import reopen_row
from campaigns.reach.actions.taking_back import take_back_posted
from campaigns.reach.actions.undoing import undo_figures

__all__ = [
    "attach_row",
    "close_report",
    "dismiss_row",
    "fix_report",
    "import_figures",
    "no_figures_shown",
    "open_report",
    "record_readings",
    "reopen_row",
    "take_back_posted",
    "type_figures",
    "understand_export",
    "undo_figures",
]
