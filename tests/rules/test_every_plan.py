"""Every topic that comes with Litfass, planned in every programme it knows: complete, or listed as missing.

What the drafts say is read back by the checks that compare texts, which know nothing of how drafts are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlmodel import Session

from campaigns.content.checks.finding import Severity
from campaigns.content.checks.parity import compare_values
from campaigns.content.copy import Copy
from campaigns.demo.people import add_demo_programme
from campaigns.facts.actions import adopt_topic
from campaigns.languages import written_languages
from campaigns.people.presets import preset, presets
from campaigns.placements.plans.storing import plan_topic
from campaigns.planning.as_json import plan_as_dict
from campaigns.planning.planned import CampaignPlan
from campaigns.vocabulary import Origin

pytestmark = pytest.mark.any_database

#: The topics of the first programme: twelve, and what every programme is asked for.
TOPICS = tuple(preset("femos-plus").topics)
START = date(2027, 1, 11)


def texts(data: object) -> Iterator[str]:
    """Every text anywhere in plain data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value)


def told(copy: Copy) -> str:
    """What a post says of its facts: not the imprint, the source or the tags."""
    return "\n".join([copy.headline, copy.body, *copy.steps, *copy.details, copy.myth, copy.number])


@pytest.mark.parametrize("key", presets())
def test_plan_of_every_topic_is_complete_or_says_what_is_missing(
    session: Session, key: str, now: datetime
) -> None:
    programme = add_demo_programme(session, preset=preset(key), password=None, now=now)
    for topic in TOPICS:
        adopt_topic(session, programme_id=programme.id or 0, topic=topic, by=None, now=now)
        plan = plan_topic(session, programme=programme, topic=topic, start=START, now=now)
        unwritten = {code for one in plan.warnings for code in one.values.get("languages", ())}
        assert plan.posts or set(preset(key).languages) <= unwritten, topic
        assert not any("{" in text or "}" in text for text in texts(plan_as_dict(plan))), topic
        _languages_are_complete_or_listed(plan, set(preset(key).languages))
        _languages_say_the_same_values(plan, programme.source_language)


def test_plan_of_every_topic_is_complete_in_every_language(session: Session, now: datetime) -> None:
    programme = add_demo_programme(session, preset=preset("cads"), password=None, now=now)
    for topic in TOPICS:
        adopt_topic(session, programme_id=programme.id or 0, topic=topic, by=None, now=now)
        plan = plan_topic(
            session, programme=programme, topic=topic, start=START, now=now, languages=written_languages()
        )
        assert plan.posts, topic
        lacking = [
            (post.kind, code) for post in plan.posts for code, one in post.drafts.items() if one.missing
        ]
        assert lacking == [], topic
        _languages_are_complete_or_listed(plan, set(written_languages()))
        _languages_say_the_same_values(plan, programme.source_language)


def _languages_are_complete_or_listed(plan: CampaignPlan, languages: set[str]) -> None:
    for post in plan.posts:
        assert set(post.drafts) == languages
        for code, draft in post.drafts.items():
            assert (draft.copy is None) == bool(draft.missing), (plan.topic, post.kind, code)
            assert draft.origin is Origin.FRAME
            if draft.copy is None:
                listed = [str(one) for one in plan.warnings if one.values.get("language") == code]
                assert listed, f"{plan.topic}, {code}: a draft is missing and no warning says so"
            else:
                assert (
                    draft.copy.headline and draft.copy.alt_text and draft.copy.notice and draft.copy.imprint
                )


def _languages_say_the_same_values(plan: CampaignPlan, source: str) -> None:
    for post in plan.posts:
        origin = post.drafts[source].copy
        for code, draft in post.drafts.items():
            if code == source or origin is None or draft.copy is None:
                continue
            wrong = [
                finding
                for finding in compare_values(
                    told(origin), told(draft.copy), source_language=source, target_language=code
                )
                if finding.severity is Severity.ERROR
            ]
            assert wrong == [], f"{plan.topic}, {post.kind}, {code}"
