"""All findings together, in the order in which they build on each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from campaigns.doctor.data import check_data
from campaigns.doctor.finding import Finding, State
from campaigns.doctor.home import (
    check_address,
    check_disk,
    check_filesystem,
    check_home,
    check_keys,
    check_mail,
)
from campaigns.doctor.machine import (
    check_ffmpeg,
    check_pillow,
    check_python,
    check_sandbox,
    check_sqlite,
    check_zones,
)
from campaigns.doctor.pictures import check_fonts, check_layouts, check_shaping
from campaigns.doctor.running import Check, run_check
from campaigns.settings import Settings


def examine(settings: Settings, now: datetime) -> list[Finding]:
    """Looks at everything and changes nothing."""
    checks: dict[str, Check] = {
        "python": check_python,
        "sqlite": check_sqlite,
        "home": lambda: check_home(settings),
        "file system": lambda: check_filesystem(settings),
        "disk": lambda: check_disk(settings),
        "keys": lambda: check_keys(settings),
        "address": lambda: check_address(settings),
        "mail": lambda: check_mail(settings),
        "database": lambda: check_data(settings, now),
        "time zones": check_zones,
        "pillow": check_pillow,
        "fonts": check_fonts,
        "layouts": check_layouts,
        "shaping": check_shaping,
        "ffmpeg": check_ffmpeg,
        "sandbox": check_sandbox,
    }
    return [finding for name, check in checks.items() for finding in run_check(name, check)]


def is_well(findings: Iterable[Finding]) -> bool:
    """Whether nothing fails."""
    return all(finding.state is not State.FAILS for finding in findings)
