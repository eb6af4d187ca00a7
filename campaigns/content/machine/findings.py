"""What the checks say of a machine's answer before anybody takes it: a number it lost, a "not" it dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session

from campaigns.content.checks.finding import Finding
from campaigns.content.checks.gathering import judge
from campaigns.content.checks.pair import check_translation
from campaigns.content.copy import Copy
from campaigns.content.machine.models import Suggestion
from campaigns.content.machine.taking import words_with
from campaigns.content.models import Variant
from campaigns.content.queries import campaign_of_variant, latest_revision, variant_of
from campaigns.people.models import Programme
from campaigns.vocabulary import MachineTask

#: The checks that can blame the answer; length and pictures are judged once it stands in the text.
_OF_AN_ANSWER: Final = (
    "parity",
    "fact",
    "placeholder",
    "direction",
    "letters",
    "own_case",
    "term",
    "typography",
)


def findings_of(
    session: Session, *, variant: Variant, suggestion: Suggestion, now: datetime
) -> list[tuple[str, Finding]]:
    """Place and finding, the gravest first: a translation as if it were taken, every other answer beside the
    words it stands for (plain language beside the text, a back-translation beside the source)."""
    places = suggestion.texts
    if suggestion.task is MachineTask.TRANSLATE:
        words = words_with(session, variant=variant, suggestion=suggestion)
        judged = judge(session, variant=variant, now=now, words=words, only=_OF_AN_ANSWER)
        open_ones = (one.finding for one in judged if one.dismissal is None)
        return [(one.place.field, one) for one in open_ones if _is_of(one.place.field, places)]
    language, texts = _beside(session, variant, suggestion)
    return [
        (place, finding)
        for place, answer in places.items()
        for finding in check_translation(
            texts.get(place, answer), answer, source_language=language, target_language=language
        )
    ]


def _is_of(place: str, places: Mapping[str, str]) -> bool:
    """Whether this place, or one of the list it names, is suggested."""
    return place in places or any(each.partition(".")[0] == place for each in places)


def _beside(session: Session, variant: Variant, suggestion: Suggestion) -> tuple[str, dict[str, str]]:
    """The language of an answer and the texts that it has to say again."""
    if suggestion.task is MachineTask.SIMPLIFY:
        present = latest_revision(session, variant)
        return variant.language, Copy.from_dict(present.words).texts() if present else {}
    campaign, post = campaign_of_variant(session, variant)
    home = session.get_one(Programme, campaign.programme_id).source_language
    source = variant_of(session, post_id=post.id or 0, language=home)
    revision = latest_revision(session, source)
    return home, Copy.from_dict(revision.words).texts() if revision else {}
