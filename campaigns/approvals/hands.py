"""Who had a hand in what leaves: none of them decides about it, whatever roles they hold.

Words are not all that a reader gets. Whoever chose where the link leads, the look or the photo, spoke the voice, set
the funder's statement or the brand, or wrote what a fact behind it says made a part of it, too. The tables name the
authors of words and facts; of the rest the trail tells, which nobody can rewrite.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import select as select_many
from sqlmodel import Session, and_, col, or_, select

from campaigns.approvals.models import ReviewRequest
from campaigns.content.models import Campaign, Post, PostFact, Rendition, Revision, Variant
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
    return hands_of(session, [variant])[variant.id or 0]


def hands_of(session: Session, variants: Collection[Variant]) -> dict[int, dict[int, Hand]]:
    """The same of many texts, by their numbers, in a fixed number of queries."""
    numbers = [variant.id or 0 for variant in variants]
    query = (
        select_many(Variant, Post, Campaign)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(col(Variant.id).in_(numbers))
    )
    seen = _photos_in_files(session, numbers)
    texts = [
        _Text(variant, post, campaign, seen[variant.id]) for variant, post, campaign in session.execute(query)
    ]
    written = _by_text(session, col(Revision.variant_id), col(Revision.created_by), numbers)
    brought = _by_text(session, col(ReviewRequest.variant_id), col(ReviewRequest.submitted_by), numbers)
    versions = _fact_versions(session, {text.post.id or 0 for text in texts})
    deeds = _deeds(session, texts)
    order = list(Hand)
    found: dict[int, dict[int, Hand]] = {}
    for text in texts:
        number, campaign = text.variant.id or 0, text.campaign
        authors = written[number]
        hands = [(Hand.WORDS, author) for author in authors if author is not None]
        if campaign.link and campaign.created_by is not None:
            hands.append((Hand.LINK, campaign.created_by))
        if None in authors or (campaign.link and campaign.created_by is None):
            # From the command line, without a name: whoever brings it before the lawyers answers for it.
            hands += [(Hand.BROUGHT, person) for person in brought[number] if person is not None]
        language = text.variant.language
        hands += [(Hand.FACT, writer) for writer in _fact_writers(versions[text.post.id or 0], language)]
        hands += [told for subject in text.subjects() for told in _told_hands(deeds[subject], text)]
        own: dict[int, Hand] = {}
        for hand, person in sorted(hands, key=lambda each: order.index(each[0])):
            own.setdefault(person, hand)
        found[number] = own
    return found


class _Text(NamedTuple):
    """A text and what it is a part of."""

    variant: Variant
    post: Post
    campaign: Campaign
    photos: Collection[int]

    def subjects(self) -> list[tuple[str, int]]:
        """What the trail tells of hands about. Photos are the one chosen for the post and those that are seen in its
        files: a film has its own, and pictures may be older than the choice."""
        about = [
            ("campaign", self.campaign.id),
            ("variant", self.variant.id),
            ("programme", self.campaign.programme_id),
            *(("photo", number) for number in {self.post.photo_id, *self.photos}),
        ]
        return [(subject, number) for subject, number in about if number is not None]


def _photos_in_files(session: Session, numbers: Collection[int]) -> dict[int, set[int]]:
    """The photos that are seen in the files of each of these texts, by its number."""
    query = (
        select_many(col(Revision.variant_id), col(Rendition.photo_id))
        .join(Rendition, col(Rendition.revision_id) == Revision.id)
        .where(
            col(Revision.variant_id).in_(list(numbers)),
            col(Rendition.current).is_(True),
            col(Rendition.photo_id).is_not(None),
        )
        .distinct()
    )
    found: dict[int, set[int]] = defaultdict(set)
    for number, photo in session.execute(query):
        found[number].add(photo)
    return found


def _deeds(session: Session, texts: Collection[_Text]) -> dict[tuple[str, int], list[AuditEntry]]:
    """What people did to any of these, by what they did it to."""
    subjects: dict[str, set[int]] = defaultdict(set)
    for subject, number in {each for text in texts for each in text.subjects()}:
        subjects[subject].add(number)
    found: dict[tuple[str, int], list[AuditEntry]] = defaultdict(list)
    if not subjects:
        return found
    about = [
        and_(AuditEntry.subject == subject, col(AuditEntry.subject_id).in_(numbers))
        for subject, numbers in subjects.items()
    ]
    query = select(AuditEntry).where(
        or_(*about), col(AuditEntry.action).in_(_DEEDS), col(AuditEntry.by).is_not(None)
    )
    for row in session.exec(query):
        found[row.subject, row.subject_id or 0].append(row)
    return found


def _told_hands(rows: Collection[AuditEntry], text: _Text) -> list[tuple[Hand, int]]:
    """Those of which the trail tells. What stood before the campaign was made is the house's own."""
    return [
        (hand, row.by)
        for row in rows
        if row.by is not None
        and (
            (hand := _DEEDS[row.action]) is not Hand.LOOK
            or _is_about(json.loads(row.detail), text.post, text.variant)
        )
        and (row.subject != "programme" or row.at >= text.campaign.created_at)
    ]


def _by_text(
    session: Session, text: Any, person: Any, numbers: Collection[int]
) -> dict[int, set[int | None]]:
    """Who stands in this column of each text's rows; None for a row of which nobody knows whose it is."""
    found: dict[int, set[int | None]] = defaultdict(set)
    for number, who in session.execute(select_many(text, person).where(text.in_(list(numbers))).distinct()):
        found[number].add(who)
    return found


def _is_about(detail: Mapping[str, Any], post: Post, variant: Variant) -> bool:
    """Whether a choice of looks was for this post, that of a film for this language."""
    if "post" in detail:
        return bool(detail["post"] == post.id)
    is_for = detail.get("posts") or [post.id], detail.get("languages") or [variant.language]
    return post.id in is_for[0] and variant.language in is_for[1]


def _fact_versions(
    session: Session, post_ids: Collection[int]
) -> dict[int, list[tuple[FactVersion, int | None]]]:
    """Every version of the facts behind each post in its order, with who has checked the fact."""
    query = (
        select_many(col(PostFact.post_id), FactVersion, col(Fact.checked_by))
        .join(FactVersion, col(FactVersion.fact_id) == PostFact.fact_id)
        .join(Fact, col(Fact.id) == FactVersion.fact_id)
        .where(col(PostFact.post_id).in_(list(post_ids)))
        .order_by(col(FactVersion.fact_id), col(FactVersion.number))
    )
    found: dict[int, list[tuple[FactVersion, int | None]]] = defaultdict(list)
    for post_id, version, checker in session.execute(query):
        found[post_id].append((version, checker))
    return found


def _fact_writers(versions: Collection[tuple[FactVersion, int | None]], language: str) -> set[int]:
    """Who wrote the values and words that these facts have now, in this language.

    Not whoever wrote a fact that somebody else has checked: two persons have answered for it already.
    """
    writers: dict[tuple[int, str], tuple[Any, int | None]] = {}
    checkers: dict[int, int | None] = {}
    for version, checker in versions:
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
