"""What every test's own app would make alike: templates and addresses are compiled once a process."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class CompiledOnce(BytecodeCache):
    """Keeps compiled templates in memory. A changed template has another checksum and is compiled again."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


class RuleOnce(Rule):
    """A rule whose builder of addresses is written and compiled once for all rules of the same words.

    Half the time of a small test of the desk went into these: a thousand functions for five hundred routes. The
    function takes its rule as the first argument and keeps nothing else of it.
    """

    _kept: dict[tuple[str, str, bool], Callable[..., tuple[str, str]]] = {}  # noqa: RUF012

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (f"{self.subdomain}|{self.host}|{self.rule}", repr(self.defaults), append_unknown)
        if key not in self._kept:
            self._kept[key] = super()._compile_builder(append_unknown)
        return self._kept[key]


COMPILED = CompiledOnce()
