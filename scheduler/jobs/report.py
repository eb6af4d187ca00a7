"""Making a reach report and putting it into the store."""

from __future__ import annotations

from datetime import date
from typing import Any

from campaigns.db import read_scope
from campaigns.errors import BadInput
from campaigns.reach.evaluation import figures_csv
from campaigns.reach.report.building import campaign_report, programme_report
from scheduler.jobs.task import Task


def run(task: Task) -> dict[str, Any]:
    """The report of the campaign `subject_id`, or of the programme; `order` may name `start` and `end`."""
    start, end = (_day(task.order.get(name)) for name in ("start", "end"))
    task.report(0, 1)
    with read_scope(task.engine) as session:
        if task.subject_id is not None:
            report = campaign_report(
                session, campaign_id=task.subject_id, now=task.clock(), start=start, end=end
            )
        elif task.programme_id is not None:
            report = programme_report(
                session, programme_id=task.programme_id, now=task.clock(), start=start, end=end
            )
        else:
            raise BadInput("This work names neither a programme nor a campaign.")
        content = figures_csv(report)
    task.report(1, 1)
    return {"digest": task.store.put(content, "text/csv"), "media_type": "text/csv", "size": len(content)}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput("A day is written like 2027-01-11.") from None
