"""Real servers, each started once for all tests that speak with it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.live import family as instances
from tests.live import mail, pds, synapse
from tests.live.place import FOLDER

#: They are installed first, which takes minutes: `make test-live` asks for it, and no other run reads these files.
collect_ignore_glob = [] if os.environ.get("LITFASS_TEST_LIVE") else ["test_*.py"]


@pytest.fixture(scope="session")
def homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[synapse.Synapse]:
    with synapse.running(tmp_path_factory.mktemp("synapse")) as running:
        yield running


@pytest.fixture(scope="session")
def mail_house() -> Iterator[mail.MailHouse]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    # Devices and programmes do not work where tests write otherwise: into memory.
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder, mail.running(Path(folder)) as running:
        yield running


@pytest.fixture(scope="session")
def data_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pds.DataServer]:
    with pds.running(tmp_path_factory.mktemp("pds")) as running:
        yield running


@pytest.fixture(scope="session")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[bool, instances.Instance]]:
    """A server of Mastodon's family without a memory for keys (True) and one with it (False)."""
    with (
        instances.running(tmp_path_factory.mktemp("family"), forgets=False) as knowing,
        instances.running(tmp_path_factory.mktemp("forgetful"), forgets=True) as forgetting,
    ):
        yield {False: knowing, True: forgetting}
