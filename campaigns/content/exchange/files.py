"""Files of texts: which format they are in, several of them in a ZIP, limits before anything is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from campaigns.content.exchange.objects import read_json, write_json
from campaigns.content.exchange.package import Package, Received, Row
from campaigns.content.exchange.separated import read_csv, write_csv
from campaigns.content.exchange.xliff import write_xliff
from campaigns.content.exchange.xliff_reading import read_xliff
from campaigns.errors import BadInput

#: The texts of a large campaign in eighteen languages have three megabytes.
LARGEST: Final = 20_000_000
MOST_FILES: Final = 60
MOST_TEXTS: Final = 50_000


class Format(StrEnum):
    """What translators' tools read. XLIFF holds one language a file, the others any number."""

    XLIFF = "xliff"
    CSV = "csv"
    JSON = "json"


SUFFIX: Final = {Format.XLIFF: "xlf", Format.CSV: "csv", Format.JSON: "json"}
MEDIA_TYPE: Final = {
    Format.XLIFF: "application/xliff+xml",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
}


@dataclass(frozen=True)
class Incoming:
    """What a file holds: whole texts (XLIFF) or rows of sentences (CSV, JSON)."""

    received: Sequence[Received] = ()
    rows: Sequence[Row] = ()


def write_file(packages: Sequence[Package], kind: Format) -> bytes:
    """One file with all packages; XLIFF with exactly one."""
    if kind is Format.CSV:
        return write_csv(packages)
    if kind is Format.JSON:
        return write_json(packages)
    if len(packages) != 1:
        raise BadInput("An XLIFF file holds one language. Choose a language, or take a ZIP with all of them.")
    return write_xliff(packages[0])


def write_zip(packages: Sequence[Package], kind: Format, *, now: datetime) -> bytes:
    """A ZIP with a file a language."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for package in packages:
            name = f"campaign-{package.campaign_id}.{package.language}.{SUFFIX[kind]}"
            entry = zipfile.ZipInfo(name, date_time=now.timetuple()[:6])
            archive.writestr(entry, write_file([package], kind), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read_file(data: bytes) -> Incoming:
    """What a file holds; its content says what it is, not its name."""
    if len(data) > LARGEST:
        raise BadInput("The file has more than {limit} megabytes.", limit=LARGEST // 1_000_000)
    if data[:4] == b"PK\x03\x04":
        return _zip(data)
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not start:
        raise BadInput("The file is empty.")
    if start == b"<" or data[:4] in (b"\xff\xfe<\x00", b"\xfe\xff\x00<"):
        found = Incoming(received=read_xliff(data))
    elif start == b"{":
        found = Incoming(rows=read_json(data))
    else:
        found = Incoming(rows=read_csv(data))
    if len(found.received) + len(found.rows) > MOST_TEXTS:
        raise BadInput("The file holds more than {limit} texts.", limit=MOST_TEXTS)
    return found


def _zip(data: bytes) -> Incoming:
    received: list[Received] = []
    rows: list[Row] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST:
                raise BadInput("The ZIP holds too much for translations. It was not read.")
            for entry in entries:
                with archive.open(entry) as opened:
                    # The size an archive claims is only a claim.
                    inside = opened.read(entry.file_size + 1)
                if len(inside) > entry.file_size or inside[:4] == b"PK\x03\x04":
                    raise BadInput("The ZIP holds another archive or is damaged. It was not read.")
                found = read_file(inside)
                received += found.received
                rows += found.rows
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise BadInput("The ZIP is damaged or locked. Make it anew.") from None
    return Incoming(received, rows)
