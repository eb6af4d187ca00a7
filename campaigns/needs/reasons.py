"""A sentence with its numbers kept apart, so that the desk can say it in German and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Reason:
    """`msgid` is an English sentence with {named} values and the key of its translation."""

    msgid: str
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def english(self) -> str:
        return self.msgid.format(**self.values)

    def __str__(self) -> str:
        return self.english


def reason(msgid: str, **values: Any) -> Reason:
    """A reason from a sentence and its values."""
    return Reason(msgid, MappingProxyType(values))
