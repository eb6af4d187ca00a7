"""Any server that speaks OpenAI's chat completions, such as a language model on a machine of one's own.

The texts go as JSON and come back as JSON of the same length; whatever stands in them is said to be material,
so that a sentence in a text is not taken for an order.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from campaigns.languages import language
from scheduler.machines.contract import (
    CUT_OFF,
    NONSENSE,
    SPENT,
    Answer,
    Answered,
    Ask,
    Busy,
    Declined,
    Machine,
)
from scheduler.machines.markup import marked
from scheduler.machines.reading import problem_of, texts_of
from scheduler.transport import Reply, Silence


@cache
def _told() -> Mapping[str, str]:
    """What a model is told, by what it is about."""
    text = (Path(__file__).parent / "orders.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


class Chat(Machine):
    """Translates, translates back and simplifies with the model the server offers under this name."""

    def answer(self, ask: Ask) -> Answer:
        texts = [marked(pieces, "<k>", "</k>") for pieces in ask.texts]
        reply = self.transport.post(
            f"{self.endpoint}/chat/completions",
            {
                "model": self.model,
                "temperature": 0,
                "messages": [
                    {"role": "system", "content": _orders(ask)},
                    {"role": "user", "content": json.dumps({"texts": texts}, ensure_ascii=False)},
                ],
                "response_format": {"type": "json_object"},
            },
            headers={"Authorization": f"Bearer {self.key}"} if self.key else {},
        )
        problem = _problem(reply)
        return problem or _read(reply, len(texts))


def _orders(ask: Ask) -> str:
    told = _told()
    duty = told[ask.task.value].format(
        source=language(ask.source).english, target=language(ask.target).english
    )
    parts = [duty, *([told["informal"]] if ask.informal else []), told["rules"]]
    terms = [f"- {term}: {form}" for term, form in ask.terms.items()]
    return "\n".join([" ".join(parts), *([told["words"], *terms] if terms else [])])


def _problem(reply: Reply | Silence) -> Busy | Declined | None:
    # An empty account is told with the status of a busy server here.
    if isinstance(reply, Reply) and reply.status == 429 and _code(reply) == "insufficient_quota":
        return SPENT
    return problem_of(reply)


def _code(reply: Reply) -> str:
    error = reply.data.get("error") if isinstance(reply.data, dict) else None
    return str(error.get("code", "")) if isinstance(error, dict) else ""


def _read(reply: Reply | Silence, wanted: int) -> Answer:
    data: Any = reply.data if isinstance(reply, Reply) else None
    try:
        choice = data["choices"][0]
        content = choice["message"]["content"]
    except (KeyError, IndexError, TypeError):
        return NONSENSE
    if choice.get("finish_reason") == "length":
        return CUT_OFF
    texts = texts_of(_texts(content), wanted, tag="k")
    return NONSENSE if texts is None else Answered(texts)


def _texts(content: Any) -> list[Any] | None:
    """The list in an answer; small models like to wrap it in a code fence."""
    if not isinstance(content, str):
        return None
    inner = content.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    try:
        found = json.loads(inner)
    except (ValueError, RecursionError):
        return None
    texts = found.get("texts") if isinstance(found, dict) else found
    return texts if isinstance(texts, list) else None
