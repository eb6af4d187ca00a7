"""Towns where a Land is asked for: a log says "Leipzig", and Saxony is what is counted.

Only the Land is kept. A town that is not known, or whose name two of them bear, is told and counted without a region.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from campaigns.needs.intake.names import folded, is_region, region_code

_FILE = Path(__file__).with_name("towns.toml")
_POSTCODE = re.compile(r"^(?:d )?[0-9]{5} ")
_BEFORE_A_TOWN = ("stadt ", "hansestadt ", "landeshauptstadt ", "raum ", "grossraum ", "city of ", "region ")
#: "ae" for "ä" as on keyboards without umlauts.
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def region_of(name: str) -> str | None:
    """The Land as ISO 3166-2 that a Land or a town is named by, or "abroad"; None when it is unknown."""
    return region_code(name) or land_of_town(name)


def is_known_place(name: str) -> bool:
    """Whether it is a Land, a town that is known, "abroad", or the whole country."""
    return is_region(name) or land_of_town(name) is not None


def town_of(name: str) -> str:
    """The name where it is that of a town and not of a Land; else nothing."""
    return name.strip() if region_code(name) is None and land_of_town(name) is not None else ""


def land_of_town(name: str) -> str | None:
    """The Land (DE-SN) of a town, with or without its postcode; None where it is none that is known."""
    key = _POSTCODE.sub("", folded(name))
    for before in _BEFORE_A_TOWN:
        key = key.removeprefix(before)
    return _towns().get(key)


@cache
def _towns() -> Mapping[str, str]:
    lands = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            folded(spelt): land
            for land, towns in lands.items()
            for town in towns
            for spelt in (town, town.casefold().translate(_UMLAUTS))
        }
    )
