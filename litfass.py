"""The front door: `litfass COMMAND`.

The only file that knows all four packages, by name alone: a command's module is loaded when the command is
called, and inside it the work is imported by the function that does it. `litfass --help` and a wrong option
therefore answer at once instead of loading the web application, the language models and the renderer.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence

import click

#: Command → the module that holds it, and its name there. The order is the order of the road.
COMMANDS = {
    "up": "commands.up:up",
    "web": "commands.processes:web",
    "worker": "commands.processes:worker",
    "migrate": "commands.database:migrate",
    "demo": "commands.demo:demo",
    "doctor": "commands.doctor:doctor",
    "programme": "commands.programmes:programme",
    "user": "commands.people:user",
    "needs": "commands.needs:needs",
    "plan": "commands.plan:plan",
    "copy": "commands.copy:copy",
    "check": "commands.check:check",
    "render": "commands.render:render",
    "placements": "commands.placements:placements",
    "sending": "commands.sending:sending",
    "kit": "commands.kit:kit",
    "audit": "commands.audit:audit",
    "keys": "commands.keys:keys",
    "insights": "commands.insights:insights",
    "report": "commands.report:report",
    "forget": "commands.forgetting:forget",
    "backup": "commands.backup:backup",
    "restore": "commands.backup:restore",
    "export": "commands.moving:export_command",
    "import": "commands.moving:import_command",
    "bench": "commands.bench:bench",
}


class Road(click.Group):
    """A group whose commands are loaded when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Road, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="litfass", message="%(prog)s %(version)s")
def front_door() -> None:
    """Turns frequent advice needs into multilingual campaigns.

    Exit status: 0 done, 1 refused with a sentence on standard error, 2 wrong usage.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and ends the process with its exit status; no traceback ever reaches the caller."""
    from commands.endings import ending

    # What a command loads stays until its end; a collector that looks at it every 700 objects takes a fifth of the
    # time of the start.
    gc.set_threshold(20_000, 20, 50)
    with ending():
        result = front_door.main(
            args=list(arguments) if arguments is not None else None,
            prog_name="litfass",
            standalone_mode=False,
        )
        # Click hands back the status of --help and ctx.exit() instead of raising it.
        sys.exit(result if isinstance(result, int) else 0)


if __name__ == "__main__":
    main()
