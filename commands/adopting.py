"""What `litfass restore` and `litfass import` say about a trail that no key of this home signed."""

from __future__ import annotations

import click

from commands.output import note

adopt_option = click.option(
    "--adopt-trail",
    "adopts",
    is_flag=True,
    help="Take the audit trail in FILE at its word although no key of this home signed it.",
)


def tell_of_adoption(trail: str) -> None:
    """Says on the error stream that nothing vouched for the trail; silent where a key did."""
    from campaigns.backup.trail import ADOPTED

    if trail == ADOPTED:
        note(
            "The audit trail was taken at the file's word and signed anew: the key that signed it is not in this home. "
            "Compare it with a copy of audit-heads.txt of the home it comes from before anybody resumes sending."
        )
