"""XLIFF 2 (OASIS) out: one document per target language, a file per text, a unit per place, a segment per sentence.

Every letter survives: white space is kept, a carriage return is written as a reference, and what XML cannot
hold stands as `<cp>`. The numbers of the revisions stand in `original`, which every tool hands back untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from campaigns.content.exchange.package import Package, Text, Unit
from campaigns.content.segments.alignment import Pair

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:2.0"
#: Where the numbers of a text stand: variant, its revision, the source's revision.
ORIGINAL: Final = "litfass/variant/{variant}/revision/{revision}/source/{source}"

#: Code points outside the characters of XML 1.0, section 2.2.
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_xliff(package: Package) -> bytes:
    """The document in UTF-8."""
    return "".join(_document(package)).encode()


def _document(package: Package) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield (
        f'<xliff xmlns="{NAMESPACE}" version="2.0" srcLang={quoteattr(package.source_language)} '
        f"trgLang={quoteattr(package.language)}>\n"
    )
    for text in package.texts:
        yield from _file(package, text)
    yield "</xliff>\n"


def _file(package: Package, text: Text) -> Iterator[str]:
    original = ORIGINAL.format(variant=text.variant_id, revision=text.revision, source=text.source_revision)
    yield (
        f'  <file id="v{text.variant_id}" original={quoteattr(original)} canResegment="no" xml:space="preserve">\n'
    )
    yield "    <notes>\n"
    yield f"      <note>{_inline(f'{package.title}: post {text.post} ({text.kind})')}</note>\n"
    yield "    </notes>\n"
    for unit in text.units:
        yield from _unit(unit)
    yield "  </file>\n"


def _unit(unit: Unit) -> Iterator[str]:
    yield f"    <unit id={quoteattr(unit.place)} name={quoteattr(unit.place)}>\n"
    if unit.was:
        yield "      <notes>\n"
        yield f'        <note category="source-before">{_inline(unit.was)}</note>\n'
        yield "      </notes>\n"
    for number, pair in enumerate(unit.pairs, start=1):
        yield from _segment(number, pair, is_open=unit.is_open)
    yield "    </unit>\n"


def _segment(number: int, pair: Pair, *, is_open: bool) -> Iterator[str]:
    state = "initial" if is_open or not pair.target.text else "translated"
    yield f'      <segment id="s{number}" state="{state}">\n'
    yield f"        <source>{_inline(pair.source.text)}</source>\n"
    if pair.target.text:
        yield f"        <target>{_inline(pair.target.text)}</target>\n"
    yield "      </segment>\n"
    if pair.source.gap or pair.target.gap:
        yield f'      <ignorable id="g{number}">\n'
        yield f"        <source>{_inline(pair.source.gap)}</source>\n"
        yield f"        <target>{_inline(pair.target.gap)}</target>\n"
        yield "      </ignorable>\n"


def _inline(text: str) -> str:
    escaped = escape(text, {"\r": "&#13;"})
    return _NO_XML.sub(lambda found: f'<cp hex="{ord(found.group()):04X}"/>', escaped)
