"""The evidence as one archive that explains and checks itself, and as data."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from campaigns.reach.evidence.book import columns_of, file_name, in_words, readme, say, table_csv
from campaigns.reach.evidence.decisions import Evidence
from campaigns.reach.evidence.gathering import Dossier
from campaigns.reach.evidence.rows import (
    FactRow,
    FileRow,
    GroundRow,
    NoteRow,
    PersonRow,
    PublicationRow,
    TextRow,
)

TABLES: Final[Mapping[str, type[NamedTuple]]] = {
    "decisions": Evidence,
    "texts": TextRow,
    "facts": FactRow,
    "grounds": GroundRow,
    "files": FileRow,
    "notes": NoteRow,
    "publications": PublicationRow,
    "people": PersonRow,
}
README: Final = {"de": "LIESMICH.txt", "en": "README.txt"}
_SINCE: Final = {"de": "von {first} bis {last}", "en": "{first} to {last}"}
_ALL: Final = {"de": "alle", "en": "all"}
_OPEN: Final = {"de": ("Beginn", "heute"), "en": ("the beginning", "today")}


def evidence_zip(dossier: Dossier, *, language: str) -> bytes:
    """Tables and explanation in a language, the files the digests were made of, the trail, and what checks it all."""
    zone = dossier.programme.zone
    files: dict[str, bytes] = {README[language]: _readme(dossier, language).encode()}
    for name, row_type in TABLES.items():
        files[file_name(name, language)] = table_csv(
            row_type, getattr(dossier, name), language=language, zone=zone
        )
    files |= {f"manifests/{digest}.json": said.encode() for digest, said in dossier.manifests.items()}
    files["trail.jsonl"] = "".join(f"{line}\n" for line in dossier.trail.lines).encode()
    files["heads.txt"] = "".join(head.line() for head in dossier.heads).encode()
    files["evidence.json"] = json.dumps(evidence_json(dossier), ensure_ascii=False, indent=1).encode()
    files["check.py"] = (Path(__file__).parent / "check.py").read_bytes()
    return _packed(files, dossier.made_at)


def evidence_json(dossier: Dossier) -> dict[str, Any]:
    """All tables as plain data, moments in UTC."""
    tables = {name: [_plain(row) for row in getattr(dossier, name)] for name in TABLES}
    return {
        "programme": dossier.programme.name,
        "responsible": dossier.programme.responsible,
        "made_at": _told(dossier.made_at),
        "since": _told(dossier.since),
        "until": _told(dossier.until),
        "languages": None if dossier.languages is None else list(dossier.languages),
        **tables,
    }


def _plain(row: Any) -> dict[str, Any]:
    return {column: _told(getattr(row, column)) for column in columns_of(type(row))}


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _readme(dossier: Dossier, language: str) -> str:
    zone = ZoneInfo(dossier.programme.zone)
    first, last = _OPEN[language]
    if dossier.since:
        first = f"{dossier.since.astimezone(zone):%Y-%m-%d}"
    if dossier.until:
        # The end of the span is the first moment that is no part of it.
        last = f"{(dossier.until - timedelta(seconds=1)).astimezone(zone):%Y-%m-%d}"
    return readme(
        language,
        values={
            "programme": dossier.programme.name,
            "responsible": dossier.programme.responsible or "–",
            "span": _SINCE[language].format(first=first, last=last),
            "languages": _languages(dossier, language),
            "made": str(say("made_at", dossier.made_at, language, dossier.programme.zone)),
            "figures": "\n".join(_figures(dossier, language)),
        },
        tables=TABLES,
    )


def _languages(dossier: Dossier, language: str) -> str:
    """Of which languages' texts the archive tells."""
    if dossier.languages is None:
        return _ALL[language]
    return in_words(dossier.languages, language) or "–"


def _figures(dossier: Dossier, language: str) -> Sequence[str]:
    """How often what was decided, and how many of the texts came from where."""
    zone = dossier.programme.zone
    decided = Counter(line.decision for line in dossier.decisions)
    came = Counter({line.text_id: line.origin for line in dossier.decisions}.values())
    return [
        *(f"{number} × {say('decision', word, language, zone)}" for word, number in decided.most_common()),
        *(
            f"{number} × {say('origin', word, language, zone)} ({_TEXTS[language]})"
            for word, number in came.most_common()
        ),
    ]


_TEXTS: Final = {
    "de": "Herkunft der zuletzt geprüften Fassungen",
    "en": "origin of the revisions reviewed last",
}


def _packed(files: Mapping[str, bytes], made_at: datetime) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, made_at.astimezone(UTC).timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(info, data)
    return out.getvalue()
