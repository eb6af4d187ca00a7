"""What two texts alone can tell: a source and its translation, without their post."""

from __future__ import annotations

from campaigns.content.checks.finding import Finding
from campaigns.content.checks.parity import compare_values
from campaigns.content.checks.said import compare_said


def check_pair(source: str, target: str, *, source_language: str, target_language: str) -> list[Finding]:
    """Findings on values, negation and obligation."""
    both = {"source_language": source_language, "target_language": target_language}
    return [*compare_values(source, target, **both), *compare_said(source, target, **both)]
