import os
from pathlib import Path

import pytest

from campaigns.errors import Unusable
from commands.files import make_folder, write, written


def test_what_stood_there_stays_until_all_is_written(tmp_path: Path) -> None:
    out = tmp_path / "kit.zip"
    out.write_bytes(b"of yesterday")
    with pytest.raises(KeyError), written(out) as file:
        file.write(b"half")
        raise KeyError
    assert out.read_bytes() == b"of yesterday"
    assert list(tmp_path.iterdir()) == [out]


def test_a_whole_file_replaces_what_stood_there(tmp_path: Path) -> None:
    out = tmp_path / "kit.zip"
    out.write_bytes(b"of yesterday")
    write(out, b"of today")
    assert out.read_bytes() == b"of today"
    assert list(tmp_path.iterdir()) == [out]


def test_a_pipe_is_written_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write(pipe, b"of today")
        assert os.read(reading, 100) == b"of today"
    finally:
        os.close(reading)
    assert pipe.is_fifo()


def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("in the way")
    with pytest.raises(Unusable, match="cannot be written"):
        write(tmp_path / "nowhere" / "kit.zip", b"")
    with pytest.raises(Unusable, match="cannot be made"):
        make_folder(in_the_way / "folder")
