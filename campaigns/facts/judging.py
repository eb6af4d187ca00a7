"""Whether what a person typed can be a fact: values that fit their kind, texts that name only values there are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from campaigns.errors import BadInput
from campaigns.facts.library_file import check_value, places
from campaigns.facts.state import PARTS, FactState
from campaigns.languages import languages
from campaigns.vocabulary import FactKind

#: Places every fact's text may name beside its own values.
OWN_PLACES: Final = frozenset({"law", "valid_from", "valid_to"})
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,30}")
_LONGEST: Final[Mapping[str, int]] = {"headline": 120, "sentence": 600, "claim": 300}


def check_state(state: FactState, *, kind: FactKind) -> None:
    """Refuses a state that no post could be made from, naming the field."""
    if state.valid_from and state.valid_to and state.valid_to < state.valid_from:
        raise BadInput("The last day lies before the first.", field="valid_to")
    if state.source_url and not state.source_url.startswith("https://"):
        raise BadInput("Give the whole address of the source; it begins with https://.", field="source_url")
    if not state.jurisdiction:
        raise BadInput("Say whose law this is.", field="jurisdiction")
    for name, value in state.values.items():
        if not _NAME.fullmatch(name):
            raise BadInput("A value is named in small letters, like wage or notice_period.", field="values")
        check_value(name, dict(value))
    if not any(text.get("sentence", "").strip() for text in state.texts.values()):
        raise BadInput("Write the sentence in at least one language.", field="texts")
    for code, texts in state.texts.items():
        _check_texts(code, texts, frozenset(state.values) | OWN_PLACES, kind)


def _check_texts(code: str, texts: Mapping[str, str], known: frozenset[str], kind: FactKind) -> None:
    if code not in languages():
        raise BadInput("There is no language “{code}”.", code=code[:8])
    for part in PARTS:
        text = texts.get(part, "")
        if len(text) > _LONGEST[part]:
            raise BadInput(
                "This is longer than {longest} characters. Shorten it.",
                field=f"{part}.{code}",
                longest=_LONGEST[part],
            )
        if unknown := places(text) - known:
            raise BadInput(
                "The text names {names}, and the fact has no such value. Values: {known}.",
                field=f"{part}.{code}",
                names=", ".join(f"{{{name}}}" for name in sorted(unknown)),
                known=", ".join(sorted(known)),
            )
    if texts.get("claim", "").strip() and kind is not FactKind.MYTH:
        raise BadInput("Only a myth has a claim.", field=f"claim.{code}")
