"""The archive that a workbook is: found harmless, and to be a workbook, before anything of it is parsed."""

from __future__ import annotations

import io
import zipfile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from campaigns.needs.reading.limits import (
    HARMLESS_UNPACKED_BYTES,
    MOST_MEMBERS,
    MOST_RATIO,
    MOST_UNPACKED_BYTES,
)
from campaigns.needs.reading.table import UnreadableTable, refuse_too_many_rows

_XML = (".xml", ".rels")
#: Stands in every file of Office; an archive without it is none.
CONTENTS = "[Content_Types].xml"


def refuse_bomb(data: bytes, name: str) -> None:
    """Counts members and bytes by unpacking with a limit, because a zip's own directory may lie."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError):  # or its directory asks for a newer format of archives
        raise damaged(name) from None
    with archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise _too_much(name)
        unpacked = 0
        for member in members:
            unpacked += _measured(archive, member, MOST_UNPACKED_BYTES - unpacked, name)
            if unpacked > HARMLESS_UNPACKED_BYTES and unpacked > MOST_RATIO * max(len(data), 1):
                raise _too_much(name)


def refuse_other_archive(data: bytes, name: str) -> None:
    """Refuses what is packed like a workbook and is none, by what it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.namelist()
    if "content.xml" in parts:
        raise UnreadableTable(
            "{name} is an OpenDocument file. Save it as XLSX or as “CSV UTF-8” and choose that.", name=name
        )
    if CONTENTS not in parts:
        raise UnreadableTable(
            "{name} is a packed folder. Unpack it and choose the table that is in it.", name=name
        )


def _measured(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, name: str) -> int:
    """The real size of a member; refuses one beyond its share, with too many rows or a document type."""
    size, rows, end = 0, 0, b""
    try:
        with archive.open(member) as file:
            head = b""
            while chunk := file.read(1 << 16):
                size += len(chunk)
                if size > left:
                    raise _too_much(name)
                if size > HARMLESS_UNPACKED_BYTES and size > MOST_RATIO * max(member.compress_size, 1):
                    raise _too_much(name)
                if len(head) < 1 << 12:
                    head += chunk
                # Counting tags takes a second where parsing 600,000 rows takes more than a minute.
                rows += (end + chunk).count(b"<row")
                end = chunk[-3:]
                refuse_too_many_rows(rows - 1, name=name)
    except UnreadableTable:
        raise
    except Exception:  # a damaged archive makes zipfile raise ValueError, zlib.error and whatever else
        raise damaged(name) from None
    if member.filename.endswith(_XML):
        _refuse_document_type(head[: 1 << 12], name)
    return size


def _refuse_document_type(head: bytes, name: str) -> None:
    try:
        for _ in iterparse(io.BytesIO(head), events=("start",), forbid_dtd=True):
            break
    except DefusedXmlException:
        raise UnreadableTable(
            "{name} declares a document type (DOCTYPE), which no spreadsheet program writes. It was not read. "
            "Save it again with your spreadsheet program.",
            name=name,
        ) from None
    except Exception:  # a head cut in the middle is no well-formed document; openpyxl judges the whole
        return


def _too_much(name: str) -> UnreadableTable:
    return UnreadableTable(
        "{name} unpacks to more than is allowed ({limit} MB, {members} parts, {ratio} times its size). It was "
        "not read. Save the sheet you need as “CSV UTF-8”.",
        name=name, limit=MOST_UNPACKED_BYTES // (1024 * 1024), members=MOST_MEMBERS, ratio=MOST_RATIO,
    )  # fmt: skip


def damaged(name: str) -> UnreadableTable:
    return UnreadableTable(
        "{name} is not a readable XLSX file. Open it in your spreadsheet program and save it again, or save it "
        "as “CSV UTF-8”.",
        name=name,
    )
