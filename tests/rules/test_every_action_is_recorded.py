"""Whoever acts leaves a row in the audit trail: every action that takes `by` reaches `record`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

CAMPAIGNS = Path(__file__).parents[2] / "campaigns"

#: Steps inside an action that is recorded as a whole by its caller.
PARTS = {"add_revision", "decide", "freeze_proof", "add_demo_programme", "put_post"}


def _action_files() -> Iterator[Path]:
    for path in CAMPAIGNS.rglob("*.py"):
        if path.name == "actions.py" or path.parent.name == "actions":
            yield path


def _functions(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _takes_by(function: ast.FunctionDef) -> bool:
    return any(argument.arg == "by" for argument in [*function.args.args, *function.args.kwonlyargs])


def _calls(function: ast.FunctionDef) -> set[str]:
    return {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }


def test_every_action_reaches_the_audit_trail() -> None:
    files = {path: _functions(path) for path in _action_files()}
    recording = {"record"}
    grown = True
    while grown:
        found = {
            name
            for functions in files.values()
            for name, function in functions.items()
            if _calls(function) & recording
        }
        grown = not found <= recording
        recording |= found
    silent = [
        f"{path.relative_to(CAMPAIGNS)}: {name}"
        for path, functions in files.items()
        for name, function in functions.items()
        if not name.startswith("_") and _takes_by(function) and name not in recording | PARTS
    ]
    assert len(files) > 8
    assert silent == []
