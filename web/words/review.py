"""Words of review: what is new about a card, channels by name, what a fact's standing is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from campaigns.approvals.actions.submitting import SUPERSEDED
from campaigns.approvals.desk import ReviewCard, Said
from campaigns.approvals.differing import Difference, Other, Part
from campaigns.approvals.leaving import Leaving
from campaigns.approvals.novelty import Novelty
from campaigns.approvals.places import FUNDER, LINK, PICTURE
from campaigns.approvals.queries import Colleague
from campaigns.approvals.second import Second
from campaigns.approvals.term import Limit, Term
from campaigns.content.checks.letters import mixed_words
from campaigns.content.copy import Copy
from campaigns.content.models import Revision
from campaigns.content.word_diff import diff_words
from campaigns.placements.overview.facts_used import FactUse
from campaigns.vocabulary import DeciderKind, Decision, FactStatus, NoteKind, Risk
from web.code_points import expected, pieces, unseen
from web.formats import day, language_name, moment
from web.words.channels import channel_word
from web.words.content import field_word, finding_sentence, format_word, kind_word, topic_word

__all__ = [
    "channel_word",
    "diff_words",
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
PARTS: Mapping[Part, Any] = {
    Part.CHANNEL_ADDED: _("It leaves on one more channel: %(which)s"),
    Part.CHANNEL_GONE: _("It leaves no more on: %(which)s"),
    Part.FILE_ADDED: _("One more picture or film: %(which)s"),
    Part.FILE_GONE: _("A picture or film less: %(which)s"),
    Part.NOT_DRAWN: _("The picture or film for it is still being made: %(which)s"),
    Part.PICTURE: _("The picture is another: %(which)s"),
    Part.FILM: _("The film is another: %(which)s"),
    Part.SHEET: _("The sheet for printing is another: %(which)s"),
    Part.CAPTIONS: _("The captions of the film are others: %(which)s"),
    Part.SIZE: _("The picture has another size: %(which)s"),
    Part.ORDER: _("The pictures stand in another order"),
    Part.DESCRIPTION: _("The description of the picture is another: %(which)s"),
    Part.TARGET: _("The link leads elsewhere"),
    Part.SHORT_LINK: _("The short link is another: %(which)s"),
    Part.NOTICE: _("The notice is another"),
    Part.FUNDER: _("Another funder statement"),
    Part.TEXT: _("The text that leaves is another: %(which)s"),
    Part.OTHER: _("What leaves is another, though nothing of it that is shown: %(which)s"),
}
#: Those of which a channel is told, and not a format.
_OF_A_CHANNEL = (Part.CHANNEL_ADDED, Part.CHANNEL_GONE, Part.SHORT_LINK, Part.TEXT, Part.OTHER)
_NOTES: Mapping[NoteKind, Any] = {
    NoteKind.COMMENT: _("Comment"),
    NoteKind.QUESTION: _("Question"),
    NoteKind.BOARD: _("Board"),
}
_LINKS: Mapping[DeciderKind, Any] = {
    DeciderKind.LAWYER: _("Lawyer from outside"),
    DeciderKind.PARTNER: _("Partner organisation"),
}
_OTHERS: Mapping[str, Any] = {
    "title": _("Another title"),
    "target": PARTS[Part.TARGET],
    "notice": PARTS[Part.NOTICE],
    "funder": PARTS[Part.FUNDER],
}
_BESIDE: Mapping[str, Any] = {LINK: _("Link and where it leads"), FUNDER: _("Funder statement")}


def term_word(term: Term, fact: str) -> str:
    """From what the last day of an approval comes. `fact` are the short words of the fact that ends then."""
    if term.limit is Limit.FACT:
        return str(
            gettext("At the latest until %(day)s: then “%(fact)s” ends.", day=day(term.last), fact=fact)
        )
    if term.is_unsure:
        return str(
            gettext(
                "At the latest until %(day)s: no approval of this programme holds longer than %(days)s days. Of a fact "
                "behind it no end is known: choose an earlier day where you expect one.",
                day=day(term.last),
                days=term.days,
            )
        )
    return str(
        gettext(
            "At the latest until %(day)s: no fact behind it ends earlier, and no approval of this programme holds "
            "longer than %(days)s days.",
            day=day(term.last),
            days=term.days,
        )
    )


def second_words(second: Second | None) -> str:
    """Whose yes is lacking."""
    if second is None:
        return ""
    if second.able:
        return str(gettext("It waits for a second lawyer: %(names)s.", names=", ".join(second.able)))
    return str(
        gettext(
            "It waits for a second lawyer, and nobody else may decide here. An admin can give somebody the role for "
            "this language."
        )
    )


def opening_words(card: ReviewCard, facts: Sequence[FactUse], source_language: str) -> list[tuple[str, str]]:
    """What somebody who approves should have looked at, with where it stands on the card; the gravest first."""
    unchecked = sum(use.fact.status is FactStatus.DRAFT for use in facts)
    ended = sum(not use.holds for use in facts)
    moved = sum(use.has_moved for use in facts)
    found = []
    if card.source_moved:
        sentence = gettext(
            "Changed in %(language)s since it was translated: look whether the translation still says the same.",
            language=language_name(source_language),
        )
        found.append((str(sentence), "source-moved"))
    if ended:
        sentence = ngettext(
            "A fact behind it does not hold today.", "%(num)s facts behind it do not hold today.", ended
        )
        found.append((str(sentence), "facts"))
    if moved:
        sentence = ngettext(
            "A fact behind it was changed since these words were written.",
            "%(num)s facts behind it were changed since these words were written.",
            moved,
        )
        found.append((str(sentence), "facts"))
    if unchecked and unchecked == len(facts):
        found.append((str(gettext("No lawyer has checked the facts behind it.")), "facts"))
    elif unchecked:
        sentence = ngettext(
            "No lawyer has checked a fact behind it.",
            "No lawyer has checked %(num)s of the facts behind it.",
            unchecked,
        )
        found.append((str(sentence), "facts"))
    return found


def difference_words(found: Difference) -> str:
    """What is different, in a row: the places of the words by name, then all else."""
    places_changed = dict.fromkeys(str(field_word(change.place)) for change in found.words)
    return "; ".join([*places_changed, *dict.fromkeys(part_words(other) for other in found.others)])


def typed_day(typed: str, last: date) -> str:
    """The day until which a yes would hold: the one that was typed, else the last one possible."""
    try:
        return day(date.fromisoformat(typed))
    except ValueError:
        return day(last)


def channel_words(channels: Iterable[str]) -> str:
    """Channels by name, in a row."""
    return ", ".join(channel_word(key) for key in channels)


def leaving_word(group: Leaving) -> str:
    """What leaves on a channel beside what is said of all: whether the text is the one above, and the files."""
    if not group.manifest["text"]:
        text = gettext("no text beside the picture")
    else:
        text = gettext("another text") if group.differs else gettext("the text above")
    return ", ".join([str(text), *(format_word(file["format"]) for file in group.manifest["media"])])


def other_word(name: str) -> str:
    """What is another on a channel than on the first, in words."""
    return str(_OTHERS[name])


def closed_words(card: ReviewCard) -> str:
    """How a review ended: who decided, or that it was submitted anew."""
    outcome = card.request.outcome
    if outcome == SUPERSEDED:
        return str(
            gettext(
                "This version was submitted anew with something changed, so nobody decides about it any more."
            )
        )
    said = next((one for one in card.said if one.decision.value == outcome), None)
    if said is None:
        return str(gettext("This review is closed."))
    back = next((one for one in card.said if _takes_back(one, said, card.seen.values())), None)
    if back is not None and said.decision is Decision.APPROVE:
        return str(
            gettext(
                "%(name)s took the approval back %(moment)s.", name=back.name, moment=moment(back.approval.at)
            )
        )
    told = (
        gettext("%(name)s approved this %(moment)s.", name=said.name, moment=moment(said.approval.at))
        if said.decision is Decision.APPROVE
        else gettext("%(name)s returned this %(moment)s.", name=said.name, moment=moment(said.approval.at))
    )
    return str(told)


def _takes_back(one: Said, said: Said, digests: Collection[str]) -> bool:
    """Whether one word took another back, which was said about these digests."""
    is_later = (one.approval.at, one.approval.id or 0) > (said.approval.at, said.approval.id or 0)
    return one.decision is Decision.WITHDRAW and is_later and one.approval.digest in digests


def colleague_words(known: Iterable[Colleague], language: str) -> list[tuple[int, str]]:
    """Who can be asked, with what they are here: the lawyers of the card's language first."""
    order = sorted(known, key=lambda one: (not one.languages, language not in one.languages))
    return [(one.person_id, _colleague_word(one)) for one in order]


def _colleague_word(one: Colleague) -> str:
    if not one.languages:
        return str(gettext("%(name)s (campaign staff)", name=one.name))
    spoken = ", ".join(language_name(code) for code in one.languages)
    return str(gettext("%(name)s (lawyer: %(languages)s)", name=one.name, languages=spoken))


def part_words(other: Other) -> str:
    """What is different besides the words, in words."""
    which = channel_word(other.which) if other.part in _OF_A_CHANNEL else format_word(other.which)
    return str(PARTS[other.part]) % {"which": which if other.which else ""}


def part_tone(part: Part) -> str:
    """What a lawyer must not overlook stands out."""
    return "stop" if part in (Part.TARGET, Part.NOTICE, Part.TEXT, Part.OTHER) else "moving"


def novelty_word(novelty: Novelty) -> str:
    return str(NOVELTIES[novelty])


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
