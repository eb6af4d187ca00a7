"""Facts that wait for a lawyer, words that a moved fact left behind, and old words that are still out."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.content.recall.deltas import moved_values
from campaigns.content.recall.models import Recall
from campaigns.content.recall.queries import OpenItem
from campaigns.content.recall.views import views_of, why_of
from campaigns.content.stored_facts import fact_titles
from campaigns.facts.models import Fact
from campaigns.facts.versions import version_of
from campaigns.languages import sort_languages
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.placements.calendar.diary import headlines_of
from campaigns.placements.recall.warnings import will_be_held
from campaigns.placements.recall.work import facts_to_check, out_with_old_words, texts_to_renew
from campaigns.vocabulary import FactStatus, Role
from web.formats import day, language_name
from web.standing import states_of
from web.waiting import Group, Item
from web.words import facts as facts_words
from web.words.facts import reading_language
from web.words.labels import label

MOST = 5


def waiting_facts(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For lawyers: what was changed or is due for review."""
    programme = session.get(Programme, actor.programme_id) if actor.programme_id else None
    if programme is None or not actor.holds(Role.LAWYER):
        return []
    today = wall_time(now, programme.zone).date()
    facts = facts_to_check(session, programme_id=programme.id or 0, today=today)
    if not facts:
        return []
    titles = fact_titles(session, [fact.id or 0 for fact in facts[:MOST]], reading_language())
    items = [
        Item(
            title=titles[fact.id or 0],
            address=url_for("facts.fact", fact_id=fact.id),
            note=_changed(session, fact)
            if fact.status is FactStatus.DRAFT and fact.revision > 1
            else _("review due on %(day)s", day=day(fact.review_on)),
            state=fact.status,
        )
        for fact in facts[:MOST]
    ]
    changed = any(fact.status is FactStatus.DRAFT and fact.revision > 1 for fact in facts)
    more = url_for("facts.index", state="due") if len(facts) > MOST else None
    return [Group(_("Facts to check"), items, len(facts), more, urgency=1 if changed else 4)]


def waiting_renewals(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those who write, in their languages: texts that still say what a fact said before."""
    if actor.programme_id is None:
        return []
    plans = actor.holds(Role.STAFF, Role.LEAD)
    languages = None if plans else actor.languages(Role.TRANSLATOR) | actor.languages(Role.LAWYER)
    if languages is not None and not languages:
        return []
    texts = texts_to_renew(session, programme_id=actor.programme_id, languages=languages)
    groups: dict[tuple[int, int], list[OpenItem]] = {}
    for one in texts:
        groups.setdefault((one.recall.id or 0, one.post.id or 0), []).append(one)
    shown = list(groups.values())[:MOST]
    programme = session.get_one(Programme, actor.programme_id)
    headlines = headlines_of(session, {group[0].post.id or 0 for group in shown}, programme.source_language)
    titles = fact_titles(session, {group[0].fact.id or 0 for group in shown}, reading_language())
    items = [_renewal(session, group, headlines, titles) for group in shown]
    return [Group(_("Words to renew"), items, len(groups), None, urgency=1)] if items else []


def waiting_publications(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those who place posts: what is out and says what is no longer so."""
    if actor.programme_id is None or not actor.holds(Role.STAFF, Role.LEAD):
        return []
    found = out_with_old_words(session, programme_id=actor.programme_id)
    recalls = {recall_id: session.get_one(Recall, recall_id) for recall_id in found}
    titles = fact_titles(session, {recall.fact_id for recall in recalls.values()}, reading_language())
    items = [
        Item(
            title=titles.get(recalls[recall_id].fact_id, ""),
            address=url_for("facts.recall", recall_id=recall_id, _anchor="out"),
            note=ngettext("%(num)s post is out with it", "%(num)s posts are out with it", number),
        )
        for recall_id, number in found.items()
    ]
    return [Group(_("Out with old words"), items[:MOST], len(items), None, urgency=2)] if items else []


def waiting_to_be_held(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those who place posts: what is scheduled with words that somebody is changing."""
    if actor.programme_id is None or not actor.holds(Role.STAFF, Role.LEAD):
        return []
    found = will_be_held(session, programme_id=actor.programme_id)
    programme = session.get_one(Programme, actor.programme_id)
    headlines = headlines_of(session, {one.post.id or 0 for one in found[:MOST]}, programme.source_language)
    states = states_of([one.variant for one in found[:MOST]])
    items = [
        Item(
            title=facts_words.plain(headlines.get(one.post.id or 0) or one.campaign.title),
            address=url_for("copy.bench", variant_id=one.variant.id),
            note=f"{language_name(one.variant.language)} · {one.campaign.title}",
            state=states[one.variant.id or 0],
            due_at=one.placement.due_at,
        )
        for one in found[:MOST]
    ]
    return (
        [Group(_("Scheduled, but its words are being changed"), items, len(found), urgency=1)]
        if items
        else []
    )


def _changed(session: Session, fact: Fact) -> str:
    """When a fact was changed and why, as whoever changed it told the lawyers."""
    on = _("changed on %(day)s", day=day(fact.changed_at))
    version = version_of(session, fact, fact.revision)
    return f"{on}: {version.why}" if version and version.why else on


def _renewal(
    session: Session, group: list[OpenItem], headlines: dict[int, str], titles: dict[int, str]
) -> Item:
    first = group[0]
    moved = moved_values(*views_of(session, first.recall), reading_language())
    values = ", ".join(f"{value.old} → {value.new}" for value in moved if value.old and value.new)
    told = values or why_of(session, first.recall) or titles.get(first.fact.id or 0, "")
    languages = sort_languages({one.variant.language for one in group})
    named = ", ".join(map(language_name, languages))
    return Item(
        title=facts_words.plain(headlines.get(first.post.id or 0) or first.campaign.title),
        address=url_for(
            "facts.recall",
            recall_id=first.recall.id,
            language=languages[0] if len(languages) == 1 else None,
        ),
        note=f"{named} · {label(first.recall.cause)}: {told}",
    )
