"""`litfass keys rotate|forget`: exchanging the key that secrets in the database are sealed with."""

from __future__ import annotations

import click

from commands.output import emit, json_option, lines


@click.group()
def keys() -> None:
    """The key of secrets: put a new one in front, drop the old one."""


@keys.command()
@json_option
def rotate(as_json: bool) -> None:
    """Makes a new key and seals every secret with it. Web and worker may run; the old key still opens."""
    from campaigns.keys import rotate_keys
    from commands.composition import instance

    with instance() as here:
        count = rotate_keys(here.settings, here.engine, now=here.now)
    if as_json:
        emit({"sealed": count})
    else:
        lines(
            f"{count} secrets are sealed with a new key. Copy keys/ to where you keep it, and to every other machine; "
            "then drop the old key: litfass keys forget"
        )


@keys.command()
@json_option
def forget(as_json: bool) -> None:
    """Drops every key but the newest, once nothing needs the others."""
    from campaigns.keys import forget_old_keys
    from commands.composition import instance

    with instance() as here:
        count = forget_old_keys(here.settings, here.engine, now=here.now)
    if as_json:
        emit({"sealed": count})
    else:
        lines("Only the newest key is left. Copy keys/ to where you keep it, and to every other machine.")
