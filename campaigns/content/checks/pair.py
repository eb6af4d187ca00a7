"""What two texts alone can tell: a source and its translation, without their post."""

from __future__ import annotations

from campaigns.content.checks.direction import find_direction
from campaigns.content.checks.finding import Finding, Severity
from campaigns.content.checks.law_names import compare_law_names
from campaigns.content.checks.letters import find_wrong_letters
from campaigns.content.checks.levels import compare_levels
from campaigns.content.checks.limits import compare_limits
from campaigns.content.checks.offsets import compare_offsets
from campaigns.content.checks.parity import compare_values
from campaigns.content.checks.placeholders import compare_placeholders
from campaigns.content.checks.poles import compare_poles
from campaigns.content.checks.rates import compare_rates
from campaigns.content.checks.said import compare_said
from campaigns.content.checks.sentences import compare_sentences


def check_pair(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """Findings on values, limits, placeholders, amount of text, negation and obligation; the gravest kind first."""
    both = {"source_language": source_language, "target_language": target_language}
    if not target.strip():
        return compare_sentences(source, target, **both)
    turned = compare_limits(source, target, **both)
    return [
        *compare_values(source, target, **both),
        *compare_rates(source, target, **both),
        *compare_levels(source, target),
        *compare_offsets(source, target, **both),
        *turned,
        *compare_law_names(source, target),
        *compare_placeholders(source, target),
        *compare_sentences(source, target, **both),
        *compare_said(source, target, **both),
        # A limit turned round is told once, with its value.
        *([] if turned else compare_poles(source, target, **both)),
    ]


def check_translation(
    source: str, target: str, *, source_language: str, target_language: str
) -> list[Finding]:
    """What `check_pair` finds, and wrong letters and direction controls of the translation itself."""
    both = {"source_language": source_language, "target_language": target_language}
    own = [
        *find_wrong_letters(target, language=target_language),
        *(one for one in find_direction(target, language=target_language) if one.severity is Severity.ERROR),
    ]
    return [*check_pair(source, target, **both), *own]
