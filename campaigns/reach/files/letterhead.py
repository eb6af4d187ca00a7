"""What a funder prescribes for the head of a report: emblem and statement first and locked, then the other logos.

It is the programme's, and no report chooses among it. Logos stand as they were given, none higher than the emblem.
Source of the rule for European funds: Regulation (EU) 2021/1060, Annex IX.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from campaigns.people.models import Programme


@dataclass(frozen=True)
class Letterhead:
    """The statement as it is prescribed, and files by the digests of their bytes. '' and empty are nothing."""

    statement: str = ""
    emblem: str = ""
    logos: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """All files, in the order in which they stand."""
        return tuple(digest for digest in (self.emblem, *self.logos) if digest)

    def files(self, read: Callable[[str], bytes]) -> dict[str, bytes]:
        """The bytes of all files."""
        return {digest: read(digest) for digest in self.marks}


def letterhead_of(programme: Programme) -> Letterhead:
    """What stands at the head of a programme's reports: emblems before other logos, whatever order they were given."""
    logos = [each for each in programme.brand.get("logos", []) if each.get("digest")]
    return Letterhead(
        statement=str(programme.funder.get("statement", "")),
        emblem=str(programme.funder.get("digest", "") or ""),
        logos=tuple(
            str(each["digest"]) for each in sorted(logos, key=lambda each: not each.get("is_emblem"))
        ),
    )


def media_type_of(mark: bytes) -> str:
    """Logos are kept as PNG or JPEG."""
    return "image/png" if mark.startswith(b"\x89PNG") else "image/jpeg"
