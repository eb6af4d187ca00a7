"""Every topic of the library with figures drawn at random: no plan shows a place, or a figure its facts do not have.

What the drafts say is read back by the checks, which know nothing of how drafts are written.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from hypothesis import given, settings
from hypothesis import strategies as some

from campaigns import facts as facts_package
from campaigns.content.checks.finding import Severity
from campaigns.content.checks.parity import compare_values
from campaigns.content.copy import Copy
from campaigns.content.draft_inputs import Imprint
from campaigns.content.fact_view import FactView
from campaigns.content.frames import framed_languages
from campaigns.content.values import Value, ValueKind
from campaigns.planning.as_json import plan_as_dict
from campaigns.planning.plan import plan_campaign
from campaigns.planning.request import Outlet, PlanRequest, Topic
from tests.campaigns.planning.test_plan import library, sentences

TOPICS = sorted(path.stem for path in (Path(facts_package.__file__).parent / "library").glob("*.toml"))
OTHERS = tuple(code for code in framed_languages() if code != "de")

figures = {
    ValueKind.AMOUNT: some.decimals(1, 9999, places=2).map(str),
    ValueKind.DURATION: some.integers(2, 60).map(str),
    ValueKind.DATE: some.dates(date(2027, 1, 1), date(2028, 12, 31)).map(date.isoformat),
    ValueKind.PERCENT: some.integers(2, 99).map(str),
}


@some.composite
def topics_with_other_figures(draw: some.DrawFn) -> tuple[Topic, list[FactView]]:
    """A topic and its facts, which hold at any time, with other amounts, periods, days and shares."""
    topic, facts = library(draw(some.sampled_from(TOPICS)))
    return topic, [replace(_with_figures(draw, fact), valid_from=None, valid_to=None) for fact in facts]


def _with_figures(draw: some.DrawFn, fact: FactView) -> FactView:
    values = {
        name: Value(value.kind, draw(figures[value.kind]), value.unit) if value.kind in figures else value
        for name, value in fact.values.items()
    }
    return replace(fact, values=MappingProxyType(values))


@settings(max_examples=60, deadline=None)
@given(
    asked=topics_with_other_figures(),
    start=some.dates(date(2026, 12, 1), date(2028, 6, 1)),
    languages=some.lists(some.sampled_from(OTHERS), min_size=1, max_size=4, unique=True),
)
def test_every_language_says_the_figures_of_the_facts_or_is_listed_as_missing(
    asked: tuple[Topic, list[FactView]], start: date, languages: list[str]
) -> None:
    topic, facts = asked
    plan = plan_campaign(
        PlanRequest(
            topic=topic,
            jurisdiction="de",
            languages=("de", *languages),
            start=start,
            today=date(2026, 11, 23),
            facts=facts,
            imprint=Imprint("Beratung", "https://example.org/i"),
            outlets=(Outlet("Feed", "feed"),),
        )
    )
    assert not any("{" in text or "}" in text for text in sentences(plan_as_dict(plan)))
    for post in plan.posts:
        source = post.drafts["de"].copy
        assert source is not None
        for code in languages:
            draft = post.drafts[code]
            assert (draft.copy is None) == bool(draft.missing)
            if draft.copy is not None:
                wrong = compare_values(
                    told(source), told(draft.copy), source_language="de", target_language=code
                )
                assert [one.sentence for one in wrong if one.severity is Severity.ERROR] == []


def told(copy: Copy) -> str:
    """What a post says of its facts."""
    return "\n".join([copy.headline, copy.body, *copy.steps, *copy.details, copy.myth, copy.number])
