"""A first suggestion needs word lists and models of languages: they are loaded while somebody begins to type."""

from __future__ import annotations

import threading

from campaigns.needs.classifying import understand
from campaigns.needs.topics.taxonomy import Taxonomy

#: One question in each script, each of words that several languages share: so every model is asked.
QUESTIONS = ("Wann kommt mein Geld", "Коли прийде допомога", "متى يأتي الراتب", "Πότε έρχεται ο μισθός")
_begun = threading.Lock()


def make_ready(book: Taxonomy) -> threading.Thread | None:
    """Begins to load, once a process, and does not wait for it; the thread that loads, if this call began it."""
    if not _begun.acquire(blocking=False):
        return None
    loading = threading.Thread(target=_load, args=(book,), name="suggesting", daemon=True)
    loading.start()
    return loading


def _load(book: Taxonomy) -> None:
    for question in QUESTIONS:
        understand(question, book=book)
