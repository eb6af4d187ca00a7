"""Translation services on this machine, each as its documentation has it: what they refuse and how they answer.

They know a handful of sentences. `mood` makes them behave as services do on a bad day.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "0f5a-secret:fx"
SENTENCES = {
    (
        "de",
        "ar",
        "Ruf <H>116 016</H> an, wenn du Hilfe brauchst.",
    ): "اتصلي بالرقم <H>116 016</H> إذا احتجتِ إلى مساعدة.",
    (
        "de",
        "ar",
        "Das steht in <H>§ 622 BGB</H> & gilt für alle.",
    ): "هذا منصوص عليه في <H>§ 622 BGB</H> & يسري على الجميع.",
    (
        "ar",
        "de",
        "اتصلي بالرقم <H>116 016</H> إذا احتجتِ إلى مساعدة.",
    ): "Rufen Sie <H>116 016</H> an, wenn Sie Hilfe brauchen.",
    (
        "de",
        "de",
        "Ruf <H>116 016</H> an, wenn du Hilfe brauchst.",
    ): "Du brauchst Hilfe? Ruf <H>116 016</H> an.",
}


@dataclass
class Service:
    """A running service: where it is, what it was asked, in which mood it is."""

    url: str = ""
    mood: str = "well"
    busy_times: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: Service

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""

    def say(self, status: int, data: Any, **headers: str) -> None:
        self.say_bytes(status, json.dumps(data, ensure_ascii=False).encode(), **headers)

    def say_bytes(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def body(self) -> Any:
        raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        assert self.headers.get("Content-Type", "").startswith("application/json")
        found = json.loads(raw)
        self.service.asked.append(found)
        self.service.headers.append({name.lower(): value for name, value in self.headers.items()})
        return found

    def bad_day(self) -> bool:
        """Whether this request ends here, because of the mood."""
        service = self.service
        if service.busy_times > 0:
            service.busy_times -= 1
            self.say(429, {"message": "Too many requests"}, Retry_After="1")
            return True
        match service.mood:
            case "silent":
                service.release.wait(30)
                self.close_connection = True
            case "hangs up":
                self.close_connection = True
            case "no json":
                self.say_bytes(200, b"<html>proxy login</html>")
            case "endless":
                self.say_bytes(200, b" " * 300_000)
            case "elsewhere":
                self.say(302, {}, Location="http://127.0.0.1:9/")
            case "broken":
                self.say(500, {"error": "internal"})
            case _:
                return False
        return True


def translated(source: str, target: str, text: str, opening: str, closing: str) -> str:
    """The translation with its marks, or the text itself where the service does not know it."""
    neutral = text.replace("&amp;", "&").replace(opening, "<H>").replace(closing, "</H>")
    found = SENTENCES.get((source, target, neutral), neutral)
    return found.replace("&", "&amp;").replace("<H>", opening).replace("</H>", closing)


class DeepLHandler(_Handler):
    """https://developers.deepl.com/docs/api-reference/translate"""

    TARGETS = ("AR", "BG", "DE", "EN-GB", "EN-US", "FR", "TR", "UK")

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if self.headers.get("Authorization") != f"DeepL-Auth-Key {KEY}":
            self.say(403, {"message": "Forbidden"})
        elif parts.path == "/v2/languages" and parse_qs(parts.query).get("type") == ["target"]:
            self.say(
                200, [{"language": code, "name": code, "supports_formality": False} for code in self.TARGETS]
            )
        else:
            self.say(404, {"message": "Not found"})

    def do_POST(self) -> None:
        asked = self.body()
        if self.headers.get("Authorization") != f"DeepL-Auth-Key {KEY}":
            self.say(403, {"message": "Forbidden"})
            return
        if self.bad_day():
            return
        if self.service.mood == "spent":
            self.say(456, {"message": "Quota Exceeded"})
            return
        texts, target = asked.get("text"), asked.get("target_lang")
        fine = (
            self.path == "/v2/translate"
            and isinstance(texts, list)
            and 0 < len(texts) <= 50
            and target in self.TARGETS
            and asked.get("formality") in ("default", "more", "less", "prefer_more", "prefer_less")
            and asked.get("tag_handling") in ("xml", "html")
        )
        if not fine:
            self.say(400, {"message": "Value for a parameter not supported."})
            return
        source = asked["source_lang"].lower()
        answers = [translated(source, target[:2].lower(), text, "<k>", "</k>") for text in texts]
        if self.service.mood == "loses":
            answers = [answer.replace("<k>116 016</k>", "<k>116 106</k>") for answer in answers]
        if self.service.mood == "short":
            answers = answers[:-1]
        self.say(
            200,
            {
                "translations": [
                    {
                        "detected_source_language": source.upper(),
                        "text": answer,
                        "billed_characters": len(text),
                    }
                    for answer, text in zip(answers, texts, strict=False)
                ]
            },
        )


class LibreHandler(_Handler):
    """https://docs.libretranslate.com/api/operations/translate"""

    def do_GET(self) -> None:
        if self.path != "/languages":
            self.say(404, {"error": "Not found"})
            return
        self.say(
            200, [{"code": code, "name": code, "targets": ["ar", "de", "tr"]} for code in ("ar", "de", "tr")]
        )

    def do_POST(self) -> None:
        asked = self.body()
        if self.bad_day():
            return
        if asked.get("api_key") != KEY:
            self.say(403, {"error": "Invalid API key"})
            return
        if self.path != "/translate" or asked.get("format") not in ("text", "html") or "q" not in asked:
            self.say(400, {"error": "Invalid request: missing q parameter"})
            return
        many = isinstance(asked["q"], list)
        texts = asked["q"] if many else [asked["q"]]
        answers = [
            translated(asked["source"], asked["target"], text, '<code translate="no">', "</code>")
            for text in texts
        ]
        self.say(200, {"translatedText": answers if many else answers[0]})


class ChatHandler(_Handler):
    """https://platform.openai.com/docs/api-reference/chat/create, as local model servers offer it"""

    def do_POST(self) -> None:
        asked = self.body()
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            self.say(401, {"error": {"message": "Incorrect API key", "code": "invalid_api_key"}})
            return
        if self.bad_day():
            return
        if self.service.mood == "spent":
            self.say(429, {"error": {"message": "quota", "code": "insufficient_quota"}})
            return
        roles = [message["role"] for message in asked.get("messages", [])]
        if self.path != "/v1/chat/completions" or not asked.get("model") or roles != ["system", "user"]:
            self.say(400, {"error": {"message": "bad request", "code": None}})
            return
        orders, material = (message["content"] for message in asked["messages"])
        pair = (
            ("de", "de")
            if "plain German" in orders
            else ("de", "ar")
            if "into Arabic" in orders
            else ("ar", "de")
        )
        texts = [translated(*pair, text, "<k>", "</k>") for text in json.loads(material)["texts"]]
        content = json.dumps({"texts": texts}, ensure_ascii=False)
        content = {
            "chatty": f"Sure! Here it is:\n{content}",
            "fenced": f"```json\n{content}\n```",
            "fewer": '{"texts": []}',
        }.get(self.service.mood, content)
        reason = "length" if self.service.mood == "cut off" else "stop"
        self.say(
            200,
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "choices": [
                    {
                        "index": 0,
                        "message": {"role": "assistant", "content": content},
                        "finish_reason": reason,
                    }
                ],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
            },
        )


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that did not wait is one of the cases."""


@contextmanager
def served(handler: type[_Handler], prefix: str = "") -> Iterator[Service]:
    """The service on a free port of this machine until the block ends."""
    service = Service()
    server = _Server(("127.0.0.1", 0), type("Bound", (handler,), {"service": service}))
    service.url = f"http://127.0.0.1:{server.server_address[1]}{prefix}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.release.set()
        server.shutdown()
        server.server_close()
        thread.join()
