"""What a text needs around it: imprint, notice and funder; terms of the glossary; no twin among recent posts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.folding import fold_word
from campaigns.content.checks.lix import words_in
from campaigns.content.checks.subject import Subject
from campaigns.content.copy import Copy
from campaigns.content.glossary.terms import stands_in

NO_IMPRINT: Final = "The imprint line is empty: readers have to see who speaks (§ 5 DDG)."
NO_NOTICE: Final = "The line “general information, no legal advice” is empty."
NO_FUNDER: Final = "The programme has no funder statement for its pictures."
SAME_TEXT: Final = "“{post}” already says this in almost the same words."
FORBIDDEN: Final = "“{target}” is not to be used. Write “{right}”."
OLD_NAME: Final = "“{target}” is the old name. Write “{right}”."
OTHER_TERM: Final = "The source says “{source}”. The glossary's word for it is “{right}”."
KEEP_TERM: Final = "“{source}” stays as it is in every language."

#: Share of three-word pieces two posts have in common from which they read as the same post.
_ALMOST_THE_SAME: Final = 0.8
_FEWEST_WORDS: Final = 8


def find_standing(subject: Subject) -> Iterator[Finding]:
    """Findings on the lines that stand under every post."""
    if not subject.copy.imprint.strip():
        yield Finding("standing", Severity.WARNING, NO_IMPRINT, {}, Place("imprint"))
    if not subject.copy.notice.strip():
        yield Finding("standing", Severity.WARNING, NO_NOTICE, {}, Place("notice"))
    if subject.source is None and subject.formats and not subject.funder_statement.strip():
        yield Finding("standing", Severity.HINT, NO_FUNDER)


def find_twins(subject: Subject) -> Iterator[Finding]:
    """A finding for the recent post that says almost the same."""
    own = _pieces(subject.copy)
    if len(own) < _FEWEST_WORDS:
        return
    for other in subject.recent:
        pieces = _pieces(other.copy)
        if pieces and len(own & pieces) / len(own | pieces) >= _ALMOST_THE_SAME:
            yield Finding("duplicate", Severity.WARNING, SAME_TEXT, {"post": other.post})
            return


def _pieces(copy: Copy) -> set[tuple[str, ...]]:
    """Runs of three words of what a post says, without its standing lines."""
    said = [copy.headline, copy.body, *copy.steps, *copy.details, copy.myth]
    words = words_in(fold_word(" ".join(said)))
    return set(zip(words, words[1:], words[2:], strict=False))


def find_terms(subject: Subject) -> Iterator[Finding]:
    """Findings on forbidden and old names, and on terms of the source that this text calls otherwise."""
    for name, text in subject.prose.items():
        for hit in subject.terms.hits(text, subject.language):
            if not (hit.is_old or hit.is_forbidden):
                continue
            right = hit.term.suggestion(subject.language, subject.source_language)
            values = {"target": text[hit.start : hit.end], "right": right}
            message, place = FORBIDDEN if hit.is_forbidden else OLD_NAME, Place(name, hit.start, hit.end)
            yield Finding("term", Severity.WARNING, message, values, place, "", values["target"])
    yield from _unsaid(subject)


def _unsaid(subject: Subject) -> Iterator[Finding]:
    """Terms of the source whose names, in whatever form, stand nowhere in the same field."""
    for name, text in subject.source_texts.items():
        if name == "alt_text" or name not in subject.prose:
            continue
        there = subject.texts[name]
        said: set[str] = set()
        for hit in subject.terms.hits(text, subject.source_language):
            right = hit.term.suggestion(subject.language, subject.source_language)
            if hit.term.key in said or not right or hit.form in there:
                continue
            said.add(hit.term.key)
            if any(stands_in(form, there, subject.language) for form in hit.term.allowed(subject.language)):
                continue
            source = text[hit.start : hit.end]
            message = KEEP_TERM if hit.term.is_untranslatable else OTHER_TERM
            yield Finding(
                "term", Severity.HINT, message, {"source": source, "right": right}, Place(name), source, ""
            )
