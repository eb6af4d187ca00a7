"""Who may know whom: the contracts of pyproject.toml hold."""

from __future__ import annotations

from pathlib import Path

from importlinter.cli import lint_imports


def test_every_import_goes_along_the_road() -> None:
    configuration = Path(__file__).parents[2] / "pyproject.toml"
    assert lint_imports(config_filename=str(configuration), no_cache=True) == 0
