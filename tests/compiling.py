"""Statements compiled once a process: engines that speak the same dialect share what was compiled for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine


def compiled_once(first: Engine) -> Callable[[Engine], Engine]:
    """Lends the dialect of this engine, and what is compiled for it, to every engine of the same kind."""
    with first.connect():
        pass  # the dialect learns from its first connection what the server can do
    first.dispose()
    compiled: dict[Any, Any] = {}

    def share(engine: Engine) -> Engine:
        engine.dialect = first.dialect
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    return share
