"""All that stands behind the decisions: the texts as they grew, facts, files, notes, where it went, and the trail."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy import select as select_many
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof, ReviewNote
from campaigns.canonical import canonical_json
from campaigns.clock import wall_time
from campaigns.content.copy import Copy
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.content.stored_facts import fact_titles
from campaigns.facts.sealed import seals
from campaigns.languages import sort_languages
from campaigns.people.heads import WrittenHead
from campaigns.people.models import AuditEntry, Membership, Person, Programme
from campaigns.people.queries import names_of
from campaigns.placements.calendar.told import Out, told_out
from campaigns.placements.models import Placement, Publication
from campaigns.placements.overview.facts_used import facts_used
from campaigns.reach.evidence.decisions import Evidence, evidence_of
from campaigns.reach.evidence.rows import (
    FactRow,
    FileRow,
    GroundRow,
    NoteRow,
    PersonRow,
    PublicationRow,
    TextRow,
    Trail,
)

#: Under what the trail tells of texts.
SUBJECT = "variant"
#: … and of where they went.
PLACED = "placement"


@dataclass(frozen=True)
class Dossier:
    """The evidence of one programme in one span of time. `languages`: only of texts in these; None: of all.

    `manifests` are what was decided about, by digest, letter for letter as the digest was made of it; `trail` holds
    each row of the chain, in full where it is about these texts.
    """

    programme: Programme
    made_at: datetime
    since: datetime | None
    until: datetime | None
    languages: Sequence[str] | None
    decisions: Sequence[Evidence]
    texts: Sequence[TextRow]
    facts: Sequence[FactRow]
    grounds: Sequence[GroundRow]
    files: Sequence[FileRow]
    notes: Sequence[NoteRow]
    publications: Sequence[PublicationRow]
    people: Sequence[PersonRow]
    manifests: dict[str, str]
    trail: Trail
    heads: Sequence[WrittenHead]


def gather_evidence(
    session: Session,
    *,
    programme: Programme,
    heads: Sequence[WrittenHead],
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    languages: Collection[str] | None = None,
) -> Dossier:
    """The whole evidence, or that of texts in these languages. `heads` are those written down outside the database."""
    decisions = evidence_of(session, programme=programme, since=since, until=until, languages=languages)
    decided = {line.text_id for line in decisions}
    notes = _notes(session, decided, programme, since=since, until=until, languages=languages)
    texts = decided | {note.text_id for note in notes}
    proofs = {proof.digest: proof for proof in _proofs(session, {line.proof_id for line in decisions})}
    trail = _trail(session, programme, texts)
    return Dossier(
        programme=programme,
        made_at=now,
        since=since,
        until=until,
        languages=None if languages is None else sort_languages(languages),
        decisions=decisions,
        texts=_texts(session, texts),
        facts=_facts(session, decisions, programme, now),
        grounds=_grounds(session, trail.full, proofs.keys(), programme),
        files=[row for proof in proofs.values() for row in _files(proof)],
        notes=notes,
        publications=_publications(session, proofs.values()),
        people=_people(session, programme),
        manifests={digest: proof.manifest for digest, proof in proofs.items()},
        trail=trail,
        heads=heads,
    )


def _proofs(session: Session, numbers: Collection[int]) -> list[Proof]:
    return list(session.exec(select(Proof).where(col(Proof.id).in_(list(numbers))).order_by(col(Proof.id))))


def _texts(session: Session, variant_ids: Collection[int]) -> list[TextRow]:
    rows = session.execute(
        select_many(Revision, Variant)
        .join(Variant, col(Variant.id) == Revision.variant_id)
        .where(col(Revision.variant_id).in_(list(variant_ids)))
        .order_by(col(Revision.variant_id), col(Revision.number))
    ).all()
    names = names_of(session, {row.created_by for row, _variant in rows if row.created_by is not None})
    return [
        TextRow(
            text_id=variant.id,
            post_id=variant.post_id,
            language=variant.language,
            revision=row.number,
            written_at=row.created_at,
            written_by=names.get(row.created_by or 0, ""),
            origin=row.origin.value,
            headline=str(row.words.get("headline", "")),
            words=tuple(Copy.from_dict(row.words).texts().items()),
            digest=row.digest,
        )
        for row, variant in rows
    ]


def _facts(
    session: Session, decisions: Sequence[Evidence], programme: Programme, now: datetime
) -> list[FactRow]:
    today = wall_time(now, programme.zone).date()
    found: list[FactRow] = []
    titles: dict[int, str] = {}
    for language in sorted({line.language for line in decisions}):
        posts = sorted({line.post_id for line in decisions if line.language == language})
        uses = facts_used(
            session,
            post_ids=posts,
            language=language,
            today=today,
            source_language=programme.source_language,
        )
        fresh = {use.fact.id or 0 for use in uses} - titles.keys()
        titles |= fact_titles(session, fresh, programme.source_language)
        names = names_of(session, {use.fact.checked_by for use in uses if use.fact.checked_by is not None})
        found += [
            FactRow(
                post_id=post_id,
                language=language,
                fact=titles[use.fact.id or 0],
                sentence=use.sentence,
                original=use.original or use.sentence,
                laws=", ".join(use.fact.laws),
                source_title=use.fact.source_title,
                source_url=use.fact.source_url,
                read_on=use.fact.read_on,
                valid_from=use.fact.valid_from,
                valid_until=use.fact.valid_to,
                risk=use.fact.risk.value,
                status=use.fact.status.value,
                checked_by=names.get(use.fact.checked_by or 0, ""),
                checked_at=use.fact.checked_at,
                changed_since=use.has_moved,
            )
            for use in uses
            for post_id in use.posts
        ]
    return sorted(found, key=lambda row: (row.post_id, row.language))


def _grounds(
    session: Session, told: Sequence[Mapping[str, Any]], proofs: Collection[str], programme: Programme
) -> list[GroundRow]:
    """What each approval rested on, by the rows of the trail, beside what those facts say today."""
    rested = [
        (digest, datetime.fromisoformat(row["at"]), int(number), seal)
        for row in told
        if "facts" in (said := json.loads(row["detail"]))
        for digest in ([said["digest"]] if "digest" in said else said.get("digests", {}).values())
        if digest in proofs
        for number, seal in said["facts"].items()
    ]
    numbers = {number for _digest, _at, number, _seal in rested}
    today = seals(session, numbers)
    titles = fact_titles(session, today, programme.source_language)
    return [
        GroundRow(digest, at, titles.get(number, str(number)), seal, today.get(number) == seal)
        for digest, at, number, seal in rested
    ]


def _files(proof: Proof) -> list[FileRow]:
    said = json.loads(proof.manifest)
    return [
        FileRow(
            proof=proof.digest,
            format=file["format"],
            media_type=one["media_type"],
            size=f"{file['width']} × {file['height']}" if one is file else "",
            file_digest=one["digest"],
            description=file["alt"] if one is file else "",
        )
        for file in said["media"]
        for one in (file, *file.get("beside", ()))
    ]


def _notes(
    session: Session,
    decided: Collection[int],
    programme: Programme,
    *,
    since: datetime | None,
    until: datetime | None,
    languages: Collection[str] | None,
) -> list[NoteRow]:
    """Every note about what was decided, and those of the span about what still waits for a decision."""
    asked = aliased(Person)
    of_the_span: list[ColumnElement[bool]] = [col(Campaign.programme_id) == programme.id]
    if since is not None:
        of_the_span.append(col(ReviewNote.at) >= since)
    if until is not None:
        of_the_span.append(col(ReviewNote.at) < until)
    if languages is not None:
        of_the_span.append(col(Variant.language).in_(list(languages)))
    query = (
        select(ReviewNote, Person.name, asked.name)
        .join(Person, col(Person.id) == ReviewNote.by)
        .join(Variant, col(Variant.id) == ReviewNote.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .join(asked, col(asked.id) == ReviewNote.to_person, isouter=True)
        .where(or_(col(ReviewNote.variant_id).in_(list(decided)), and_(*of_the_span)))
        .order_by(col(ReviewNote.id))
    )
    return [
        NoteRow(note.variant_id, note.at, name, note.kind.value, asks or "", note.place, note.text)
        for note, name, asks in session.exec(query)
    ]


def _publications(session: Session, proofs: Collection[Proof]) -> list[PublicationRow]:
    digests = {proof.id: proof.digest for proof in proofs}
    query = (
        select(Publication)
        .where(col(Publication.proof_id).in_(list(digests)))
        .order_by(col(Publication.published_at))
    )
    rows = session.exec(query).all()
    told = told_out(session.connection(), {row.placement_id for row in rows})
    return [
        PublicationRow(
            post_number=row.placement_id,
            proof=digests[row.proof_id],
            language=row.language,
            channel=row.channel,
            published_at=row.published_at,
            # A folder of this machine is no address for anybody else.
            url=row.url if row.url.startswith(("https://", "http://")) else "",
            taken_down_at=row.withdrawn_at,
            in_trail=told.get(row.placement_id)
            == Out(row.programme_id, digests[row.proof_id], row.withdrawn_at is not None),
        )
        for row in rows
    ]


def _people(session: Session, programme: Programme) -> list[PersonRow]:
    query = (
        select(Membership.person_id, Person.name, Membership.role, Membership.language)
        .join(Person, col(Person.id) == Membership.person_id)
        .where(Membership.programme_id == programme.id)
        .order_by(col(Membership.person_id), col(Membership.role), col(Membership.language))
    )
    held: dict[tuple[int, str], dict[str, list[str]]] = {}
    for number, name, role, language in session.exec(query):
        held.setdefault((number, name), {}).setdefault(str(role), []).extend([language] if language else [])
    return [
        PersonRow(
            number, name, "; ".join(f"{role} {' '.join(codes)}".rstrip() for role, codes in roles.items())
        )
        for (number, name), roles in held.items()
    ]


def _trail(session: Session, programme: Programme, variant_ids: Collection[int]) -> Trail:
    """Every row of the chain in its order: in full where it is about these texts, else what links it to its
    neighbours, so that nobody else's doings are told and the chain can be followed all the same."""
    lines, full = [], []
    placements = set(
        session.exec(select(Placement.id).where(col(Placement.variant_id).in_(list(variant_ids))))
    )
    about = {SUBJECT: variant_ids, PLACED: placements}
    query = select_many(*AuditEntry.__table__.columns).order_by(col(AuditEntry.id))  # type: ignore[attr-defined]
    for row in session.execute(query.execution_options(yield_per=500)):
        said: dict[str, Any] = {"id": row.id, "previous": row.previous, "digest": row.digest}
        if row.subject_id in about.get(row.subject, ()) and row.programme_id == programme.id:
            said["row"] = {
                "id": row.id,
                "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "by": row.by,
                "programme_id": row.programme_id,
                "action": row.action,
                "subject": row.subject,
                "subject_id": row.subject_id,
                "detail": row.detail,
                "previous": row.previous,
            }
            full.append(said["row"])
        lines.append(canonical_json(said))
    return Trail(lines, full)
