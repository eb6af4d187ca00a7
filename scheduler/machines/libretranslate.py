"""LibreTranslate (https://docs.libretranslate.com): HTML, held pieces as code, which it does not translate."""

from __future__ import annotations

from typing import Any

from campaigns.vocabulary import MachineTask
from scheduler.machines.contract import (
    NONSENSE,
    Answer,
    Answered,
    Ask,
    Busy,
    Declined,
    Machine,
    not_spoken,
)
from scheduler.machines.markup import marked
from scheduler.machines.reading import problem_of, texts_of
from scheduler.transport import Reply, Silence


class LibreTranslate(Machine):
    """Translates and translates back, on a server of one's own; it does not simplify."""

    def answer(self, ask: Ask) -> Answer:
        if ask.task is MachineTask.SIMPLIFY:
            return Declined("LibreTranslate translates; it does not put texts into plain language.")
        offered = self._targets(ask.source)
        if isinstance(offered, Busy | Declined):
            return offered
        if ask.target not in offered:
            return not_spoken(ask.target)
        reply = self.transport.post(
            f"{self.endpoint}/translate",
            {
                "q": [marked(pieces, '<code translate="no">', "</code>") for pieces in ask.texts],
                "source": ask.source,
                "target": ask.target,
                "format": "html",
                **({"api_key": self.key} if self.key else {}),
            },
        )
        problem = problem_of(reply)
        return problem or _read(reply, len(ask.texts))

    def _targets(self, source: str) -> set[str] | Busy | Declined:
        reply = self.transport.get(f"{self.endpoint}/languages")
        if problem := problem_of(reply):
            return problem
        rows = reply.data if isinstance(reply, Reply) and isinstance(reply.data, list) else []
        for row in rows:
            if isinstance(row, dict) and row.get("code") == source:
                targets = row.get("targets")
                return {str(code) for code in targets} if isinstance(targets, list) else set()
        return not_spoken(source)


def _read(reply: Reply | Silence, wanted: int) -> Answer:
    data: Any = reply.data if isinstance(reply, Reply) else None
    found = data.get("translatedText") if isinstance(data, dict) else None
    texts = texts_of([found] if isinstance(found, str) else found, wanted, tag="code")
    return NONSENSE if texts is None else Answered(texts)
