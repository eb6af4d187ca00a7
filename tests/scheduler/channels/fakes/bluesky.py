"""A personal data server of the AT protocol, as its lexicons have it and as the real one behaved when tried."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from typing import Any

import regex

from campaigns.clock import Clock
from tests.scheduler.channels.network import Answer, Fake, Post, Request

HANDLE, PASSWORD, DID = "advice.example", "app-pass-word", "did:plc:abcdefghijklmnopqrstuvwx"
TOKEN = "access-token"
BLOB_LIMIT = 2_000_000
_TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")


class BlueskyServer(Fake):
    """One repository. A record under a known key is replaced, and stays one post."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.records: dict[str, dict[str, Any]] = {}
        self.blobs: set[str] = set()
        self.commits = 0

    def publishes(self, request: Request) -> bool:
        return request.path.endswith("com.atproto.repo.putRecord")

    def too_many(self) -> Answer:
        # Its clock is two hours ahead of ours.
        reset = str(int(self.clock().timestamp()) + 7200 + 60)
        limits = {"ratelimit-reset": reset, "Retry-After": "60"}
        return Answer(429, {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, limits)

    def signed_out(self) -> Answer:
        return Answer(400, {"error": "InvalidToken", "message": "Token could not be verified"})

    def answer(self, request: Request) -> Answer:
        method = request.path.removeprefix("/xrpc/")
        if method == "com.atproto.server.createSession":
            said = request.json()
            if (said["identifier"], said["password"]) != (HANDLE, PASSWORD):
                return Answer(401, {"error": "AuthenticationRequired", "message": "Invalid password"})
            return Answer(200, self._session())
        if method == "com.atproto.repo.getRecord":
            return self._get(request)
        if request.bearer != TOKEN:
            return self.signed_out()
        match method:
            case "com.atproto.server.getSession":
                return Answer(200, {"did": DID, "handle": HANDLE})
            case "app.bsky.feed.getPosts":
                known = [post for post in self.posts if post.id == request.query["uris"]]
                return Answer(200, {"posts": [self._shown(post) for post in known]})
            case "app.bsky.actor.getProfile":
                return Answer(200, {"did": DID, "handle": HANDLE, "followersCount": self.following})
            case "com.atproto.repo.uploadBlob":
                return self._upload(request)
            case "com.atproto.repo.putRecord":
                return self._put(request.json())
            case "com.atproto.repo.deleteRecord":
                rkey = request.json()["rkey"]
                self.records.pop(rkey, None)
                self.posts = [post for post in self.posts if post.id != _uri(rkey)]
                return Answer(200, {})
        return Answer(501, {"error": "MethodNotImplemented", "message": method})

    def _session(self) -> dict[str, Any]:
        return {"did": DID, "handle": HANDLE, "accessJwt": TOKEN, "refreshJwt": "refresh", "active": True}

    def _shown(self, post: Post) -> dict[str, Any]:
        """A post with its counters, as app.bsky.feed.defs#postView demands it."""
        record, stamp = post.details["record"], post.at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        author = {"did": DID, "handle": HANDLE}
        told = {"uri": post.id, "cid": _cid(record), "author": author, "record": record, "indexedAt": stamp}
        return {**told, **self.counts}

    def _upload(self, request: Request) -> Answer:
        if len(request.body) > BLOB_LIMIT:
            return Answer(413, {"error": "PayloadTooLarge", "message": "request entity too large"})
        link = "bafkrei" + hashlib.sha256(request.body).hexdigest()[:52]
        self.blobs.add(link)
        kind, size = request.headers["content-type"], len(request.body)
        return Answer(
            200, {"blob": {"$type": "blob", "ref": {"$link": link}, "mimeType": kind, "size": size}}
        )

    def _put(self, said: dict[str, Any]) -> Answer:
        rkey, record = said["rkey"], said["record"]
        problem = self._problem(said, rkey, record)
        if problem:
            return Answer(400, {"error": "InvalidRequest", "message": problem})
        if rkey not in self.records:
            self.publish(_uri(rkey), record["text"], record=record)
        if self.records.get(rkey) != record:
            self.commits += 1
        self.records[rkey] = record
        return Answer(200, {"uri": _uri(rkey), "cid": _cid(record), "validationStatus": "valid"})

    def _problem(self, said: dict[str, Any], rkey: str, record: dict[str, Any]) -> str:
        text = record.get("text", "")
        images = (record.get("embed") or {}).get("images", [])
        facets = record.get("facets", [])
        spoken = [text.encode()[one["index"]["byteStart"] : one["index"]["byteEnd"]] for one in facets]
        rules = {
            "repo": said["repo"] in (DID, HANDLE),
            "rkey is no TID": bool(_TID.fullmatch(rkey)),
            "$type": record.get("$type") == said["collection"] == "app.bsky.feed.post",
            "text": len(regex.findall(r"\X", text)) <= 300 and len(text.encode()) <= 3000,
            "createdAt": bool(datetime.fromisoformat(record["createdAt"]).tzinfo),
            "langs": len(record.get("langs", [])) <= 3,
            "images": len(images) <= 4,
            "alt": all(isinstance(one.get("alt"), str) for one in images),
            "blob": all(one["image"]["ref"]["$link"] in self.blobs for one in images),
            "facets": all(
                part.decode() in {one["features"][0].get("uri"), "#" + one["features"][0].get("tag", "")}
                for part, one in zip(spoken, facets, strict=True)
            ),
        }
        return next((f"Record/{name} is not right" for name, holds in rules.items() if not holds), "")

    def _get(self, request: Request) -> Answer:
        rkey = request.query["rkey"]
        if rkey not in self.records:
            return Answer(400, {"error": "RecordNotFound", "message": f"Could not locate record: {rkey}"})
        record = self.records[rkey]
        return Answer(200, {"uri": _uri(rkey), "cid": _cid(record), "value": record})


def _uri(rkey: str) -> str:
    return f"at://{DID}/app.bsky.feed.post/{rkey}"


def _cid(record: dict[str, Any]) -> str:
    return "bafyrei" + hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:52]
