"""Words of review: what is new about a card, channels by name, what a fact's standing is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from campaigns.approvals.novelty import Novelty
from campaigns.approvals.places import FUNDER, LINK, PICTURE
from campaigns.approvals.term import Limit, Term
from campaigns.channels import profiles
from campaigns.content.checks.letters import mixed_words
from campaigns.content.copy import Copy
from campaigns.content.models import Revision
from campaigns.vocabulary import DeciderKind, NoteKind, Risk
from web.code_points import expected, pieces, unseen
from web.content_words import field_word, finding_sentence, format_word, kind_word, topic_word
from web.formats import day

__all__ = [
    "channel_word",
    "expected",
    "field_word",
    "finding_sentence",
    "format_word",
    "kind_word",
    "novelty_word",
    "pieces",
    "risk_tone",
    "texts",
    "topic_word",
    "unseen",
]

_ = lazy_gettext

NOVELTIES: Mapping[Novelty, Any] = {
    Novelty.NEW: _("New"),
    Novelty.CHANGED: _("Changed since it was approved"),
    Novelty.LAYOUT: _("Only the picture is drawn anew"),
    Novelty.MENDED: _("Mended after a return"),
    Novelty.AGAIN: _("Sent again unchanged"),
    Novelty.SECOND: _("Needs a second lawyer"),
}
_NOTES: Mapping[NoteKind, Any] = {
    NoteKind.COMMENT: _("Comment"),
    NoteKind.QUESTION: _("Question"),
    NoteKind.BOARD: _("Board"),
}
_LINKS: Mapping[DeciderKind, Any] = {
    DeciderKind.LAWYER: _("Lawyer from outside"),
    DeciderKind.PARTNER: _("Partner organisation"),
}
_BESIDE: Mapping[str, Any] = {LINK: _("Link and where it leads"), FUNDER: _("Funder statement")}
_CHANNELS: Mapping[str, Any] = {
    "feed": _("Atom feed"),
    "folder": _("Folder"),
    "handoff": _("Group, by hand"),
    "hand": _("Group, by hand"),
    "print": _("Print"),
    "kit": _("Kits of partners"),
}


def term_word(term: Term) -> str:
    """Until when an approval may hold, and why no longer."""
    if term.limit is Limit.FACT:
        return str(gettext("At the latest until %(day)s: then a fact it rests on ends.", day=day(term.last)))
    return str(
        gettext(
            "At the latest until %(day)s: no approval of this programme holds longer.", day=day(term.last)
        )
    )


def novelty_word(novelty: Novelty) -> str:
    return str(NOVELTIES[novelty])


def channel_word(key: str) -> str:
    """The kind of channel by name; services are called what they call themselves."""
    if key in _CHANNELS:
        return str(_CHANNELS[key])
    found = profiles().get(key)
    return str(gettext(found.name)) if found else key


def place_word(place: str) -> str:
    """A place by name: of the words with the number of a line, of a picture with its format."""
    name, _dot, which = place.partition(".")
    if name == PICTURE:
        return str(gettext("Picture or film: %(format)s", format=format_word(which)))
    if place in _BESIDE:
        return str(_BESIDE[place])
    return f"{field_word(name)} {which}".rstrip()


def places(revision: Revision, beside: Iterable[str]) -> list[tuple[str, str]]:
    """Every place of the words with how it begins, and what stands beside them: what a reason is about."""
    told = [(place, f"{place_word(place)}: {_beginning(text)}") for place, text in texts(revision)]
    return [*((place, place_word(place)) for place in beside), *told]


def note_word(kind: NoteKind) -> str:
    return str(_NOTES[kind])


def link_word(kind: DeciderKind) -> str:
    return str(_LINKS[kind])


def link_kinds(*, lawyer: bool) -> list[tuple[str, str]]:
    """Whose answer a link may carry; a lawyer's only where a lawyer gives it out, and last: not by a slip."""
    kinds = [DeciderKind.PARTNER, *([DeciderKind.LAWYER] if lawyer else [])]
    return [(kind.value, link_word(kind)) for kind in kinds]


def mixed(text: str, language: str) -> list[str]:
    """Words of two alphabets, each once."""
    return list(dict.fromkeys(mixed_words(text, language=language)))


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:39].rstrip()}…"


def risk_tone(risk: Risk) -> str:
    return {Risk.HIGH: "stop", Risk.MEDIUM: "waiting", Risk.LOW: ""}[risk]


def texts(revision: Revision) -> list[tuple[str, str]]:
    """Every text of a revision with its place."""
    return list(Copy.from_dict(revision.words).texts().items())
