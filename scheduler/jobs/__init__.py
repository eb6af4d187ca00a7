"""Long work by kind: each job calls the actions of its slice and says how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from campaigns.vocabulary import WorkKind

#: Kind → the module that does it. Loaded when it is needed: renderers and language models are heavy.
JOBS: Mapping[WorkKind, str] = MappingProxyType(
    {
        WorkKind.IMPORT_NEEDS: "scheduler.jobs.import_needs",
        WorkKind.IMPORT_INSIGHTS: "scheduler.jobs.import_insights",
        WorkKind.RENDER_CAMPAIGN: "scheduler.jobs.render_campaign",
        WorkKind.MAKE_FILMS: "scheduler.jobs.make_films",
        WorkKind.REPORT: "scheduler.jobs.report",
        WorkKind.MACHINE_HELP: "scheduler.jobs.machine_help",
        WorkKind.FIND_PHRASES: "scheduler.jobs.find_phrases",
        WorkKind.MATCH_AGAIN: "scheduler.jobs.match_again",
        WorkKind.TRAIN_TOPICS: "scheduler.jobs.train_topics",
        WorkKind.EXAMINE_ACCOUNT: "scheduler.jobs.examine_account",
        WorkKind.TAKE_DOWN: "scheduler.jobs.take_down",
        WorkKind.CORRECT_POST: "scheduler.jobs.correct_post",
    }
)
