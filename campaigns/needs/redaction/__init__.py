"""Identifiers leave a text before anything else sees it: before the database, the log, an error, a backup.

Structured identifiers are found by shape, checksum and announcing words. Names of people are removed where a clear
phrase announces them, and are not promised to be found. When in doubt the number goes: a lost helpline does less
harm than a kept phone number.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from campaigns.needs.redaction.addresses import take_addresses, take_named_streets
from campaigns.needs.redaction.announced_addresses import take_announced_addresses
from campaigns.needs.redaction.dates import take_birth_dates
from campaigns.needs.redaction.dates_in_words import says_a_year, take_birth_dates_in_words
from campaigns.needs.redaction.documents import take_cased_numbers, take_papers, take_plates
from campaigns.needs.redaction.gate import may_hold_an_identifier
from campaigns.needs.redaction.internet import take_handles, take_links, take_mails
from campaigns.needs.redaction.machine_lines import take_machine_lines
from campaigns.needs.redaction.names import take_names
from campaigns.needs.redaction.numbers import take_bank_accounts, take_card_checks, take_numbers
from campaigns.needs.redaction.plain_handles import take_plain_handles
from campaigns.needs.redaction.spelled import spells_figures
from campaigns.needs.redaction.view import Span, view_of

__all__ = ["KINDS", "Redacted", "redact"]

KINDS = (
    "email",
    "phone",
    "iban",
    "card",
    "passport",
    "file_number",
    "plate",
    "address",
    "birth_date",
    "handle",
    "link",
    "number",
    "name",
)
# Order matters: what is more certain takes its letters first.
_OF_THE_NET = (take_machine_lines, take_links, take_mails, take_handles, take_plain_handles)
_OF_FIGURES = (
    take_bank_accounts,
    take_birth_dates,
    take_birth_dates_in_words,
    take_named_streets,
    take_cased_numbers,
    take_plates,
    take_papers,
    take_announced_addresses,
    take_addresses,
    take_numbers,
    take_card_checks,
)
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True)
class Redacted:
    """A text without structured identifiers, and how many of each kind were removed."""

    text: str
    counts: dict[str, int] = field(default_factory=dict)


def redact(text: str) -> Redacted:
    """Replaces every structured identifier by a neutral token such as ⟨phone⟩. Redacting twice changes nothing."""
    if not may_hold_an_identifier(text):
        return Redacted(text)
    view = view_of(text)
    for take in _OF_THE_NET:
        take(view)
    # All of these need a figure, and most questions have none.
    if _FIGURE.search(view.text) or spells_figures(view.text):
        for take in _OF_FIGURES:
            take(view)
    elif says_a_year(text):
        take_birth_dates_in_words(view)
    take_names(view)
    if not view.spans:
        return Redacted(text)
    spans = _merged(view.spans)
    pieces: list[str] = []
    at = 0
    for span in spans:
        pieces += [text[at : span.start], f"⟨{span.kind}⟩"]
        at = span.end
    return Redacted("".join([*pieces, text[at:]]), dict(Counter(span.kind for span in spans)))


def _merged(spans: list[Span]) -> list[Span]:
    """Spans in order; overlapping ones become one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start < merged[-1].end:
            merged[-1].end = max(merged[-1].end, span.end)
        else:
            merged.append(Span(span.start, span.end, span.kind))
    return merged
