"""What every test's own app would make alike: templates and addresses are compiled once a process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import BaseConverter, Rule


class CompiledOnce(BytecodeCache):
    """Keeps compiled templates in memory. A changed template has another checksum and is compiled again."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


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


COMPILED = CompiledOnce()
