"""What is counted, by whose definition. Kinds of figures are never added to one another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Metric(StrEnum):
    """A figure a report shows. Unknown is None with a reason, never 0."""

    QUESTIONS = "questions"
    PUBLICATIONS = "publications"
    VIEWS = "views"
    REACH = "reach"
    IMPRESSIONS = "impressions"
    ENGAGEMENTS = "engagements"
    CLICKS = "clicks"


@dataclass(frozen=True)
class Definition:
    """What a metric counts, in one sentence that stands beside it, with the version of that definition."""

    metric: Metric
    version: str
    sentence: str


DEFINITIONS = {
    definition.metric: definition
    for definition in (
        Definition(
            Metric.QUESTIONS,
            "1",
            "Questions logged by advisors on this topic, each counted once; repeated copies are grouped.",
        ),
        Definition(
            Metric.PUBLICATIONS,
            "1",
            "Posts that the channel confirmed as published; one post on one account is one.",
        ),
        Definition(
            Metric.CLICKS,
            "1",
            "Visits to the short links in the posts. Link previews and crawlers are left out; "
            "the same person may count more than once.",
        ),
        Definition(
            Metric.VIEWS,
            "1",
            "How often a post was shown, as the channel counts it; repeated views count again.",
        ),
    )
}
