"""`litfass check`: what two texts that should say the same do not say alike."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click

from commands.output import emit, json_option, lines


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8-sig", errors="replace"), default="-")
@click.option("--source", "source_language", required=True, help="Language of the source, as in de.")
@click.option("--target", "target_language", required=True, help="Language of the translation.")
@json_option
def check(file: Any, source_language: str, target_language: str, as_json: bool) -> None:
    """Values, negation and more of pairs {"source": …, "target": …}: JSON lines from FILE or standard input."""
    from campaigns.content.checks.pair import check_translation
    from campaigns.languages import language

    both = {
        "source_language": language(source_language).code,
        "target_language": language(target_language).code,
    }
    results = [check_translation(source, target, **both) for source, target in _pairs(file)]
    if as_json:
        emit([{"findings": [_plain(one) for one in findings]} for findings in results])
        return
    for number, findings in enumerate(results, start=1):
        lines(*(f"{number}: {one.severity} {one.check}: {one.sentence}" for one in findings))
    told = sum(bool(findings) for findings in results)
    lines(f"{len(results)} pairs, {told} with findings.")


def _plain(finding: Any) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": str(finding.severity),
        "source_value": finding.source_value,
        "target_value": finding.target_value,
        "message": finding.sentence,
        "place": {"start": finding.place.start, "end": finding.place.end},
    }


def _pairs(rows: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Source and target of each line; refuses a line that is no such pair, naming it."""
    from campaigns.errors import BadInput

    for number, row in enumerate(rows, start=1):
        if not row.strip():
            continue
        try:
            pair = json.loads(row)
            source, target = pair["source"], pair["target"]
        except (ValueError, KeyError, TypeError):
            source = target = None
        if not (isinstance(source, str) and isinstance(target, str)):
            raise BadInput(
                "Line {number} is no pair. Write {pattern} in one line for each pair.",
                number=number,
                pattern='{"source": "…", "target": "…"}',
            )
        yield source, target
