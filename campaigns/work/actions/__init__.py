"""What can be done with long work: asked for by people, done by a worker."""

from campaigns.work.actions.asking import ask_cancel, request_work
from campaigns.work.actions.forgetting import forget_old_work, overdue_work
from campaigns.work.actions.recovering import lose_work, recover_abandoned, release_work
from campaigns.work.actions.running import claim_work, finish_work, refuse_work, report_progress, stop_work

__all__ = [
    "ask_cancel",
    "claim_work",
    "finish_work",
    "forget_old_work",
    "lose_work",
    "overdue_work",
    "recover_abandoned",
    "refuse_work",
    "release_work",
    "report_progress",
    "request_work",
    "stop_work",
]
