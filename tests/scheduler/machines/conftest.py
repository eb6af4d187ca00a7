"""One running service of each kind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.scheduler.machines.servers import ChatHandler, DeepLHandler, LibreHandler, Service, served


@pytest.fixture
def deepl() -> Iterator[Service]:
    with served(DeepLHandler) as service:
        yield service


@pytest.fixture
def libre() -> Iterator[Service]:
    with served(LibreHandler) as service:
        yield service


@pytest.fixture
def chat() -> Iterator[Service]:
    with served(ChatHandler, "/v1") as service:
        yield service
