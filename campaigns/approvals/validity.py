"""Which approvals hold now: the one place that says whether bytes may leave, as far as lawyers go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from campaigns.approvals.grounds import FactsBehind
from campaigns.approvals.models import Approval, Proof, ReviewLink
from campaigns.approvals.present import kept
from campaigns.approvals.testimony import Testimony
from campaigns.approvals.voices import Voices
from campaigns.approvals.witness import testimony
from campaigns.content.models import Campaign, Post, PostFact, Variant
from campaigns.facts.models import Fact
from campaigns.people.models import Programme
from campaigns.people.told_rights import demanding_two
from campaigns.vocabulary import DeciderKind, Decision, Risk


class Asked(NamedTuple):
    """What is about to leave: these bytes, in this language, on this kind of channel and day, for this programme.

    `is_out`: it left before and only stays where it is. Then newer words and a lawyer who has left the
    programme since take nothing back; a withdrawal, a link that was taken back, the end of the approval and another
    target do.
    """

    digest: str
    language: str
    channel: str
    on: date
    programme_id: int
    is_out: bool = False


def valid_approval(
    session: Session,
    *,
    digest: str,
    language: str,
    channel: str,
    on: date,
    programme_id: int,
    is_out: bool = False,
) -> Approval | None:
    """The approval under which these bytes may leave on this day (or stay, where they are out), or None."""
    asked = Asked(digest, language, channel, on, programme_id, is_out)
    return valid_approvals(session, [asked]).get(asked)


def valid_approvals(session: Session, asked: Collection[Asked]) -> dict[Asked, Approval]:
    """The approvals under which these may leave; what is not in the answer may not.

    The last word about a digest must be a yes, for this language and channel, not expired, by somebody who is
    a lawyer for the language now as they were then, and the trail has to tell of the same yes, of the role, and of the
    facts behind it as they are. And the proof must be what would be made today: once somebody has begun to change
    words, pictures or the target, or a fact behind them was recalled, what was approved before waits for a person. What
    rests on a fact of high risk needs two lawyers where the programme says so, or said so when it was approved.
    """
    if not asked:
        return {}
    digests = {one.digest for one in asked}
    holds = kept(session, digests)
    standing = standing_words(session, digests)
    voices = Voices(session, [word for words in standing.values() for word in words])
    told = testimony(session, digests)
    risky = needing_two(session, digests, told)
    facts = FactsBehind(session, told.grounds)
    found: dict[Asked, Approval] = {}
    for one in asked:
        still = holds.get(one.digest)
        if still is None or not (still.leads_there if one.is_out else still.is_present):
            continue
        good = [
            word
            for word in standing.get(one.digest, ())
            if _covers(word, one)
            and told.confirms(word)
            and voices.is_given_as_told(word, told)
            and (
                voices.stands(word)
                if one.is_out
                else voices.counts(word, one.programme_id) and facts.bear(told.ground_of(word))
            )
        ]
        needed = 2 if one.digest in risky and not one.is_out else 1
        if voices.number(good) >= needed:
            found[one] = good[-1]
    return found


def has_enough(session: Session, digests: Collection[str], *, said: Collection[Approval] = ()) -> bool:
    """Whether each of these digests has the yes of as many persons as it needs, as the trail tells it.

    `said` are words that are said in this very step: their row of the trail comes after them.
    """
    told = testimony(session, digests)
    standing = told_words(session, digests, said=said, told=told)
    voices = Voices(session, [word for words in standing.values() for word in words])
    risky = needing_two(session, digests, told)
    homes = _programmes(session, digests)
    good = {
        digest: [word for word in words if voices.counts(word, homes[digest])]
        for digest, words in standing.items()
    }
    return bool(digests) and all(
        voices.number(good.get(digest, ())) >= (2 if digest in risky else 1) for digest in digests
    )


def without_a_voice(session: Session, asked: Collection[Asked], *, leaver: int | None = None) -> set[Asked]:
    """Those of these for which too few words count on their day, whatever else may have changed: the last day of the
    yes comes before, or whoever said it is no lawyer for it any more. `leaver` is somebody whose word is left out."""
    digests = {one.digest for one in asked}
    standing = standing_words(session, digests)
    voices = Voices(session, [word for words in standing.values() for word in words])
    risky = needing_two(session, digests)
    return {
        one
        for one in asked
        if voices.number(
            [
                word
                for word in standing.get(one.digest, ())
                if _covers(word, one)
                and voices.counts(word, one.programme_id)
                and (leaver is None or word.by != leaver)
            ]
        )
        < (2 if one.digest in risky else 1)
    }


def latest_decisions(session: Session, digests: Iterable[str]) -> dict[str, Approval]:
    """The word that counts about each digest: the last one."""
    rows = session.exec(
        select(Approval).where(col(Approval.digest).in_(list(digests))).order_by(col(Approval.id))
    )
    return {row.digest: row for row in rows}


def standing_words(session: Session, digests: Iterable[str]) -> dict[str, list[Approval]]:
    """Every yes about a digest since the last no, the oldest first. A partner's yes is heard but opens nothing."""
    rows = session.exec(
        select(Approval, ReviewLink.kind)
        .join(ReviewLink, col(ReviewLink.id) == Approval.link_id, isouter=True)
        .where(col(Approval.digest).in_(list(digests)))
        .order_by(col(Approval.id))
    )
    found: dict[str, list[Approval]] = defaultdict(list)
    for word, kind in rows:
        if word.decision is not Decision.APPROVE:
            found[word.digest].clear()
        elif kind is not DeciderKind.PARTNER:
            found[word.digest].append(word)
    return found


def told_words(
    session: Session,
    digests: Collection[str],
    *,
    said: Collection[Approval] = (),
    told: Testimony | None = None,
) -> dict[str, list[Approval]]:
    """Those standing words of which the trail tells as well, and those that are being said: a row that somebody wrote
    into the table is nobody's yes. `told` is what the trail says about them, where it was read already."""
    told = told or testimony(session, digests)
    fresh = {word.id for word in said}
    standing = standing_words(session, digests)
    return {
        digest: [word for word in words if word.id in fresh or told.confirms(word)]
        for digest, words in standing.items()
    }


def needing_two(session: Session, digests: Collection[str], told: Testimony | None = None) -> set[str]:
    """Those of these digests that need two lawyers: the programme says so, and a fact behind them is of high risk.

    What waits for a second lawyer already goes on waiting when the rule is taken away: that is one admin's hand.
    `told` is what the trail says about them, where it was read already.
    """
    rows = session.exec(
        select(Proof.digest, Programme.id, Programme.second_lawyer)
        .join(Variant, col(Variant.id) == Proof.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(Programme, col(Programme.id) == Campaign.programme_id)
        .join(PostFact, col(PostFact.post_id) == Post.id)
        .join(Fact, col(Fact.id) == PostFact.fact_id)
        .where(col(Proof.digest).in_(list(digests)), Fact.risk == Risk.HIGH)
    ).all()
    demanding = demanding_two(session, {number for _digest, number, _rule in rows if number is not None})
    by_rule = {digest for digest, number, rule in rows if rule or number in demanding}
    return by_rule | (told or testimony(session, digests)).needing_second()


def _programmes(session: Session, digests: Collection[str]) -> dict[str, int]:
    """Whose each of these digests is."""
    rows = session.exec(
        select(Proof.digest, Campaign.programme_id)
        .join(Variant, col(Variant.id) == Proof.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(col(Proof.digest).in_(list(digests)))
    )
    return dict(rows.all())


def _covers(word: Approval, asked: Asked) -> bool:
    return (word.language, word.channel) == (asked.language, asked.channel) and (
        word.valid_until is None or asked.on <= word.valid_until
    )
