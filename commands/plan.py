"""`litfass plan TOPIC`."""

from __future__ import annotations

from datetime import datetime

import click

from commands.output import emit, json_option, lines

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.argument("topic")
@click.option("--programme", "programme_key", required=True, help="Key of the programme.")
@click.option("--start", type=DAY, required=True, help="The first day.")
@click.option(
    "--language", "languages", multiple=True, help="Instead of the programme's languages; repeatable."
)
@click.option("--save", is_flag=True, help="Keep it as a campaign with drafts.")
@json_option
def plan(
    topic: str,
    programme_key: str,
    start: datetime,
    languages: tuple[str, ...],
    save: bool,
    as_json: bool,
) -> None:
    """A campaign on TOPIC from the programme's facts: posts in every language, and when they go where."""
    from campaigns.people.queries import find_programme
    from campaigns.placements.plans import plan_topic, save_plan
    from campaigns.planning.as_json import plan_as_dict
    from commands.composition import instance

    with instance() as here:
        now = here.now
        with here.transaction() if save else here.reading() as session:
            programme = find_programme(session, programme_key)
            made = plan_topic(
                session, programme=programme, topic=topic, start=start.date(), languages=languages, now=now
            )
            campaign = (
                save_plan(session, programme=programme, plan=made, by=None, now=now).id if save else None
            )
    document = plan_as_dict(made, campaign=campaign)
    if as_json:
        emit(document)
        return
    lines(f"Campaign {campaign}" if campaign else "Not saved; --save keeps it.")
    for post in document["posts"]:
        written = [code for code, words in post["languages"].items() if words["headline"]]
        lines(
            f"{post['day']}  {post['kind']:<14} {' '.join(written)}  ({len(post['placements'])} placements)"
        )
    lines(*(f"! {warning}" for warning in document["warnings"]))
