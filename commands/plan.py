"""`litfass plan TOPIC`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from commands.authors import author_of, by_option
from commands.output import emit, json_option, lines, note

if TYPE_CHECKING:
    from campaigns.content.draft_inputs import Event

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.argument("topic")
@click.option("--programme", "programme_key", required=True, help="Key of the programme.")
@click.option("--start", type=DAY, required=True, help="The first day.")
@click.option(
    "--language", "languages", multiple=True, help="Instead of the programme's languages; repeatable."
)
@click.option(
    "--event",
    "titles",
    multiple=True,
    help="An event's title by language, like “de=Offener Tag”; repeatable.",
)
@click.option("--event-day", type=DAY, help="The day of the event.")
@click.option("--event-time", type=click.DateTime(formats=["%H:%M"]), help="When it begins, like 18:30.")
@click.option("--event-place", default="", help="Where it is.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    help="A kind of post instead of the usual series (carousel, film, live_qa, …); repeatable, in this order.",
)
@click.option("--register-until", type=DAY, help="The last day of registration; reminders stop after it.")
@click.option("--save", is_flag=True, help="Keep it as a campaign with drafts.")
@by_option
@json_option
def plan(
    topic: str,
    programme_key: str,
    start: datetime,
    languages: tuple[str, ...],
    titles: tuple[str, ...],
    event_day: datetime | None,
    event_time: datetime | None,
    event_place: str,
    kinds: tuple[str, ...],
    register_until: datetime | None,
    save: bool,
    email: str,
    as_json: bool,
) -> None:
    """A campaign on TOPIC from the programme's facts: posts in every language, and when they go where."""
    from campaigns.clock import wall_time
    from campaigns.content.draft_inputs import check_event
    from campaigns.people.queries import find_programme
    from campaigns.placements.plans.proposing import need_of
    from campaigns.placements.plans.storing import plan_topic, save_plan
    from campaigns.planning.as_json import plan_as_dict
    from campaigns.planning.as_lines import plan_as_lines
    from commands.composition import instance

    needs_title = not kinds or "event" in kinds
    event = _event(titles, event_day, event_time, event_place, register_until, needs_title=needs_title)
    if event is not None:
        check_event(event, start=start.date())
    with instance() as here:
        now = here.now
        with here.transaction() if save else here.reading() as session:
            programme = find_programme(session, programme_key)
            author = author_of(session, email=email, programme_id=programme.id)
            made = plan_topic(
                session,
                programme=programme,
                topic=topic,
                start=start.date(),
                languages=languages,
                event=event,
                kinds=kinds,
                need=need_of(
                    session,
                    programme=programme,
                    topic=topic,
                    as_of=wall_time(now, programme.zone).date(),
                ),
                now=now,
            )
            campaign = (
                save_plan(session, programme=programme, plan=made, by=author, now=now).id if save else None
            )
    if made.start != start.date():
        note(f"It starts on {made.start}, not on {start.date()}; the warnings say why.")
    if as_json:
        emit(plan_as_dict(made, campaign=campaign))
        return
    lines(f"Campaign {campaign}" if campaign else "Not saved; --save keeps it.")
    lines(*plan_as_lines(made))


def _event(
    titles: tuple[str, ...],
    day: datetime | None,
    begins: datetime | None,
    place: str,
    register_until: datetime | None,
    *,
    needs_title: bool,
) -> Event | None:
    """The event that the options describe, or None without any of them. Live answers need no title of their own."""
    from campaigns.content.draft_inputs import Event

    if not (titles or day or begins or place or register_until):
        return None
    if not (day and begins) or (needs_title and not titles):
        raise click.UsageError("An event needs --event, --event-day and --event-time.")
    pairs = [title.partition("=") for title in titles]
    if wrong := next((code for code, sign, _title in pairs if not sign), None):
        raise click.UsageError(f"“{wrong}” names no language. Write a title like de=Offener Tag.")
    return Event(
        title={code.strip(): title.strip() for code, _sign, title in pairs},
        day=day.date(),
        begins=begins.time(),
        place=place,
        register_until=register_until.date() if register_until else None,
    )
