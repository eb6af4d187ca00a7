"""Writing the pieces of a post in one language, from facts and frames, and noting what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from campaigns.content.fact_view import FactView, FactWords
from campaigns.content.frames import Frames
from campaigns.content.notation import format_value, labelled, without_isolates
from campaigns.content.patterns import BrokenPattern, fill
from campaigns.content.values import Value, ValueKind
from campaigns.reasons import Reason, reason

#: Alt texts stay near the length that screen readers present well; the full text is beside the picture.
ALT_LENGTH: Final = 250
#: Citations on a card; more than that is for the linked page.
_MOST_LAWS: Final = 3


@dataclass
class Writer:
    """Writes in one language. What cannot be written is noted in `missing`, never invented.

    `read_from` is the first day on which the words may be read: on a later one "Ab 1. Januar …" is "Seit 1. Januar …".
    """

    frames: Frames
    missing: list[Reason] = field(default_factory=list)
    read_from: date | None = None

    @property
    def code(self) -> str:
        return self.frames.language.code

    def write(self, value: Value, case: str = "") -> str:
        """A value as this language writes it."""
        return format_value(value, language=self.code, case=case)

    def day(self, day: date) -> str:
        """A date as this language writes it."""
        return self.write(Value(ValueKind.DATE, day.isoformat()))

    def name(self, text: str) -> str:
        """A name of unknown direction (an organisation, a place), isolated where the language needs it."""
        return self.write(Value(ValueKind.TEXT, text)) if text else ""

    def url(self, url: str) -> str:
        """A web address, untouched inside."""
        return self.write(Value(ValueKind.URL, url))

    def say(self, key: str, **written: str) -> str:
        """A frame with its places filled by what is already written."""
        return self.frames.say(key, **written)

    def say_when(self, key: str, **days: date) -> str:
        """A frame whose places are days; each place may ask for the day with its article or suffix."""
        return fill(
            self.frames.texts[key],
            lambda name, case: self.write(Value(ValueKind.DATE, days[name].isoformat()), case),
        )

    def labelled(self, label: str, text: str) -> str:
        """A label of the frames and what it names."""
        return labelled(self.say(f"label.{label}"), text, language=self.code)

    def headline(self, fact: FactView) -> str:
        """The fact's short words."""
        return self._fact_text(fact, "headline")

    def sentence(self, fact: FactView) -> str:
        """The fact's full words."""
        return self._fact_text(fact, "sentence")

    def claim(self, fact: FactView) -> str:
        """The false claim in quotation marks."""
        text = self._fact_text(fact, "claim")
        return self.frames.quote(text) if text else ""

    def laws(self, facts: Sequence[FactView]) -> str:
        """The first few citations of these facts, each once."""
        cited = list(dict.fromkeys(law for fact in facts for law in fact.laws))[:_MOST_LAWS]
        separator = "، " if self.frames.language.script == "Arab" else ", "
        return separator.join(self.write(Value(ValueKind.LAW, law)) for law in cited)

    def source(self, facts: Sequence[FactView]) -> str:
        """Where it stands, and when it was last read there (the oldest reading counts)."""
        titles = dict.fromkeys(fact.source_title for fact in facts if fact.source_title)
        where = self.laws(facts) or ", ".join(self.name(title) for title in list(titles)[:2])
        if not where:
            return ""
        read = [fact.read_on for fact in facts]
        if read and all(read):
            return self.say("line.source_dated", source=where, date=self.day(min(day for day in read if day)))
        return self.say("line.source", source=where)

    def validity(self, fact: FactView) -> str:
        """Since when and until when the fact holds; empty when it is open at both ends.

        It is read on a day on which the fact holds already, for no post goes out on another.
        """
        if fact.valid_from and fact.valid_to:
            return self.say_when("line.valid_between", start=fact.valid_from, end=fact.valid_to)
        if fact.valid_from:
            return self.say_when("line.valid_since", date=fact.valid_from)
        return self.say_when("line.valid_until", date=fact.valid_to) if fact.valid_to else ""

    def alt_text(self, frame: str, pieces: Iterable[str]) -> str:
        """What the picture says, in whole pieces, the most important first."""
        kept: list[str] = []
        for piece in (piece for piece in pieces if piece):
            longer = [*kept, piece if piece[-1] in ".!?؟;…»“”’" else f"{piece}."]
            if kept and len(without_isolates(" ".join(longer))) > ALT_LENGTH:
                break
            kept = longer
        return self.say(f"alt.{frame}", text=" ".join(kept))

    def _fact_text(self, fact: FactView, part: str) -> str:
        """One text of a fact with its values written, or nothing and a note."""
        pattern = getattr(fact.words.get(self.code, FactWords()), part).strip()
        if not pattern:
            self._note(fact, "The fact “{fact}” has no {part} in {language} yet.", part=part)
            return ""
        try:
            return fill(self._opened(fact, pattern), lambda name, case: self._value(fact, name, case))
        except (BrokenPattern, KeyError):
            self._note(
                fact, "The {part} of the fact “{fact}” in {language} names a value the fact lacks.", part=part
            )
            return ""

    def _opened(self, fact: FactView, pattern: str) -> str:
        """The text with "since" instead of "from" at its beginning, where the day it names is over."""
        opening, since = (self.frames.texts[f"opening.{name}"] for name in ("from", "since"))
        place = r"\{(?P<name>[a-z][a-z0-9_]*)(?P<case>:[a-z]+)?\}"
        before, after = re.split(r"\{date(?::[a-z]+)?\}", opening)
        match = re.match(re.escape(before) + place + re.escape(after), pattern)
        value = fact.values.get(match["name"]) if match else None
        if match is None or self.read_from is None or value is None or value.kind is not ValueKind.DATE:
            return pattern
        if value.day >= self.read_from:
            return pattern
        begun = re.sub(r"\{date(?P<case>:[a-z]+)?\}", rf"{{{match['name']}\g<case>}}", since)
        return begun + pattern[match.end() :]

    def _value(self, fact: FactView, name: str, case: str) -> str:
        """The written value a place asks for; `law` without a value of that name means the fact's own §§."""
        value = fact.values.get(name)
        if value is not None:
            return self.write(value, case)
        if name == "law" and fact.laws:
            return self.laws([fact])
        if name in ("valid_from", "valid_to") and (day := getattr(fact, name)):
            return self.day(day)
        raise KeyError(name)

    def _note(self, fact: FactView, msgid: str, **values: str) -> None:
        self.missing.append(reason(msgid, fact=fact.key, language=self.code, **values))
