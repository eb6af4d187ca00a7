"""A sentence for people that is said later, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Reason:
    """An English sentence with {named} values: the key of its translation and what belongs into it.

    Values are handed over apart (dates as dates, languages as codes), so that the desk can format and
    translate them; `str()` gives the English sentence for the command line.
    """

    msgid: str
    values: MappingProxyType[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return self.msgid.format(**self.values)


def reason(msgid: str, **values: Any) -> Reason:
    """A reason from its sentence and its values."""
    return Reason(msgid, MappingProxyType(values))
