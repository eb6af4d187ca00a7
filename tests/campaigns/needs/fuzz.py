"""Tables broken on purpose, thousands of ways: `python -m tests.campaigns.needs.fuzz 20000 [SEED]`.

Every file ends in rows or in a refusal with a sentence. Anything else, a file that takes longer than `SLOWEST`
seconds of CPU, and more than `MOST_MB` of memory in all is a failure, printed with the seed that makes it again.
"""

from __future__ import annotations

import io
import json
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from campaigns.errors import Refusal
from campaigns.needs.intake.mapping import propose_mapping
from campaigns.needs.intake.outcome import Intake, Rejected
from campaigns.needs.intake.records import records
from campaigns.needs.reading import read_table

SLOWEST = 20.0
MOST_MB = 512
TODAY = date(2026, 11, 23)
ROWS = (
    ("2026-11-02", "Wann kommt mein Lohn?", "de", "Facebook", "G1", "7"),
    ("2026-11-03", "متى يصل راتبي؟", "ar", "Telegram", "G2", "8"),
    ("2026-11-04", 'Er sagte: "raus; sofort"\nund jetzt?', "", "WhatsApp", "", ""),
    ("2026-11-05", "Скільки коштує садок?", "uk", "", "G1", "=1+1"),
)
HEADERS = ("Datum", "Anfrage", "Sprache", "Plattform", "Gruppe", "Fallnummer")
PIECES = (
    b'"', b";", b",", b"\t", b"\n", b"\r", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"'", b"\\", b"[", b"{",
    b"}", b"]", b"=cmd|' /C calc'!A0", b"9" * 400, b"-" * 50, b"[[[[[[[[", b'{"a":' * 30, b"NaN", b"1e999", b"</c>",
    b"<row>", b"<!DOCTYPE x>", b"&amp;",
    b"&#0;", b'r="ZZZ99999999"', "\u202e".encode(), "\U0001f600".encode(), b"\xed\xa0\x80",
    b"31.02.2026", b"03/04/2026", b"99999999999999999999",
)  # fmt: skip


@dataclass
class Outcome:
    """How often files ended in which way; `failures` are sentences with the seed."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0


def seeds() -> list[bytes]:
    """Sound files of every format."""
    quoted = "\r\n".join(
        ";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in (HEADERS, *ROWS)
    )
    objects = [dict(zip(HEADERS, row, strict=True)) for row in ROWS]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADERS, *ROWS):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return [
        quoted.encode(),
        quoted.encode("utf-16"),
        quoted.replace(";", ",").encode("utf-8-sig"),
        json.dumps(objects, ensure_ascii=False).encode(),
        "\n".join(json.dumps(one) for one in objects).encode(),
        out.getvalue(),
    ]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with one to six things wrong; of a workbook, half the time inside one of its parts."""
    if data.startswith(b"PK") and chance.random() < 0.5:
        return _inside(data, chance)
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found) + 1)
        kind = chance.randrange(6)
        if kind == 0 and found:
            found[min(at, len(found) - 1)] = chance.randrange(256)
        elif kind == 1:
            del found[at : at + chance.randint(1, 40)]
        elif kind == 2:
            found[at:at] = chance.choice(PIECES)
        elif kind == 3:
            found[at:at] = found[at : at + chance.randint(1, 200)] * chance.randint(1, 8)
        elif kind == 4:
            del found[at:]
        else:
            found[at:at] = chance.randbytes(chance.randint(1, 20))
    return bytes(found)


def _inside(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, mutated(b" " + content, chance) if name == chosen else content)
    return out.getvalue()


def try_file(data: bytes, name: str = "datei") -> str:
    """What becomes of a file: "refused", "rows" or "rejected" when no row could be taken."""
    intake = Intake(programme_id=1, languages=("de", "ar", "uk"), keeps_text=True, key=b"k" * 32, today=TODAY)
    try:
        table = read_table(data, name=name)
        assert all(len(row.cells) == len(table.headers) for row in table.rows)
        outcomes = list(records(table, propose_mapping(table.headers), intake))
    except Refusal as refusal:
        assert str(refusal).endswith((".", "]."))
        return "refused"
    assert len(outcomes) == len(table.rows)
    return "rejected" if all(isinstance(one, Rejected) for one in outcomes) else "rows"


def fuzz(count: int, seed: int = 1) -> Outcome:
    """Breaks and reads so many files."""
    found, sound = Outcome(), seeds()
    for number in range(count):
        data = mutated(sound[number % len(sound)], random.Random(f"{seed}:{number}"))
        begun = time.process_time()
        try:
            found.counts[try_file(data)] += 1
        except Exception as problem:  # every other end is what is looked for
            found.failures.append(f"{seed}:{number}: {type(problem).__name__}")
        taken = time.process_time() - begun
        found.slowest = max(found.slowest, taken)
        if taken > SLOWEST:
            found.failures.append(f"{seed}:{number}: {taken:.1f} s")
    return found


def peak_mb() -> int:
    """The most memory this process ever had; its parent's does not count, as it does in `getrusage`."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    result = fuzz(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    sys.stdout.write(
        f"{dict(result.counts)}, slowest {result.slowest:.2f} s CPU, {peak_mb()} MB\n"
        + "".join(f"FAILED {line}\n" for line in result.failures)
    )
    sys.exit(bool(result.failures) or peak_mb() > MOST_MB)
