"""Making the pictures of a campaign: orders are read, pictures made outside any transaction, then written down."""

from __future__ import annotations

from typing import Any

from campaigns.clock import wall_time
from campaigns.content.queries import get_campaign
from campaigns.content.rendering.making import Made, make_pictures
from campaigns.content.rendering.orders import render_orders
from campaigns.content.rendering.recording import record_renditions
from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput
from campaigns.links.paper import links_on_paper
from campaigns.people.models import Programme
from campaigns.placements.queries import channels_of_campaign
from scheduler.jobs.task import Task

#: Pictures that are written down together: the matrix fills while the rest is being made.
TOGETHER = 4


def run(task: Task) -> dict[str, Any]:
    """Makes what `order` names: languages, formats, posts (ids); all of the campaign when it names none."""
    if task.subject_id is None:
        raise BadInput("This work names no campaign.")
    with session_scope(task.engine) as session:
        addresses = links_on_paper(
            session, campaign_id=task.subject_id, base_url=task.settings.base_url, now=task.clock()
        )
    with read_scope(task.engine) as session:
        campaign = get_campaign(session, task.subject_id)
        programme = session.get_one(Programme, campaign.programme_id)
        orders = render_orders(
            session,
            campaign_id=task.subject_id,
            store=task.store,
            languages=task.order.get("languages"),
            formats=task.order.get("formats"),
            posts=task.order.get("posts"),
            today=wall_time(task.clock(), programme.zone).date(),
            channels=channels_of_campaign(session, task.subject_id),
            addresses=addresses,
        )
    task.report(0, len(orders))
    made, problems = 0, []
    for start in range(0, len(orders), TOGETHER):
        results = list(make_pictures(orders[start : start + TOGETHER], task.store))
        good = [item for item in results if isinstance(item, Made)]
        with session_scope(task.engine) as session:
            record_renditions(session, made=good, now=task.clock())
        made += len(good)
        problems += [
            {
                "post": item.order.post,
                "language": item.order.spec.language,
                "format": item.order.format,
                "sentence": item.sentence,
                "values": {name: str(value) for name, value in item.problem.values.items()},
            }
            for item in results
            if not isinstance(item, Made)
        ]
        task.report(start + len(results), len(orders))
    return {"made": made, "not_made": problems}
