"""Who had a hand in what leaves: none of them decides about it, whatever roles they hold.

Words are not all that a reader gets. Whoever chose where the link leads, the look or the photo, spoke the voice, set
the funder's statement or the brand, or wrote what a fact behind it says made a part of it, too. The tables name the
authors of words and facts; of the rest the trail tells, which nobody can rewrite.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlmodel import Session, and_, col, or_, select

from campaigns.approvals.models import ReviewRequest
from campaigns.content.models import Campaign, Post, PostFact, Revision, Variant
from campaigns.content.queries import campaign_of_variant
from campaigns.facts.models import Fact, FactVersion
from campaigns.people.models import AuditEntry


class Hand(StrEnum):
    """What somebody did to it, the weightiest first."""

    WORDS = "words"
    LINK = "link"
    LOOK = "look"
    PHOTO = "photo"
    VOICE = "voice"
    FACT = "fact"
    BROUGHT = "brought"
    FUNDER = "funder"
    BRAND = "brand"


#: What the trail tells of hands; words and facts name theirs in their tables as well.
_DEEDS: Mapping[str, Hand] = {
    "write_revision": Hand.WORDS,
    "set_look": Hand.LOOK,
    "ask_for_films": Hand.LOOK,
    "add_photo": Hand.PHOTO,
    "add_voice": Hand.VOICE,
    "remove_voice": Hand.VOICE,
    "set_funder": Hand.FUNDER,
    "set_colours": Hand.BRAND,
    "add_logo": Hand.BRAND,
    "remove_logo": Hand.BRAND,
}


def hands_on(session: Session, variant: Variant) -> dict[int, Hand]:
    """Everybody who made a part of what leaves of this text, with the weightiest thing they did."""
    campaign, post = campaign_of_variant(session, variant)
    authors = _authors(session, variant.id or 0)
    hands = [(Hand.WORDS, author) for author in authors if author is not None]
    if campaign.link and campaign.created_by is not None:
        hands.append((Hand.LINK, campaign.created_by))
    if None in authors or (campaign.link and campaign.created_by is None):
        # From the command line, without a name: whoever brings it before the lawyers answers for it.
        hands += [(Hand.BROUGHT, person) for person in _submitters(session, variant.id or 0)]
    hands += [(Hand.FACT, writer) for writer in _fact_writers(session, post, variant.language)]
    hands += _told_hands(session, campaign, post, variant)
    order = list(Hand)
    found: dict[int, Hand] = {}
    for hand, person in sorted(hands, key=lambda each: order.index(each[0])):
        found.setdefault(person, hand)
    return found


def _told_hands(session: Session, campaign: Campaign, post: Post, variant: Variant) -> list[tuple[Hand, int]]:
    """Those of which the trail tells. What stood before the campaign was made is the house's own."""
    about = {
        "campaign": campaign.id,
        "photo": post.photo_id,
        "variant": variant.id,
        "programme": campaign.programme_id,
    }
    rows = session.exec(
        select(AuditEntry).where(
            or_(
                *(
                    and_(AuditEntry.subject == subject, AuditEntry.subject_id == number)
                    for subject, number in about.items()
                    if number is not None
                )
            ),
            col(AuditEntry.action).in_(_DEEDS),
            col(AuditEntry.by).is_not(None),
        )
    )
    return [
        (hand, row.by)
        for row in rows
        if row.by is not None
        and (
            (hand := _DEEDS[row.action]) is not Hand.LOOK or _is_about(json.loads(row.detail), post, variant)
        )
        and (row.subject != "programme" or row.at >= campaign.created_at)
    ]


def _authors(session: Session, variant_id: int) -> set[int | None]:
    """Who wrote any of its words; None for words of which nobody knows who."""
    return set(session.exec(select(Revision.created_by).where(Revision.variant_id == variant_id).distinct()))


def _submitters(session: Session, variant_id: int) -> list[int]:
    query = select(ReviewRequest.submitted_by).where(ReviewRequest.variant_id == variant_id)
    return list(session.exec(query.distinct()))


def _is_about(detail: Mapping[str, Any], post: Post, variant: Variant) -> bool:
    """Whether a choice of looks was for this post, that of a film for this language."""
    if "post" in detail:
        return bool(detail["post"] == post.id)
    is_for = detail.get("posts") or [post.id], detail.get("languages") or [variant.language]
    return post.id in is_for[0] and variant.language in is_for[1]


def _fact_writers(session: Session, post: Post, language: str) -> set[int]:
    """Who wrote the values and words that the facts behind the post have now, in this language.

    Not whoever wrote a fact that somebody else has checked: two persons have answered for it already.
    """
    query = (
        select(FactVersion, Fact.checked_by)
        .join(PostFact, col(PostFact.fact_id) == FactVersion.fact_id)
        .join(Fact, col(Fact.id) == FactVersion.fact_id)
        .where(PostFact.post_id == post.id)
        .order_by(col(FactVersion.fact_id), col(FactVersion.number))
    )
    writers: dict[tuple[int, str], tuple[Any, int | None]] = {}
    checkers: dict[int, int | None] = {}
    for version, checker in session.exec(query):
        checkers[version.fact_id] = checker
        said = {**version.values, **version.texts.get(language, {})}
        for part in [key for key in writers if key[0] == version.fact_id and key[1] not in said]:
            del writers[part]
        for name, value in said.items():
            # Who writes a part again as it is has not written it.
            if writers.get((version.fact_id, name), (None, None))[0] != value:
                writers[version.fact_id, name] = value, version.created_by
    return {
        person
        for (fact_id, _part), (_value, person) in writers.items()
        if person is not None and checkers[fact_id] in (None, person)
    }
