"""A sentence for people that is said later, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Reason:
    """An English sentence with {named} values: the key of its translation and what belongs into it.

    Values are handed over apart (dates as dates, languages as codes), so that the desk can format and
    translate them; `str()` gives the English sentence for the command line.
    """

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.msgid, tuple(sorted((name, str(value)) for name, value in self.values.items()))))

    def __str__(self) -> str:
        return self.msgid.format(**{name: _in_english(value) for name, value in self.values.items()})

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: the key, its values as text, and the English sentence."""
        plain = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.values.items()
        }
        return {"msgid": self.msgid, "values": plain, "text": str(self)}


def reason(msgid: str, **values: Any) -> Reason:
    """A reason from its sentence and its values."""
    return Reason(msgid, MappingProxyType(values))


def _in_english(value: Any) -> Any:
    """Days in words, lists with commas; everything else as it is."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"{value.day} {value:%B %Y}"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
