"""Programmes: beginning one, its imprint and rules, its languages."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from campaigns.clock import zone as known_zone
from campaigns.errors import BadInput, Refusal
from campaigns.languages import language as known_language
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Programme, ProgrammeLanguage
from campaigns.people.queries import programme_languages
from campaigns.people.told_imprint import SEEN, digest_of_imprint, untold_imprints
from campaigns.vocabulary import Land

KEY = re.compile(r"[a-z][a-z0-9-]{1,39}")
#: What `change_programme` changes, with the longest text each may hold.
TEXTS = {
    "name": 120,
    "organisation": 120,
    "zone": 60,
    "imprint": 300,
    "imprint_url": 300,
    "responsible": 120,
}
#: … and the whole numbers with their bounds: days, people, minutes.
NUMBERS = {
    "retention_days": (7, 3650),
    "smallest_count": (5, 1000),
    "lateness_minutes": (5, 10080),
    "approval_days": (7, 730),
}
OTHERS = frozenset({"contact", "keeps_free_text", "land", "second_lawyer", "speaks_to_women"})
#: Rules about approval: the trail says what they became, not only that they changed.
TOLD = frozenset({"approval_days", "second_lawyer"})


def add_programme(
    session: Session,
    *,
    key: str,
    name: str,
    organisation: str,
    languages: Collection[str],
    optional: Collection[str] = (),
    by: Actor | None,
    now: datetime,
    **more: Any,
) -> Programme:
    """A new programme with its languages. `more` are further columns of `Programme` (jurisdiction, zone, …)."""
    if not KEY.fullmatch(key):
        raise BadInput(
            "The key “{key}” cannot be used. Use small letters, digits and hyphens, beginning with a letter.",
            field="key",
            key=key[:40],
        )
    if session.exec(select(Programme.id).where(Programme.key == key)).first() is not None:
        raise BadInput(
            "There is already a programme “{key}”. Choose another key, or change this one in its settings.",
            field="key",
            key=key,
        )
    programme = Programme(key=key, name=name, organisation=organisation, created_at=now, **more)
    _check(programme)
    session.add(programme)
    session.flush()
    record(
        session,
        action="add_programme",
        subject="programme",
        subject_id=programme.id,
        by=by,
        programme_id=programme.id,
        now=now,
        key=key,
        second_lawyer=programme.second_lawyer,
        said_of_itself=digest_of_imprint(programme),
    )
    set_programme_languages(
        session, programme=programme, languages=languages, optional=optional, by=by, now=now
    )
    return programme


def change_programme(
    session: Session, *, programme: Programme, by: Actor | None, now: datetime, **changes: Any
) -> Programme:
    """Changes texts and rules of a programme: the keys of `TEXTS`, `NUMBERS` and `OTHERS`.

    What readers see of it was changed past Litfass where the trail does not tell it: whoever saves the form that shows
    all of it puts their name under it, changed or not.
    """
    unknown = set(changes) - set(TEXTS) - set(NUMBERS) - OTHERS
    if unknown:
        raise TypeError(f"change_programme does not change {', '.join(sorted(unknown))}")
    is_untold = bool(untold_imprints(session, [programme.id or 0]))
    changed = sorted(name for name, value in changes.items() if getattr(programme, name) != value)
    with session.no_autoflush:
        before = {name: getattr(programme, name) for name in changed}
        for name in changed:
            setattr(programme, name, changes[name])
        try:
            _check(programme)
        except Refusal:
            for name, value in before.items():
                setattr(programme, name, value)
            raise
    is_seen = {*SEEN} <= {*changes} if is_untold else bool({*SEEN} & {*changed})
    if changed or (is_untold and is_seen):
        session.add(programme)
        session.flush()
        seen = {"said_of_itself": digest_of_imprint(programme)} if is_seen else {}
        record(
            session,
            action="change_programme",
            subject="programme",
            subject_id=programme.id,
            by=by,
            programme_id=programme.id,
            now=now,
            changed=changed,
            **{name: getattr(programme, name) for name in changed if name in TOLD},
            **seen,
        )
    return programme


def demand_second_factor(
    session: Session, *, programme: Programme, demanded: bool, by: Actor | None, now: datetime
) -> None:
    """Whether lawyers and admins of the programme work only with a passkey or an authenticator app."""
    programme.requires_second_factor = demanded
    session.add(programme)
    session.flush()
    record(
        session,
        action="demand_second_factor",
        subject="programme",
        subject_id=programme.id,
        by=by,
        programme_id=programme.id,
        now=now,
        demanded=demanded,
    )


def set_programme_languages(
    session: Session,
    *,
    programme: Programme,
    languages: Collection[str],
    optional: Collection[str] = (),
    by: Actor | None,
    now: datetime,
) -> None:
    """The languages a programme works in. Those no longer named end here; texts in them stay where they are."""
    wanted = {**dict.fromkeys(languages, False), **dict.fromkeys(optional, True)}
    for code in wanted:
        known_language(code)
    if wanted.get(programme.source_language, True):
        raise BadInput(
            "The programme writes its texts in {language} first, so that language has to stay.",
            field="languages",
            language=known_language(programme.source_language).english,
        )
    before = programme_languages(session, programme.id or 0)
    rows = session.exec(select(ProgrammeLanguage).where(ProgrammeLanguage.programme_id == programme.id)).all()
    for row in rows:
        if row.language not in wanted:
            session.delete(row)
        else:
            row.optional = wanted.pop(row.language)
            session.add(row)
    session.add_all(
        ProgrammeLanguage(programme_id=programme.id or 0, language=code, optional=is_optional)
        for code, is_optional in wanted.items()
    )
    session.flush()
    record(
        session,
        action="set_programme_languages",
        subject="programme",
        subject_id=programme.id,
        by=by,
        programme_id=programme.id,
        now=now,
        before=before,
        after=programme_languages(session, programme.id or 0),
    )


def _check(programme: Programme) -> None:
    for name, longest in TEXTS.items():
        value = " ".join(getattr(programme, name).split())
        setattr(programme, name, value)
        if len(value) > longest:
            raise BadInput(
                "This is longer than {longest} characters. Shorten it.", field=name, longest=longest
            )
    for name in ("name", "organisation"):
        if not getattr(programme, name):
            raise BadInput("This cannot be empty.", field=name)
    if programme.land and (programme.jurisdiction != "de" or programme.land not in set(Land)):
        raise BadInput(
            "Only a German programme has a Land, one of: {known}.", field="land", known=", ".join(Land)
        )
    for name, (least, most) in NUMBERS.items():
        if not least <= getattr(programme, name) <= most:
            raise BadInput(
                "Choose a whole number from {least} to {most}.", field=name, least=least, most=most
            )
    if programme.imprint_url and not programme.imprint_url.startswith(("https://", "http://")):
        raise BadInput("The address has to begin with https://.", field="imprint_url")
    try:
        known_zone(programme.zone)
    except Refusal as refusal:
        raise BadInput(refusal.message, field="zone", **refusal.values) from None
