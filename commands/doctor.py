"""`litfass doctor`."""

from __future__ import annotations

import click

from commands.output import emit, json_option, lines

MARKS = {"well": "✓", "note": "·", "fails": "✗"}


@click.command()
@json_option
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Every precondition with its state; the status is 1 when one that matters fails."""
    from campaigns.doctor.examine import examine, is_well
    from campaigns.settings import load_settings

    settings = load_settings()
    findings = examine(settings, settings.clock())
    if as_json:
        emit([finding.plain() for finding in findings])
    else:
        for finding in findings:
            lines(f"{MARKS[finding.state]} {finding.name:<12} {finding.sentence}")
            if finding.advice:
                lines(f"{'':14} {finding.advice}")
    if not is_well(findings):
        failing = ", ".join(finding.name for finding in findings if finding.state == "fails")
        click.echo(f"Not everything is well: {failing}. The list says what to do about each.", err=True)
        ctx.exit(1)
