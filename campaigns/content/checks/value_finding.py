"""What is said of a value that differs."""

from __future__ import annotations

from typing import Final

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.values.found import Found, Kind

CHANGED: Final = "“{source}” in the source is “{target}” here."
MISSING: Final = "“{source}” of the source is missing here."
ADDED: Final = "“{target}” does not stand in the source."
EXCHANGED: Final = "“{source}” in the source, “{target}” here: the two have changed places."
SIGN_LOST: Final = "“{source}” is a paragraph of a law in the source; here only the number is left."
UNIT_CHANGED: Final = "“{source}” in the source is “{target}” here: same number, other unit."


def value_finding(message: str, a: Found | None, b: Found | None, at: Found | None) -> Finding:
    """A finding on the value `a` of the source and `b` of the target; it stands where `at` is."""
    kind = (a or b).kind  # type: ignore[union-attr]
    name = Kind.LAW if kind is Kind.SUB else kind
    return Finding(
        check=f"value.{name}",
        severity=Severity.ERROR,
        message=message,
        values={"source": a.written if a else "", "target": b.written if b else ""},
        place=Place("", at.start, at.end) if at else Place(),
        source_value=a.written if a else "",
        target_value=b.written if b else "",
    )
