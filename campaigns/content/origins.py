"""Where saved words came from: a person, the memory, or a machine whose words a person edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from campaigns.content.copy import Copy
from campaigns.content.memory.queries import are_remembered
from campaigns.content.models import Revision
from campaigns.content.segments.splitting import split
from campaigns.vocabulary import Origin


def origin_of(
    session: Session,
    *,
    programme_id: int,
    language: str,
    present: Revision | None,
    words: Mapping[str, Any],
    inserted: Sequence[str],
) -> Origin:
    """The origin of words that follow `present`; `inserted` are suggestions the writer took from the memory.

    Edited machine text stays known as such. Words are the memory's where every new sentence was inserted and is left as
    it was; a sentence that a person typed is theirs, also where the memory knows the same one.
    """
    if present and present.origin in (Origin.MACHINE, Origin.MACHINE_EDITED):
        return Origin.MACHINE_EDITED
    known = sentences_in(present.words, language) if present else set()
    new = sentences_in(words, language) - known
    taken = {one.text for text in inserted for one in split(text, language)}
    if not new or not new <= taken:
        return Origin.HUMAN
    remembered = are_remembered(session, programme_id=programme_id, language=language, texts=sorted(new))
    return Origin.MEMORY if remembered else Origin.HUMAN


def sentences_in(words: Mapping[str, Any], language: str) -> set[str]:
    """Every sentence of a text, whatever place it stands in."""
    return {one.text for text in Copy.from_dict(words).texts().values() for one in split(text, language)}
