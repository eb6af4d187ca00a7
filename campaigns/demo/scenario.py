"""What the demo shows, read from scenario.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from campaigns.demo.kits import KitScene
from campaigns.demo.marks import MarksScene, PhotoScene

Reach = Literal["planned", "writing", "review", "scheduled", "running", "finished"]


@dataclass(frozen=True)
class CampaignScene:
    """A campaign: its topic, its first week counted from today, the kinds of post, and how far it is walked.

    `withdrawn` is a language in which a lawyer takes the approval of one post back before it goes out.
    `corrected` is a fact whose sentence campaign staff put more exactly in some languages, with the reason: its texts
    are recalled in every language. `tagged` is a hashtag that two posts in the source language got after they had gone
    out: one was corrected with its new words, the other waits for somebody to do it. `missed` is a language in which a
    post was due on an evening on which no worker ran; `refused` one in which the folder could not be written for as
    long as the worker tried; `unproven` one in which the machine stopped between handing a post over and writing that
    down, and somebody changed the file before it could be asked. `kit` is what a partner was given of it.
    `exported`: its figures come from a page's exports, and not from what advisors read off. `shown` is the kind of post
    that shows the programme's photo, `printed` the one that is made as a sheet for printing, and `filmed` the one of
    which there is a film, in the languages of `films`. `practice` is the title under which its shape was kept for
    others, and `worked` what the lead wrote beside it.
    """

    topic: str
    start_weeks: int
    reach: Reach
    kinds: tuple[str, ...] = ()
    withdrawn: str = ""
    corrected: str = ""
    correction: str = ""
    corrected_sentence: Mapping[str, str] = field(default_factory=dict)
    tagged: str = ""
    missed: str = ""
    refused: str = ""
    unproven: str = ""
    kit: KitScene | None = None
    exported: bool = False
    shown: str = ""
    printed: str = ""
    filmed: str = ""
    films: tuple[str, ...] = ()
    practice: str = ""
    worked: str = ""


@dataclass(frozen=True)
class ProgrammeScene:
    """A programme's marks and photo, questions, groups (a language each) and campaigns.

    `readers` are the languages of each subscriber of its newsletter; without any it has none.
    """

    key: str
    marks: MarksScene
    a_week: int
    log_languages: tuple[str, ...]
    rise_topic: str
    rise_languages: tuple[str, ...]
    spaces: tuple[str, ...]
    campaigns: tuple[CampaignScene, ...]
    keeps_free_text: bool = False
    readers: tuple[tuple[str, ...], ...] = ()
    photo: PhotoScene | None = None


@cache
def scenes() -> tuple[ProgrammeScene, ...]:
    """Every programme of the demo, in the order of the file."""
    table = tomllib.loads((Path(__file__).parent / "scenario.toml").read_text(encoding="utf-8"))
    return tuple(_scene(key, row) for key, row in table.items())


def _scene(key: str, row: dict[str, Any]) -> ProgrammeScene:
    return ProgrammeScene(
        key=key,
        marks=MarksScene(**row["marks"]),
        a_week=row["a_week"],
        log_languages=tuple(row["log_languages"]),
        rise_topic=row["rise"]["topic"],
        rise_languages=tuple(row["rise"]["languages"]),
        spaces=tuple(row["spaces"]),
        campaigns=tuple(_campaign(item) for item in row["campaigns"]),
        keeps_free_text=row.get("keeps_free_text", False),
        photo=PhotoScene(**row["photo"]) if "photo" in row else None,
        readers=tuple(tuple(codes) for codes in row.get("readers", ())),
    )


def _campaign(row: dict[str, Any]) -> CampaignScene:
    kit = KitScene(**row["kit"]) if "kit" in row else None
    return CampaignScene(
        **{**row, "kinds": tuple(row.get("kinds", ())), "films": tuple(row.get("films", ())), "kit": kit}
    )
