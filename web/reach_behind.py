"""The rows behind a figure that are no posts, as a table: what each adds to the figure, and the figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.errors import NotFound
from campaigns.kits.figures import KitUsed, kits_used
from campaigns.kits.models import Partner
from campaigns.placements.models import Publication
from campaigns.reach.behind.decisions import days_of_decisions, decisions_of
from campaigns.reach.behind.links import LinkRow, links_clicked
from campaigns.reach.behind.planned import campaigns_behind
from campaigns.reach.behind.rumours import is_answered, rumours_heard
from campaigns.reach.insights.followers import follower_days
from campaigns.reach.report.choosing import Chosen
from campaigns.vocabulary import Decision
from web.formats import day, euros, language_name, number
from web.words.content import topic_word
from web.words.reach import dimension_word, metric_word, place_word


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and where it leads: '' nowhere."""

    text: str
    href: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Line:
    """A row, and what it adds to the figure."""

    cells: Sequence[Cell]
    part: float


@dataclass(frozen=True)
class Behind:
    """A table. `how` says what the figure is of the parts: count, sum, median, different, first or last."""

    title: str
    head: Sequence[str]
    lines: Sequence[Line]
    how: str
    figure: str
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """Which figure: its rows in the scope of a report, narrowed by a key in some dimension; which of their figures."""

    chosen: Chosen
    by: str
    key: str
    figure: str


def rows_behind(session: Session, what: str, asked: Asked) -> Behind:
    """The table, or a refusal where there is none of this name."""
    if what not in _TABLES:
        raise NotFound("There is no such figure.")
    return _TABLES[what](session, asked)


def _clicks(session: Session, asked: Asked) -> Behind:
    found = [
        row
        for row in links_clicked(session, _ids(asked), asked.chosen.period)
        if _belongs(session, row, asked)
    ]
    narrowed = dimension_word(asked.by, asked.key, {}) if asked.by in ("language", "topic", "channel") else ""
    return Behind(
        title=_("Clicks by link") + (f" · {narrowed}" if narrowed else ""),
        head=[_("Post"), _("Language"), _("Channel"), _("Clicks")],
        lines=[
            Line(
                [
                    Cell(f"{row.campaign} · {row.post}"), Cell(language_name(row.language)),
                    Cell(place_word(row.channel)), _number(row.clicks),
                ],
                row.clicks,
            )
            for row in found
        ],
        how="sum",
        figure=number(sum(row.clicks for row in found)),
        note=_("Each text has one link a channel: groups in which the same words were posted share it."),
    )  # fmt: skip


def _belongs(session: Session, row: LinkRow, asked: Asked) -> bool:
    if asked.by == "publication":
        return (row.variant_id, row.channel) == _link_of(session, asked.key)
    return not asked.by or getattr(row, asked.by, "") == asked.key


def _link_of(session: Session, key: str) -> tuple[int, str] | None:
    """Text and channel of the link that a publication carries. Asked for row by row, and remembered."""
    known: dict[str, tuple[int, str] | None] = session.info.setdefault(_link_of, {})
    if key not in known:
        query = (
            select(Proof.variant_id, Proof.channel)
            .join(Publication, col(Publication.proof_id) == Proof.id)
            .where(Publication.id == (int(key) if key.isdecimal() else 0))
        )
        found = session.exec(query).first()
        known[key] = (found[0], found[1]) if found else None
    return known[key]


def _decisions(session: Session, asked: Asked) -> Behind:
    chosen = asked.chosen
    period = days_of_decisions(chosen.period, is_one_campaign=chosen.only is not None)
    wanted = Decision.RETURN if asked.key == Decision.RETURN else Decision.APPROVE
    found = [
        row
        for row in decisions_of(session, _ids(asked), period, chosen.programme.zone)
        if row.outcome is wanted
    ]
    is_median = asked.figure == "hours" and bool(found)
    middle = round(median(row.hours for row in found), 1) if found else None
    return Behind(
        title=_("Texts returned") if wanted is Decision.RETURN else _("Texts approved"),
        head=[_("Post"), _("Language"), _("Decided"), _("Hours from submitting to the decision")],
        lines=[
            Line(
                [
                    Cell(
                        f"{row.campaign} · {row.post}",
                        url_for("campaigns.campaign", campaign_id=row.campaign_id),
                    ),
                    Cell(language_name(row.language)), Cell(day(row.decided_on)), _number(row.hours, 1),
                ],
                row.hours if is_median else 1,
            )
            for row in found
        ],
        how="median" if is_median else "count",
        figure=number(middle, 1) if asked.figure == "hours" else number(len(found)),
        note=_("A campaign's own report counts decisions from the beginning; that of a programme those of the period."),
    )  # fmt: skip


def _campaigns(session: Session, asked: Asked) -> Behind:
    found = campaigns_behind(session, _ids(asked))
    is_costs = asked.figure == "costs"
    if is_costs:
        found = [row for row in found if row.cents is not None]
    total = sum((row.cents or 0) if is_costs else row.posts for row in found)
    return Behind(
        title=_("Costs by campaign") if is_costs else _("Posts planned by campaign"),
        head=[
            _("Campaign"),
            _("Topic"),
            _("Costs of the whole campaign") if is_costs else _("Posts planned"),
        ],
        lines=[
            Line(
                [
                    Cell(row.title, url_for("campaigns.campaign", campaign_id=row.campaign_id)),
                    Cell(topic_word(row.topic)),
                    Cell(euros(row.cents), is_number=True) if is_costs else _number(row.posts),
                ],
                (row.cents or 0) if is_costs else row.posts,
            )
            for row in found
        ],
        how="sum",
        figure=euros(total) if is_costs else number(total),
    )


def _kits(session: Session, asked: Asked) -> Behind:
    period = asked.chosen.period
    used = kits_used(session, campaign_ids=_ids(asked), start=period.start, end=period.end)
    names = {
        row.id: row.name
        for row in session.exec(select(Partner).where(Partner.programme_id == asked.chosen.programme.id))
    }
    titles = {row.id: row.title for row in asked.chosen.campaigns}
    if asked.figure not in ("downloads", "shared"):
        used = [each for each in used if each.is_standing]
    is_partners = asked.figure == "partners"
    parts = [_of_kit(each, asked.figure) for each in used]
    return Behind(
        title=_("Kits of partners"),
        head=[
            _("Partner"), _("Campaign"), _("Language"), metric_word("kit_downloads"), metric_word("kits_shared"),
        ],
        lines=[
            Line(
                [
                    Cell(names.get(each.kit.partner_id, "–")), Cell(titles.get(each.kit.campaign_id, "–")),
                    Cell(language_name(each.kit.language)), _number(each.uses.downloads), _number(each.uses.shared),
                ],
                part,
            )
            for each, part in zip(used, parts, strict=True)
        ],
        how="different" if is_partners else "sum",
        figure=number(len(set(parts)) if is_partners else sum(parts)),
    )  # fmt: skip


def _of_kit(used: KitUsed, figure: str) -> int:
    of_uses = {"partners": used.kit.partner_id, "downloads": used.uses.downloads, "shared": used.uses.shared}
    return of_uses.get(figure, 1)


def _rumours(session: Session, asked: Asked) -> Behind:
    chosen = asked.chosen
    topic = chosen.only.topic if chosen.only else None
    found = [
        row
        for row in rumours_heard(session, chosen.programme.id or 0, topic, chosen.period)
        if asked.figure != "corrected" or is_answered(row)
    ]
    return Behind(
        title=_("Rumours corrected by a campaign") if asked.figure == "corrected" else _("Rumours heard"),
        head=[_("Topic"), _("First heard"), _("Last heard"), _("Corrected by a campaign")],
        lines=[
            Line(
                [
                    Cell(topic_word(row.topic) if row.topic else "–"), Cell(day(row.first_heard_on)),
                    Cell(day(row.last_heard_on)), Cell(_("yes") if is_answered(row) else _("no")),
                ],
                1,
            )
            for row in found
        ],
        how="count",
        figure=number(len(found)),
    )  # fmt: skip


def _followers(session: Session, asked: Asked) -> Behind:
    chosen = asked.chosen
    days = follower_days(session, programme_id=chosen.programme.id or 0, period=chosen.period)
    found = [row for row in days if str(row.account_id) == asked.key]
    is_last = asked.figure == "last"
    return Behind(
        title=_("Followers by day"),
        head=[_("Account"), _("Channel"), _("Day"), _("Followers")],
        lines=[
            Line(
                [
                    Cell(row.account),
                    Cell(place_word(row.channel)),
                    Cell(day(row.day)),
                    _number(row.followers),
                ],
                row.followers,
            )
            for row in found
        ],
        how="last" if is_last else "first",
        figure=number(found[-1 if is_last else 0].followers) if found else "–",
    )


def _ids(asked: Asked) -> list[int]:
    return [item.id or 0 for item in asked.chosen.campaigns]


def _number(value: float, digits: int = 0) -> Cell:
    return Cell(number(value, digits), is_number=True)


_TABLES: Mapping[str, Callable[[Session, Asked], Behind]] = {
    "clicks": _clicks,
    "decisions": _decisions,
    "campaigns": _campaigns,
    "kits": _kits,
    "rumours": _rumours,
    "followers": _followers,
}
