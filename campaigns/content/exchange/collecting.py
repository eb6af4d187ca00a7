"""The texts of a campaign, as they leave for translators."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from campaigns.content.copy import Copy
from campaigns.content.exchange.package import Package, Text, Unit
from campaigns.content.models import Post, Revision, Variant
from campaigns.content.queries import get_campaign, latest_revisions, posts_of_campaign, variants_of_posts
from campaigns.content.segments.alignment import align
from campaigns.content.segments.coverage import knows
from campaigns.errors import NotReady
from campaigns.languages import sort_languages
from campaigns.people.models import Programme


def collect_texts(
    session: Session, *, campaign_id: int, languages: Sequence[str] = (), only_open: bool = False
) -> list[Package]:
    """One package a language; the source language itself is none. `only_open` leaves out what is up to date."""
    campaign = get_campaign(session, campaign_id)
    source_language = session.get_one(Programme, campaign.programme_id).source_language
    posts = posts_of_campaign(session, campaign_id)
    variants = variants_of_posts(session, [post.id or 0 for post in posts])
    revisions = latest_revisions(session, [row for each in variants.values() for row in each.values()])
    there = {code for each in variants.values() for code in each} - {source_language}
    if unknown := [code for code in languages if code not in there]:
        raise NotReady(
            "The campaign has no texts in {language}. Its languages: {known}.",
            language=unknown[0],
            known=", ".join(sort_languages(there)) or "–",
        )
    if not any(_source(variants, revisions, post, source_language) for post in posts):
        raise NotReady("Nothing is written in the source language yet, so there is nothing to translate.")
    return [
        Package(
            campaign_id=campaign_id,
            title=campaign.title,
            source_language=source_language,
            language=code,
            texts=[
                text
                for post in posts
                if (source := _source(variants, revisions, post, source_language))
                and (variant := variants[post.id or 0].get(code))
                and (text := _text(session, post, variant, revisions, source, source_language, only_open))
            ],
        )
        for code in sort_languages(languages or there)
    ]


def _source(
    variants: dict[int, dict[str, Variant]], revisions: dict[int, Revision], post: Post, language: str
) -> Revision | None:
    variant = variants.get(post.id or 0, {}).get(language)
    return revisions.get(variant.id or 0) if variant else None


def _text(
    session: Session,
    post: Post,
    variant: Variant,
    revisions: dict[int, Revision],
    source: Revision,
    source_language: str,
    only_open: bool,
) -> Text | None:
    present = revisions.get(variant.id or 0)
    known = known_source(session, source, present)
    here, there = Copy.from_dict(source.words).texts(), _texts(present)
    before = _texts(known) if known else here
    units = [
        Unit(
            place,
            align(text, there.get(place, ""), source_language=source_language, language=variant.language),
            is_open=not there.get(place) or before.get(place, "") != text,
            was=before.get(place, "") if before.get(place, "") != text else "",
        )
        for place, text in here.items()
    ]
    units = [unit for unit in units if unit.is_open or not only_open]
    if not units:
        return None
    return Text(variant.id or 0, post.position, post.kind, variant.revision, source.number, units)


def known_source(session: Session, source: Revision, translation: Revision | None) -> Revision | None:
    """The source words a translation is as good as made from, if those that stand mean something else.

    Small corrections after the translation changed no meaning, so they are no news to the translator later either.
    """
    if translation is None or translation.source_digest is None or knows(translation, source):
        return None
    earlier = session.exec(
        select(Revision).where(Revision.variant_id == source.variant_id).order_by(col(Revision.number).desc())
    )
    made_from = translation.source_digest
    return next((one for one in earlier if made_from in (one.digest, *one.same_as)), None)


def _texts(revision: Revision | None) -> dict[str, str]:
    return Copy.from_dict(revision.words).texts() if revision else {}
