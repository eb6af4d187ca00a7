"""What every translation service is: asked once with pieces of text, answering with a value."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from campaigns.content.machine.pieces import Piece
from campaigns.vocabulary import MachineTask
from scheduler.transport import Transport


@dataclass(frozen=True, slots=True)
class Ask:
    """Texts for a machine. `source` and `target` are our language codes; simplifying keeps the language.

    `terms` are names with the form they take in the target language. `informal`: readers are addressed
    as friends would.
    """

    task: MachineTask
    source: str
    target: str
    texts: tuple[tuple[Piece, ...], ...]
    terms: Mapping[str, str] = field(default_factory=dict)
    informal: bool = True


@dataclass(frozen=True, slots=True)
class Answered:
    """One text for each that was asked, in order. `characters` is what the service counts, if it says so."""

    texts: tuple[str, ...]
    characters: int | None = None


@dataclass(frozen=True, slots=True)
class Busy:
    """Not now: it may be asked again after `wait_s` seconds, where it named a time.

    `counts`: the service may have translated, and charged for it, all the same.
    """

    reason: str
    wait_s: float | None = None
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Declined:
    """Asking again cannot help. `reason` is a sentence for people with {named} `values`; `counts` as in `Busy`."""

    reason: str
    values: Mapping[str, str] = field(default_factory=dict)
    counts: bool = False


Answer = Answered | Busy | Declined


class Machine(ABC):
    """A translation service. `endpoint` is its address without a slash at the end; `key` may be empty."""

    def __init__(self, transport: Transport, *, endpoint: str, key: str, model: str = "") -> None:
        self.transport = transport
        self.endpoint = endpoint.rstrip("/")
        self.key = key
        self.model = model

    @abstractmethod
    def answer(self, ask: Ask) -> Answer:
        """Asks once; never repeats by itself."""


NO_KEY = Declined("The translation service refuses the key. Enter its key again in the settings.")
SPENT = Declined("The translation service says that its quota is used up.")
NONSENSE = Declined("The translation service answered with something that is no translation.", counts=True)
CUT_OFF = Declined(
    "The translation service broke off in the middle. Ask for fewer texts at a time.", counts=True
)
TOO_LONG = Declined("The text is too long for the translation service. Ask for fewer texts at a time.")


def not_spoken(language: str) -> Declined:
    """The service does not know this language."""
    return Declined(
        "The translation service does not offer this language: {language}.", {"language": language}
    )
