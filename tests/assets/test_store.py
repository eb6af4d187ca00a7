"""What is put in comes out unchanged or not at all; a crash leaves nothing half."""

import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from assets.errors import StoreFault
from assets.store import Store


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return Store(str(tmp_path / "store") if request.param == "folder" else f"memory://{tmp_path.name}")


def test_bytes_come_back_under_their_digest(store: Store) -> None:
    digest = store.put(b"picture", "image/png")
    assert digest == sha256(b"picture").hexdigest()
    assert store.put(b"picture", "image/png") == digest
    assert store.exists(digest) and store.get(digest) == b"picture" and store.digests() == [digest]
    with store.open(digest) as file:
        assert file.read() == b"picture"
    assert store.url(digest).endswith(digest)


def test_a_missing_or_impossible_name_is_a_sentence(store: Store) -> None:
    absent = sha256(b"nothing").hexdigest()
    assert not store.exists(absent)
    with pytest.raises(StoreFault, match="missing"):
        store.get(absent)
    with pytest.raises(StoreFault, match="missing"):
        store.open(absent)
    for name in ("../../etc/passwd", "", "ABC", absent.upper()):
        with pytest.raises(StoreFault, match="not a digest"):
            store.get(name)


def test_a_removed_file_is_gone_and_may_be_removed_again(store: Store) -> None:
    digest = store.put(b"old", "image/png")
    store.remove(digest)
    store.remove(digest)
    assert not store.exists(digest) and store.digests() == []


def test_a_damaged_file_is_never_handed_out(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    digest = store.put(b"approved", "image/png")
    (tmp_path / digest[:2] / digest).write_bytes(b"changed!")
    with pytest.raises(StoreFault, match="changed or damaged"):
        store.get(digest)


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failed_write_leaves_nothing(failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(str(tmp_path))

    def fail(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(*((os, "fsync") if failing == "fsync" else (Path, "replace")), fail)
    with pytest.raises(OSError, match="No space"):
        store.put(b"picture", "image/png")
    assert not store.exists(sha256(b"picture").hexdigest())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_killed_writer_leaves_only_whole_files(tmp_path: Path) -> None:
    code = (
        "import sys; from assets.store import Store; store = Store(sys.argv[1]); n = 0\n"
        "while True:\n"
        "    n += 1; store.put(str(n).encode() * 400_000, 'x/y'); print(n, flush=True)\n"
    )
    root = Path(__file__).parents[2]
    store = Store(str(tmp_path))
    for last in (1, 2, 4):
        with subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], cwd=root, stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            while int(writer.stdout.readline()) < last:
                pass
            writer.send_signal(signal.SIGKILL)
        assert len(store.digests()) >= last
        for digest in store.digests():
            store.get(digest)
    store.sweep()
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == set(store.digests())
