"""A kit's version as canonical JSON: approved proofs by digest, and everything that stands around them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from campaigns.canonical import canonical_json, digest_of
from campaigns.kits.gathering import Gathered, Part
from campaigns.kits.models import Partner, Region
from campaigns.languages import language as language_row
from campaigns.people.models import Programme

FORMAT = 1
#: Stands in what a made-up programme gives out: nobody has checked its words.
DEMO = "demo"
#: What differs between two versions that say the same.
STAMPS = ("number", "made_on")
#: How many letters of a version's digest people compare.
STAMP_LENGTH = 12

KitManifest = dict[str, Any]


def build_version(
    *,
    programme: Programme,
    gathered: Gathered,
    language: str,
    number: int,
    made_on: date,
    expires_on: date,
    partner: Partner | None = None,
    region: Region | None = None,
    link: Mapping[str, str] | None = None,
) -> KitManifest:
    """The manifest of a version. Without a partner it names nobody and counts nothing."""
    return {
        "format": FORMAT,
        "number": number,
        "language": language,
        "direction": language_row(language).direction,
        "made_on": made_on.isoformat(),
        "expires_on": expires_on.isoformat(),
        "programme": programme.name,
        "organisation": programme.organisation,
        "imprint": programme.imprint,
        "imprint_url": programme.imprint_url,
        "responsible": programme.responsible,
        "partner": partner.name if partner else "",
        "contact": contact_block(region, language, programme.source_language) if region else None,
        "link": dict(link) if link else None,
        "posts": [_post(part) for part in gathered.parts],
        **({DEMO: True} if programme.is_demo else {}),
    }


def contact_block(region: Region, language: str, source_language: str) -> dict[str, str] | None:
    """The region's block in the kit's language, else in the programme's own; None where there is none."""
    for code in (language, source_language, *sorted(region.contacts)):
        if region.contacts.get(code):
            return {"region": region.name, "language": code, "text": region.contacts[code]}
    return None


def frozen(manifest: KitManifest) -> tuple[str, str]:
    """The manifest as it is stored, and its digest."""
    return canonical_json(manifest), digest_of(manifest)


def read_version(text: str) -> KitManifest:
    """A stored manifest."""
    manifest: KitManifest = json.loads(text)
    return manifest


def says_the_same(one: KitManifest, other: KitManifest) -> bool:
    """Whether two versions differ in nothing but their stamps."""
    return _without_stamps(one) == _without_stamps(other)


def stamp_of(manifest: KitManifest) -> str:
    """A short digest by which two people can tell that they look at the same version."""
    return digest_of(manifest)[:STAMP_LENGTH]


def _without_stamps(manifest: KitManifest) -> KitManifest:
    return {name: value for name, value in manifest.items() if name not in STAMPS}


def _post(part: Part) -> dict[str, Any]:
    return {
        "kind": part.post.kind,
        "variant": part.variant.id,
        "last_day": part.ends_on.isoformat() if part.ends_on else None,
        "dates": [day.isoformat() for day in part.dates],
        "sources": list(part.sources),
        "texts": [{"channel": proof.channel, "digest": proof.digest} for proof in part.proofs],
    }
