"""Atom feeds (RFC 4287), written with the standard library's XML writer.

The feed and every entry name their language (xml:lang). An entry carries its words as HTML with the picture
and its description inside, the picture again as an enclosure and as Media RSS, which is where readers look
for a description (media:description).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "http://search.yahoo.com/mrss/"
XML = "http://www.w3.org/XML/1998/namespace"
#: Everything outside the characters of XML 1.0 (2.2).
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CONTENT_TYPE = "application/atom+xml; charset=utf-8"

ET.register_namespace("", ATOM)
ET.register_namespace("media", MEDIA)


@dataclass(frozen=True)
class Entry:
    """One post: `id` is an IRI that never changes, `manifest` the approved words and files."""

    id: str
    manifest: dict[str, Any]
    published_at: datetime
    corrected_at: datetime | None = None

    @property
    def updated_at(self) -> datetime:
        """When it got the words that it has now."""
        return self.corrected_at or self.published_at


@dataclass(frozen=True)
class Feed:
    """A feed in one language. `address` is its own URL, `home` the page it belongs to, `hubs` its WebSub hubs."""

    id: str
    title: str
    author: str
    rights: str
    language: str
    address: str
    home: str
    made_at: datetime
    entries: Sequence[Entry]
    hubs: Sequence[str] = ()


def write_feed(feed: Feed, *, file_address: Callable[[str], tuple[str, int]]) -> bytes:
    """The feed as XML. `file_address(digest)` gives a file's public URL and its length in bytes."""
    root = ET.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    newest = max((entry.updated_at for entry in feed.entries), default=feed.made_at)
    _text(root, "updated", _moment(newest))
    author = ET.SubElement(root, f"{{{ATOM}}}author")
    _text(author, "name", feed.author)
    if feed.rights:
        _text(root, "rights", feed.rights)
    _link(root, rel="self", type="application/atom+xml", href=feed.address)
    for hub in feed.hubs:
        _link(root, rel="hub", href=hub)
    if feed.home:
        _link(root, rel="alternate", type="text/html", href=feed.home)
    for entry in feed.entries:
        _write_entry(root, entry, file_address)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _write_entry(root: ET.Element, entry: Entry, file_address: Callable[[str], tuple[str, int]]) -> None:
    manifest = entry.manifest
    element = ET.SubElement(root, f"{{{ATOM}}}entry", {f"{{{XML}}}lang": manifest["language"]})
    _text(element, "id", entry.id)
    _text(element, "title", manifest["title"])
    _text(element, "published", _moment(entry.published_at))
    _text(element, "updated", _moment(entry.updated_at))
    if manifest["link"]:
        _link(
            element, rel="alternate", type="text/html", hreflang=manifest["language"], href=manifest["link"]
        )
    for file in manifest["media"]:
        address, length = file_address(file["digest"])
        if not address:
            continue
        _link(element, rel="enclosure", type=file["media_type"], length=str(length), href=address)
        _media(element, file, address, manifest["language"])
    content = ET.SubElement(element, f"{{{ATOM}}}content", {"type": "html"})
    content.text = _legal(entry_html(manifest, file_address))


def entry_html(manifest: dict[str, Any], file_address: Callable[[str], tuple[str, int]]) -> str:
    """The words as HTML paragraphs in their direction, pictures with their descriptions first."""
    opening = f'<div lang="{escape(manifest["language"])}" dir="{escape(manifest["direction"])}">'
    pictures = "".join(
        f"<p>{_shown(file, address)}</p>"
        for file in manifest["media"]
        if (address := file_address(file["digest"])[0])
    )
    paragraphs = "".join(
        "<p>" + "<br>".join(_linked(line, manifest["link"]) for line in paragraph.split("\n")) + "</p>"
        for paragraph in manifest["text"].split("\n\n")
    )
    funder = f"<p>{escape(manifest['funder'])}</p>" if manifest["funder"] else ""
    return f"{opening}{pictures}{paragraphs}{funder}</div>"


def _shown(file: dict[str, Any], address: str) -> str:
    """A picture, or a film, whose captions are burned in."""
    size = f'width="{file["width"]}" height="{file["height"]}"'
    if str(file["media_type"]).startswith("video/"):
        return f'<video controls preload="none" src="{escape(address)}" title="{escape(file["alt"])}" {size}></video>'
    return f'<img src="{escape(address)}" alt="{escape(file["alt"])}" {size}>'


def _linked(line: str, link: str) -> str:
    if link and line.strip() == link:
        return f'<a href="{escape(link)}" dir="ltr">{escape(link)}</a>'
    return escape(line)


def _media(element: ET.Element, file: dict[str, Any], address: str, language: str) -> None:
    content = ET.SubElement(
        element,
        f"{{{MEDIA}}}content",
        {
            "url": address,
            "type": file["media_type"],
            "medium": file["media_type"].split("/")[0],
            "width": str(file["width"]),
            "height": str(file["height"]),
            "lang": language,
        },
    )
    ET.SubElement(content, f"{{{MEDIA}}}description", {"type": "plain"}).text = _legal(file["alt"])


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = _legal(text)


def _legal(text: str) -> str:
    """The text without the characters that XML 1.0 has no way to write; one would make the whole feed unreadable."""
    return _ILLEGAL.sub("", text)


def _link(parent: ET.Element, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", attributes)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
