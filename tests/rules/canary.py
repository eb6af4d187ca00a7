"""Plants identifiers, takes them in by every way, kills the processes, and looks for what is left.

`python -m tests.rules.canary [DEATHS] [SEED]`, or `make canary COUNT=…`. 2,400 identifiers of their own (12 kinds, 10
languages, 20 disguises) and as many as there are harder disguises go in as a file at the command line, as an upload
for the worker, from the phone and from another program. Afterwards database, journal, shared memory, logs, outputs,
temporary files and backups are searched byte by byte in every encoding, and every cell of the database is read as
somebody would who looks for people. Ends with 1 when anything is found.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random

from tests.campaigns.needs.identifiers import HARDER, Planted
from tests.campaigns.needs.invented import invented
from tests.rules.canary_house import House, Plants, Way, all_ways, by_worker_child, house
from tests.rules.canary_search import Needles, betrayed_in, cells, found_on_disk, without_times

#: One house is searched after every death; it is left when it has grown.
DEATHS_A_HOUSE = 20
#: A process may end before its death; then the next one is tried.
MOST_TRIES = 4
PLANTS_A_DEATH = 120
#: So many questions a person types in one go.
TYPED = 240


@dataclass
class Verdict:
    """What was planted, what the intakes say they removed, and where something was found."""

    planted: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    read: int = 0
    rejected: int = 0
    deaths: int = 0
    survived: int = 0
    searched: int = 0
    needles: int = 0
    found: dict[str, set[str]] = field(default_factory=dict)

    def see(self, here: House, plants: Plants, *, deeply: bool) -> None:
        """Searches the house for these plants."""
        needles = Needles(plants)
        self.needles = max(self.needles, len(needles))
        for name, hits in found_on_disk(here.folder, needles).items():
            self.found.setdefault(name, set()).update(hits)
        self.searched += sum(path.stat().st_size for path in here.folder.rglob("*") if path.is_file())
        if deeply:
            said = [
                (path.name, without_times(line))
                for path in (*(here.folder / "said").iterdir(), *here.settings.log_dir.iterdir())
                for line in path.read_text(encoding="utf-8").splitlines()
            ]
            for hit in betrayed_in([*cells(here.settings.home / "litfass.sqlite"), *said], plants):
                self.found.setdefault("read by a person", set()).add(hit)

    def count(self, here: House) -> None:
        """Adds up what the batches of a house report."""
        for report in here.reports():
            self.read += report["read"]
            self.rejected += report["rejected_count"]
            self.removed.update(report["redacted"])

    def lines(self) -> list[str]:
        found = sum(map(len, self.found.values()))
        return [
            f"planted   {sum(self.planted.values())}: {_by_count(self.planted)}",
            f"read      {self.read} rows, {self.rejected} rejected",
            f"removed   {sum(self.removed.values())}: {_by_count(self.removed)}",
            f"killed    {self.deaths} processes, {self.survived} ended before their death",
            f"searched  {self.searched / 1e6:.0f} MB for up to {self.needles} needles",
            f"found     {found}",
            *(f"FOUND in {name}: {hit}" for name, hits in self.found.items() for hit in sorted(hits)[:20]),
        ]


def take_everything_in(folder: Path, verdict: Verdict, plants: Plants, ways: dict[str, Way]) -> None:
    """Every way once with all plants, to its end; then a backup; then the search."""
    with house(folder) as here:
        for name, way in ways.items():
            mine = plants[:: max(1, len(plants) // TYPED)] if name == "phone" else plants
            here.run(way, mine)
            verdict.planted.update(case.kind for _, case in mine)
        here.back_up("all.litfass")
        verdict.count(here)
        verdict.see(here, plants, deeply=True)


def die_at_random(folder: Path, verdict: Verdict, seed: int, deaths: int, ways: dict[str, Way]) -> None:
    """Kills every way in turn at random moments; what the dead left behind is searched before anybody cleans up."""
    chance, turn = Random(seed), cycle(ways.items())
    lasting: dict[str, float] = {}
    tries = 0
    while verdict.deaths < deaths and tries < deaths * MOST_TRIES:
        planted: list[tuple[str, Planted]] = []
        with house(folder / f"house{tries}") as here:
            for (name, way), _ in zip(turn, range(DEATHS_A_HOUSE), strict=False):
                tries += 1
                plants = chance.sample(
                    [*invented(seed + tries), *invented(-seed - tries, HARDER)], PLANTS_A_DEATH
                )
                planted += plants
                if name not in lasting:
                    lasting[name] = here.run(way, plants[: PLANTS_A_DEATH // 2])[1] * 1.5
                killed, _ = here.run(way, plants, killed_after=chance.uniform(0, lasting[name]))
                verdict.deaths += killed
                verdict.survived += not killed
                verdict.planted.update(case.kind for _, case in plants)
                if tries % 10 == 9:
                    here.back_up(f"{tries}.litfass")
                verdict.see(here, plants, deeply=False)
                if verdict.deaths == deaths:
                    break
            verdict.count(here)
            verdict.see(here, planted, deeply=True)


def _by_count(counts: Counter[str]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.most_common())


def run(deaths: int, seed: int, folder: Path) -> Verdict:
    """The whole programme."""
    verdict = Verdict()
    ways = all_ways()
    take_everything_in(
        folder / "whole",
        verdict,
        [*invented(seed), *invented(seed + 1, HARDER)],
        {**ways, "upload and the worker's child": by_worker_child("csv")},
    )
    die_at_random(folder, verdict, seed, deaths, ways)
    return verdict


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="canary-") as place:
        outcome = run(
            int(sys.argv[1]) if len(sys.argv) > 1 else 200,
            int(sys.argv[2]) if len(sys.argv) > 2 else 1,
            Path(place),
        )
    sys.stdout.write("\n".join(outcome.lines()) + "\n")
    sys.exit(bool(outcome.found))
