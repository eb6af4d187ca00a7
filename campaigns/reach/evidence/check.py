"""Checks the folder it lies in: every digest, every decision against the trail, the trail from its first row on.

It goes into the archive as it is and uses nothing but the library of Python. It prints what holds and every fault, and
ends with 1 when there is one. German and English, since nobody knows which of them its reader speaks.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

SAYS = {
    "approve_variant": "approve",
    "approve_by_link": "approve",
    "return_variant": "return",
    "return_by_link": "return",
    "withdraw_approval": "withdraw",
}
PUBLISHES = ("confirm_published", "mark_posted", "mark_posted_against", "publish_placement")
TAKES_DOWN = ("take_down", "take_down_placement")
TAKES_BACK = "take_back_posted"
FIRST = "0" * 64


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no spaces and letters as they are: what digests are made of."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def manifests(folder: Path) -> tuple[set[str], list[str]]:
    """The digests of which the file lies here, and those that are not what their file says."""
    found, faults = set(), []
    for path in sorted((folder / "manifests").glob("*.json")):
        if sha256(path.read_bytes()) == path.stem:
            found.add(path.stem)
        else:
            faults.append(f"manifests/{path.name}: SHA-256 != Name / name")
    return found, faults


def chain(rows: list[dict[str, Any]]) -> list[str]:
    """Where the trail does not hold."""
    faults, previous = [], FIRST
    for number, row in enumerate(rows, start=1):
        if row["id"] != number or row["previous"] != previous:
            faults.append(f"trail.jsonl {row['id']}: Kette unterbrochen / chain broken")
        full = row.get("row")
        if full and (sha256(canonical(full)) != row["digest"] or full["previous"] != row["previous"]):
            faults.append(f"trail.jsonl {row['id']}: geändert / changed")
        previous = row["digest"]
    return faults


def heads(folder: Path, rows: list[dict[str, Any]]) -> list[str]:
    """Written states that the trail does not hold."""
    digests = {row["id"]: row["digest"] for row in rows}
    lines = [line.split() for line in (folder / "heads.txt").read_text(encoding="utf-8").splitlines()]
    return [
        f"heads.txt: Zeile {row} stimmt nicht / row {row} is another"
        for _moment, row, digest in lines
        if digests.get(int(row)) != digest
    ]


def told(rows: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    """Every decision the trail tells of: what, about which digest, when (to the second)."""
    found = set()
    for full in (row["row"] for row in rows if "row" in row):
        if full["action"] not in SAYS:
            continue
        detail = json.loads(full["detail"])
        digests = [detail["digest"]] if "digest" in detail else detail.get("digests", {}).values()
        found |= {(SAYS[full["action"]], digest, full["at"][:19]) for digest in digests}
    return found


def decisions(lines: list[dict[str, Any]], known: set[str], said: set[tuple[str, str, str]]) -> list[str]:
    """Decisions that nothing bears out."""
    faults = []
    for line in lines:
        what, about = line["decision"], line["digest"]
        if about not in known:
            faults.append(f"{about[:12]}: Datei fehlt / file is missing")
        if what.startswith("unconfirmed_"):
            faults.append(f"{about[:12]} {line['decided_at']}: unbestätigt / unconfirmed")
        elif (what, about, line["decided_at"][:19]) not in said:
            faults.append(f"{about[:12]} {line['decided_at']}: nicht im Prüfpfad / not in the trail")
    return faults


def public(rows: list[dict[str, Any]]) -> dict[int, tuple[str, bool]]:
    """The digest of what became public by each post, and whether it was taken down, as the trail tells it."""
    found: dict[int, tuple[str, bool]] = {}
    for full in (row["row"] for row in rows if "row" in row and row["row"]["subject"] == "placement"):
        number, action = full["subject_id"], full["action"]
        if action in PUBLISHES or (action == "correct_placement" and number in found):
            found[number] = json.loads(full["detail"])["digest"], False
        elif action in TAKES_DOWN and number in found:
            found[number] = found[number][0], True
        elif action == TAKES_BACK:
            found.pop(number, None)
    return found


def publications(
    lines: list[dict[str, Any]], known: set[str], told_public: dict[int, tuple[str, bool]]
) -> list[str]:
    """Publications of which the trail tells something else, and those it tells of that are missing."""
    stand = {line["post_number"]: (line["proof"], bool(line["taken_down_at"])) for line in lines}
    return [
        f"Beitrag / post {number}: Veröffentlichung anders als im Prüfpfad / publication is not what the trail tells"
        for number in sorted(
            {*stand, *(one for one, (digest, _down) in told_public.items() if digest in known)}
        )
        if stand.get(number) != told_public.get(number)
    ]


def texts(lines: list[dict[str, Any]], said: dict[str, dict[str, Any]]) -> list[str]:
    """Texts of the tables that are not those of the approved files."""
    approved = {digest: (one["title"], one["text"]) for digest, one in said.items()}
    return [
        f"{line['digest'][:12]}: anderer Text / other text"
        for line in lines
        if approved.get(line["digest"], (line["headline"], line["text"])) != (line["headline"], line["text"])
    ]


def main(folder: Path) -> int:
    document = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
    rows = [json.loads(line) for line in (folder / "trail.jsonl").read_text(encoding="utf-8").splitlines()]
    known, faults = manifests(folder)
    said = {digest: json.loads((folder / "manifests" / f"{digest}.json").read_bytes()) for digest in known}
    lines = document["decisions"]
    faults += [*chain(rows), *heads(folder, rows), *decisions(lines, known, told(rows)), *texts(lines, said)]
    faults += publications(document["publications"], known, public(rows))
    report = [
        f"{len(lines)} Entscheidungen / decisions",
        f"{len(known)} Prüfsummen / digests",
        f"{len(rows)} Zeilen im Prüfpfad / rows of the trail",
        *faults,
        f"{len(faults)} Fehler / faults" if faults else "Alles stimmt / all of it holds",
    ]
    sys.stdout.write("\n".join(report) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent))
