"""Running one check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from campaigns.doctor.finding import Finding, fails

Check = Callable[[], Finding | Iterable[Finding]]


def run_check(name: str, check: Check) -> Iterator[Finding]:
    """A check that breaks is itself a finding: the doctor always comes to the end of its list."""
    try:
        found = check()
        yield from [found] if isinstance(found, Finding) else list(found)
    except Exception as problem:
        yield fails(
            name,
            "This could not be looked at ({problem}).",
            "Run make setup again; if it stays, the installation is damaged.",
            problem=type(problem).__name__,
        )
