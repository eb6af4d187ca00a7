"""DeepL (https://developers.deepl.com/docs): JSON, held pieces as an ignored tag, informal where it can."""

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

#: Where a language is more than one to the service, the one that is written in Europe.
TARGETS = {"en": "EN-GB", "pt": "PT-PT"}


class DeepL(Machine):
    """Translates and translates back; it does not simplify."""

    def answer(self, ask: Ask) -> Answer:
        if ask.task is MachineTask.SIMPLIFY:
            return Declined("DeepL translates; it does not put texts into plain language.")
        target = TARGETS.get(ask.target, ask.target.upper())
        if offered := self._targets():
            if isinstance(offered, Busy | Declined):
                return offered
            if target not in offered:
                return not_spoken(ask.target)
        reply = self.transport.post(
            f"{self.endpoint}/v2/translate",
            {
                "text": [marked(pieces, "<k>", "</k>") for pieces in ask.texts],
                "source_lang": ask.source.upper(),
                "target_lang": target,
                "tag_handling": "xml",
                "ignore_tags": ["k"],
                "formality": "prefer_less" if ask.informal else "prefer_more",
                "show_billed_characters": True,
            },
            headers=self._headers,
        )
        problem = problem_of(reply)
        return problem or _read(reply, len(ask.texts))

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"DeepL-Auth-Key {self.key}"}

    def _targets(self) -> set[str] | Busy | Declined:
        reply = self.transport.get(f"{self.endpoint}/v2/languages?type=target", headers=self._headers)
        if problem := problem_of(reply):
            return problem
        rows = reply.data if isinstance(reply, Reply) and isinstance(reply.data, list) else []
        return {str(row.get("language", "")).upper() for row in rows if isinstance(row, dict)}


def _read(reply: Reply | Silence, wanted: int) -> Answer:
    data: Any = reply.data if isinstance(reply, Reply) else None
    rows = data.get("translations") if isinstance(data, dict) else None
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    texts = texts_of([row.get("text") for row in rows], wanted, tag="k")
    if texts is None:
        return NONSENSE
    billed = [row.get("billed_characters") for row in rows]
    return Answered(texts, sum(billed) if all(isinstance(count, int) for count in billed) else None)
