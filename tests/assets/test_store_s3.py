"""The store in an S3-compatible bucket, against a server of its own on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from assets.errors import StoreFault
from assets.store import Store

REGION = "eu-central-1"


def client(address: str) -> Any:
    """An independent client."""
    return boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id="fictional",
        aws_secret_access_key="fictional",
        region_name=REGION,
    )


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    s3 = client(address)
    s3.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": REGION})
    yield address
    server.stop()


@pytest.fixture
def store(address: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store as an operator names it: the bucket's address, endpoint and key in the usual variables."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "fictional")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "fictional")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    return Store("s3://files/litfass")


def test_files_go_in_and_come_out_and_another_machine_sees_them(store: Store, address: str) -> None:
    digest = store.put(b"film", "video/mp4")
    assert digest == sha256(b"film").hexdigest() == store.put(b"film", "video/mp4")
    assert store.get(digest) == b"film" and store.digests() == [digest]
    other = Store("s3://files/litfass")
    second = other.put(b"captions", "text/vtt")
    assert store.exists(second) and set(store.digests()) == {digest, second}
    s3 = client(address)
    said = s3.head_object(Bucket="files", Key=f"litfass/{digest[:2]}/{digest}")
    assert said["ContentType"] == "video/mp4"
    with other.open(digest) as file:
        assert file.read() == b"film"
    for one in (digest, second):
        store.remove(one)
    with pytest.raises(StoreFault, match="missing"):
        store.get(digest)


def test_changed_bytes_are_noticed_and_young_files_stay(store: Store, address: str) -> None:
    digest = store.put(b"poster", "image/jpeg")
    s3 = client(address)
    s3.put_object(Bucket="files", Key=f"litfass/{digest[:2]}/{digest}", Body=b"other!")
    with pytest.raises(StoreFault, match="changed or damaged"):
        store.get(digest)
    moment = datetime.now(UTC)
    assert store.unused_since(moment - timedelta(hours=1)) == []
    assert not store.discard(digest, put_before=moment - timedelta(hours=1))
    assert store.discard(digest, put_before=moment + timedelta(minutes=1))
    assert not store.exists(digest)
