"""Hostile files end in rows or in a sentence, within bounded time and memory, and no row is lost on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from campaigns.needs.looking import look_at
from campaigns.people.models import Programme

from .fuzz import fuzz, seeds, try_file
from .hostile import crafted

#: Processor seconds, and megabytes beyond what the program itself needs, that one file may cost.
MOST_SECONDS, MOST_MEGABYTES = 20, 512
#: Reads each file named on its standard input in a process of its own with these limits; answers how it ended. A file
#: that wants more is killed or runs out of memory, which is no answer that any file must give.
CHILD = """
import json, os, resource, sys
from pathlib import Path
from tests.campaigns.needs.fuzz import seeds, try_file
for data in seeds():
    try_file(data)
seconds, megabytes = int(sys.argv[1]), int(sys.argv[2])
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
for line in sys.stdin:
    data = Path(line.strip()).read_bytes()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (used + len(data) + megabytes * 2**20,) * 2)
        try:
            end = try_file(data)
        except BaseException as problem:
            end = type(problem).__name__
        os.write(writing, end.encode())
        os._exit(0)
    os.close(writing)
    status = os.waitpid(child, 0)[1]
    end = os.read(reading, 100).decode()
    os.close(reading)
    print(json.dumps(end if status == 0 else f"killed by {os.WTERMSIG(status)}"), flush=True)
"""


def ends_of(files: list[Path]) -> list[str]:
    """How each file ends when it is read within the limits."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CHILD, str(MOST_SECONDS), str(MOST_MEGABYTES)],
        input="".join(f"{file}\n" for file in files),
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        timeout=600,
        check=False,
    )
    ends = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(ends) == len(files), done.stderr[-500:]
    return ends


def test_threat_09_every_hostile_file_ends_as_it_must_within_its_limits(tmp_path: Path) -> None:
    wanted, files = {}, []
    for number, (name, data, end) in enumerate(crafted()):
        files.append(tmp_path / str(number))
        files[-1].write_bytes(data)
        assert name not in wanted
        wanted[name] = end
    assert len(wanted) > 80
    assert dict(zip(wanted, ends_of(files), strict=True)) == wanted


@pytest.mark.parametrize(
    ("greedy", "end"),
    [("bytearray(2**31)", "MemoryError"), ("[0 for _ in iter(int, 1)]", "killed by 9")],
    ids=["memory", "time"],
)
def test_the_limits_end_what_wants_more(tmp_path: Path, greedy: str, end: str) -> None:
    child = CHILD.replace("end = try_file(data)", f"end = str(len({greedy}))")
    (tmp_path / "file").write_bytes(b"x")
    done = subprocess.run(
        [sys.executable, "-c", child, "1", "4096" if "9" in end else "512"],
        input=f"{tmp_path / 'file'}\n",
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        timeout=120,
        check=False,
    )
    assert json.loads(done.stdout) == end


def test_every_file_of_the_hostile_collections_ends_in_rows_or_a_sentence(shared_data: Path) -> None:
    folder = shared_data / "hostile"
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    ended = {
        file.relative_to(folder).as_posix(): try_file(file.read_bytes(), name=file.name) for file in files
    }
    assert len(ended) > 60
    pictures = {end for name, end in ended.items() if name.endswith(".png")}
    assert pictures == {"refused"}


def test_sound_files_of_every_format_give_all_their_rows() -> None:
    assert [try_file(data) for data in seeds()] == ["rows"] * len(seeds())


def test_a_workbook_whose_directory_asks_for_an_unknown_format_is_refused() -> None:
    workbook = bytearray(next(data for data in seeds() if data.startswith(b"PK")))
    workbook[workbook.index(b"PK\x01\x02") + 6] = 99
    assert try_file(bytes(workbook), name="log.xlsx") == "refused"


def test_files_broken_in_hundreds_of_ways_end_in_rows_or_a_sentence() -> None:
    found = fuzz(360, seed=7)
    assert found.failures == []
    assert found.slowest < 5
    assert set(found.counts) == {"rows", "refused", "rejected"}


@pytest.mark.any_database
def test_a_look_at_rows_as_long_as_books_ends_early(session: Session, programme: Programme) -> None:
    rows = "".join(f"2026-11-02;{number} {'max at a dot ' * 2400}\n" for number in range(100))
    found = look_at(
        session,
        programme=programme,
        data=f"Datum;Anfrage\n{rows}".encode(),
        name="datei",
        choices=(),
        key=b"k" * 32,
        today=date(2026, 11, 23),
    )
    assert found.rows == 100
    assert 1 < found.tried < 10
    assert found.taken + found.rejected == found.tried
