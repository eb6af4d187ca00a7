"""The components as one name in every template: `ui.field(…)`, `{% call ui.card() %}…{% endcall %}`.

Blocks are rendered alone as fragments, and imports at the top of a template do not reach into blocks;
a global does.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from jinja2 import Environment

COMPONENTS = "components/"


class Components:
    """Every macro of `templates/components/`, by name. Two files may not define the same name."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._found: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if not self._found or self._environment.auto_reload:
            self._found = self._load()
        try:
            return self._found[name]
        except KeyError:
            raise AttributeError(f"there is no component “{name}”") from None

    def _load(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for path in self._environment.list_templates(filter_func=lambda each: each.startswith(COMPONENTS)):
            module = self._environment.get_template(path).module
            for name, macro in vars(module).items():
                if name.startswith("_"):
                    continue
                if name in found:
                    raise RuntimeError(f"two components are called “{name}”; the second is in {path}")
                found[name] = macro
        return found


def init_components(app: Flask) -> None:
    app.jinja_env.globals["ui"] = Components(app.jinja_env)
