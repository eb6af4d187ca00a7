"""Acting on whole rows and columns of the matrix: what can go on goes on, the rest says why not."""

from campaigns.placements.actions.together.cells import Kept, Outcome, chosen_cells
from campaigns.placements.actions.together.placing import propose_series, schedule_cells
from campaigns.placements.actions.together.submitting import channels_of, submit_cells
from campaigns.placements.binding import HAND_OFF

__all__ = [
    "HAND_OFF",
    "Kept",
    "Outcome",
    "channels_of",
    "chosen_cells",
    "propose_series",
    "schedule_cells",
    "submit_cells",
]
