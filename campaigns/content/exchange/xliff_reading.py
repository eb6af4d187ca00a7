"""XLIFF 2 in. Documents come from strangers' tools: no DOCTYPE, no entities, limits on depth and number.

Inline codes that a tool made of our words give back what it kept of them (originalData, else their plain text equiv;
OASIS XLIFF 2). Codes around words of which nothing was kept are formatting and are read through. One that stands for
itself (ph) and says nothing is refused: nobody can tell which words it took the place of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from campaigns.content.exchange.package import Received
from campaigns.errors import BadInput

_NAMESPACES: Final = ("urn:oasis:names:tc:xliff:document:2.0", "urn:oasis:names:tc:xliff:document:2.2")
_ORIGINAL: Final = re.compile(r"litfass/variant/(\d{1,9})/revision/(\d{1,9})/source/(\d{1,9})\Z")
DEEPEST: Final = 32
MOST_ELEMENTS: Final = 400_000


def read_xliff(data: bytes) -> list[Received]:
    """Every unit of the document; refuses what is no XLIFF 2, no file of ours, or made to hurt."""
    reader = _Reader()
    try:
        parser: Any = DefusedXMLParser(target=reader, forbid_dtd=True)
        parser.feed(data)
        parser.close()
    except DefusedXmlException:
        raise BadInput(
            "The file holds a document type or entities, which a translation never needs. It was not read. "
            "Export it anew from the translation tool."
        ) from None
    except (ParseError, LookupError, ValueError) as problem:
        if isinstance(problem, ParseError):
            line, column = problem.position
            raise BadInput(
                "The file is not well-formed XML (line {line}, column {column}). Export it anew.",
                line=line,
                column=column,
            ) from None
        raise BadInput("The file is written in an unknown encoding. Save it as UTF-8.") from None
    if not reader.is_xliff:
        raise BadInput("The file is not XLIFF 2.")
    return reader.units


@dataclass
class _Part:
    """A segment or the white space between two: both sides as far as they were read."""

    is_segment: bool
    source: str = ""
    target: str | None = None
    order: int | None = None


@dataclass
class _Reader:
    """Takes the elements as they come and keeps only what is needed: a bomb of elements costs no memory."""

    units: list[Received] = field(default_factory=list)
    is_xliff: bool = False
    _depth: int = 0
    _elements: int = 0
    _namespace: str = ""
    _language: str = ""
    _numbers: tuple[int, int, int] | None = None
    _place: str = ""
    _parts: list[_Part] = field(default_factory=list)
    _side: str = ""
    _written: list[str] = field(default_factory=list)
    _originals: dict[str, str] = field(default_factory=dict)
    _data: str = ""
    _closing: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise BadInput("The file is nested too deep or too large for a translation. It was not read.")
        namespace, _brace, name = tag.removeprefix("{").rpartition("}")
        if self._depth == 1:
            self._root(name, namespace, attributes)
        elif namespace == self._namespace:
            self._element(name, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        namespace, _brace, name = tag.removeprefix("{").rpartition("}")
        if namespace != self._namespace:
            return
        if name == self._side:
            self._end_text("".join(self._written))
        elif name == "pc" and self._closing:
            self._written.append(self._closing.pop())
        elif name == "unit":
            self._keep()

    def _end_text(self, text: str) -> None:
        if self._side == "data":
            self._originals[self._data] = text
        elif self._side == "source":
            self._parts[-1].source = text
        else:
            self._parts[-1].target = text
        self._side = ""

    def data(self, text: str) -> None:
        if self._side:
            self._written.append(text)

    def close(self) -> None:
        """Nothing is left to do: every unit was kept at its end."""

    def _root(self, name: str, namespace: str, attributes: dict[str, str]) -> None:
        version = attributes.get("version", "")
        if name == "xliff" and namespace not in _NAMESPACES:
            raise BadInput(
                "This is XLIFF {version}, but only XLIFF 2 is read here. Choose XLIFF 2 in the translation tool.",
                version=version[:10] or "1",
            )
        if name != "xliff" or not version.startswith("2."):
            raise BadInput("The file is XML, but not XLIFF 2.")
        self.is_xliff, self._namespace = True, namespace
        self._language = attributes.get("trgLang", "")
        if not self._language:
            raise BadInput("The XLIFF file names no target language (trgLang).")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        if name == "file":
            found = _ORIGINAL.match(attributes.get("original", ""))
            if found is None:
                raise BadInput(
                    "A part of the XLIFF file does not say which text it belongs to (original). Only files that "
                    "were exported here can be imported."
                )
            variant, revision, source = map(int, found.groups())
            self._numbers = (variant, revision, source)
        elif name == "unit":
            self._place, self._parts, self._originals = attributes.get("id", "")[:40], [], {}
        elif name == "data" and not self._side:
            self._side, self._written, self._data = name, [], attributes.get("id", "")
        elif name in ("segment", "ignorable"):
            self._parts.append(_Part(is_segment=name == "segment"))
        elif name in ("source", "target") and self._parts and not self._side:
            self._side, self._written, self._closing = name, [], []
            order = attributes.get("order", "")
            if order.isdecimal() and len(order) < 6:
                self._parts[-1].order = int(order)
        elif name == "cp" and self._side:
            self._written.append(_code_point(attributes.get("hex", "")))
        elif name in ("ph", "sc", "ec", "pc") and self._side:
            self._code(name, attributes)

    def _code(self, name: str, attributes: dict[str, str]) -> None:
        """An inline code of the tool, as the words that it stands for."""
        kept = self._originals.get(attributes.get("dataRefStart" if name == "pc" else "dataRef", ""))
        if name == "pc":
            self._closing.append(self._originals.get(attributes.get("dataRefEnd", ""), ""))
        if kept is None:
            kept = attributes.get("equiv") or None
        if name == "ph" and kept is None and (self._side == "target" or not self._parts[-1].is_segment):
            raise BadInput(
                "The text “{place}” of the XLIFF file holds a code of the translation tool (ph {code}) that does not "
                "say what it stands for. Nothing was read. Write in the tool what belongs there, and export it anew.",
                place=self._place,
                code=attributes.get("id", "")[:40],
            )
        self._written.append(kept or "")

    def _keep(self) -> None:
        if self._numbers is None:
            raise BadInput("The XLIFF file holds a unit outside of any file.")
        variant, revision, source = self._numbers
        self.units.append(
            Received(variant, revision, source, self._language, self._place, _target(self._parts))
        )


def _target(parts: list[_Part]) -> str | None:
    """The translation of a unit; None while a sentence of it is not translated."""
    if any(part.is_segment and part.source.strip() and not part.target for part in parts):
        return None
    places = dict(enumerate(parts, start=1))
    ordered = sorted(places, key=lambda place: places[place].order or place)
    texts = [
        places[place].source if places[place].target is None else places[place].target for place in ordered
    ]
    return "".join(text or "" for text in texts) or None


def _code_point(hexadecimal: str) -> str:
    try:
        return chr(int(hexadecimal, 16))
    except (ValueError, OverflowError):
        raise BadInput("The XLIFF file names a character that does not exist (cp).") from None
