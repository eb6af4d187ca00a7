"""Translations written by hand, clean and with one fault put in, as a lawyer would find them.

`python -m tests.campaigns.content.checks.written_pairs [FILE]` prints what is found, language by language.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from campaigns.content.checks.pair import check_translation

FOLDER = Path(__file__).with_name("written")


@dataclass(frozen=True)
class Written:
    """A source, one translation, and the fault that was put into it ("" for none)."""

    source_language: str
    language: str
    source: str
    target: str
    fault: str = ""

    @property
    def sentences(self) -> list[str]:
        """What the checks say."""
        found = check_translation(
            self.source, self.target, source_language=self.source_language, target_language=self.language
        )
        return [one.sentence for one in found]


def read(file: Path) -> Iterator[Written]:
    """The pairs of one file."""
    languages, source = ("", ""), ""
    clean: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        sign, rest = line[:1], line[2:]
        if sign == "@":
            here, there = line[1:].split()
            languages = (here, there)
        elif sign == "S":
            source, clean = rest, []
        elif sign == "C":
            clean.append(rest)
            yield Written(*languages, source, rest)
        elif sign == "X":
            yield Written(*languages, source, rest, "as written")
        elif sign == "F":
            yield from (Written(*languages, source, target, rest) for target in _spoiled(clean, rest))


def _spoiled(clean: list[str], fault: str) -> Iterator[str]:
    for target in clean:
        for wording in fault.split("|"):
            right, wrong = wording.split(">", 1)
            if right in target:
                yield target.replace(right, wrong)
                break


def main() -> int:
    """Print the counts; 1 where a fault is missed or a clean pair flagged."""
    files = [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.txt"))
    counts: dict[str, Counter[str]] = {}
    for pair in (one for file in files for one in read(file)):
        counted = counts.setdefault(pair.language, Counter())
        found = pair.sentences
        counted["faults" if pair.fault else "clean"] += 1
        counted["found" if pair.fault else "flagged"] += bool(found)
        if bool(found) != bool(pair.fault):
            sys.stdout.write(
                f"{'MISSED ' + pair.fault if pair.fault else found}\n    {pair.source}\n    {pair.target}\n"
            )
    for code, one in sorted(counts.items()):
        sys.stdout.write(
            f"{code}: {one['found']} of {one['faults']} faults, {one['flagged']} of {one['clean']} clean\n"
        )
    return int(any(one["found"] < one["faults"] or one["flagged"] for one in counts.values()))


if __name__ == "__main__":
    sys.exit(main())
