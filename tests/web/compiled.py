"""What every test's own app would make alike: templates are compiled once a run, addresses once a process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from werkzeug.routing import BaseConverter, Rule


def compiled_in(folder: Path) -> BytecodeCache:
    """Where compiled templates lie for every process of a run. A changed template has another checksum."""
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@dataclass(frozen=True)
class Compiled:
    """What a rule learns from its words alone: how it is matched, and the builders of its address."""

    matched: tuple[list[Any], list[tuple[bool, str]], dict[str, BaseConverter]]
    builders: tuple[Callable[..., tuple[str, str]], Callable[..., tuple[str, str]]]


class RuleOnce(Rule):
    """A rule that is read and compiled once for all rules of the same words.

    Half the time of a small test of the desk went into these: a thousand functions for five hundred routes. The
    functions take their rule as the first argument and keep nothing else of it, and no converter of ours asks its map.
    """

    _kept: dict[tuple[str, str, bool], Compiled] = {}  # noqa: RUF012

    def compile(self) -> None:
        key = (f"{self.subdomain}|{self.host}|{self.rule}", repr(self.defaults), self.merge_slashes is True)
        if (known := self._kept.get(key)) is None:
            super().compile()
            builders = (self._build.__func__, self._build_unknown.__func__)  # type: ignore[attr-defined]
            self._kept[key] = Compiled((self._parts, self._trace, self._converters), builders)
            return
        self._parts, self._trace, self._converters = known.matched
        self.arguments.update(self._converters)
        self._build, self._build_unknown = (each.__get__(self) for each in known.builders)
