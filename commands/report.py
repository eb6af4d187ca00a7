"""`litfass report`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.files import write
from commands.output import emit, json_option, lines

if TYPE_CHECKING:
    from campaigns.reach.files.letterhead import Letterhead
    from campaigns.reach.report.building import Report
    from campaigns.reach.report.posts import PostFigures

#: Formats that hold every post.
OF_POSTS = ("xlsx",)
ALL_EVIDENCE = ("xlsx", "json")
DAY = click.DateTime(formats=["%Y-%m-%d"])
FORMATS = ("html", "pdf", "xlsx", "csv", "json", "evaluation")


@click.command()
@click.option("--programme", "programme_key", help="Key of a programme.")
@click.option("--campaign", "campaign_id", type=int, help="Id of a campaign.")
@click.option("--from", "start", type=DAY, help="First day.")
@click.option("--to", "end", type=DAY, help="Last day.")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option(
    "--language",
    type=click.Choice(("de", "en", "ar", "fa")),
    default="en",
    show_default=True,
    help="ar and fa for PDF alone.",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write.")
@json_option
def report(
    programme_key: str | None,
    campaign_id: int | None,
    start: datetime | None,
    end: datetime | None,
    kind: str,
    language: str,
    out: Path,
    as_json: bool,
) -> None:
    """Whom a campaign or a programme reached, with every figure's source and definition."""
    from campaigns.people.models import Programme
    from campaigns.people.queries import find_programme
    from campaigns.reach.evaluation import evaluation_zip, gather
    from campaigns.reach.files.letterhead import letterhead_of
    from campaigns.reach.report.building import (
        campaign_report,
        posts_behind,
        programme_report,
        with_all_evidence,
    )
    from commands.composition import instance

    if (programme_key is None) == (campaign_id is None):
        raise click.UsageError("Give either --programme or --campaign.")
    first, last = (day.date() if day else None for day in (start, end))
    with instance() as here, here.reading() as session:
        if campaign_id is not None:
            made = campaign_report(session, campaign_id=campaign_id, start=first, end=last, now=here.now)
        else:
            programme = find_programme(session, programme_key or "")
            made = programme_report(
                session, programme_id=programme.id or 0, start=first, end=last, now=here.now
            )
        # While the session is open: the report holds rows that are read when they are written out.
        posts = posts_behind(session, report=made) if kind in OF_POSTS else []
        made = with_all_evidence(session, report=made) if kind in ALL_EVIDENCE else made
        letterhead = letterhead_of(session.get_one(Programme, made.programme_id))
        if kind == "evaluation":
            content = evaluation_zip(made, gather(session, report=made))
        else:
            content = _content(made, kind, language, posts, letterhead, here.store.get)
    write(out, content)
    if as_json:
        emit({"path": str(out), "format": kind, "size": len(content)})
    else:
        lines(str(out))


def _content(
    made: Report,
    kind: str,
    language: str,
    posts: Sequence[PostFigures],
    letterhead: Letterhead,
    read: Callable[[str], bytes],
) -> bytes:
    if kind == "pdf":
        from web.reports.pdf import report_pdf

        return report_pdf(made, language=language, letterhead=letterhead, read=read)
    if kind == "xlsx":
        from web.words.sheets import workbook

        return workbook(made, posts, language=language)
    if kind == "csv":
        from campaigns.reach.evaluation import figures_csv

        return figures_csv(made)
    if kind == "json":
        import json

        from campaigns.reach.files.as_json import report_as_dict

        return json.dumps(report_as_dict(made), ensure_ascii=False, indent=2).encode()
    from web.reports.page import report_html

    return report_html(made, language=language).encode()
