"""Measures how many names of people are removed, and how many sentences without an introduction lose a word.

`python -m tests.campaigns.needs.names.measuring` writes the figures into the data file that the settings show.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from campaigns.needs.redaction import redact
from campaigns.needs.redaction.measured import FILE

SENTENCES = Path(__file__).parent / "introductions.toml"
CODES = {
    "deu": "de", "eng": "en", "arb": "ar", "pes": "fa", "ukr": "uk", "rus": "ru", "tur": "tr", "fra": "fr", "ron": "ro",
    "pol": "pl", "bul": "bg", "ita": "it", "spa": "es", "hun": "hu", "hrv": "hr", "ell": "el", "fin": "fi", "swe": "sv",
    "nld": "nl",
}  # fmt: skip


@dataclass(frozen=True)
class Tried:
    """One sentence with a name in it, and whether every word of the name is gone."""

    language: str
    kind: str
    sentence: str
    name: str
    removed: bool


def tried() -> Iterator[Tried]:
    """Every sentence with every name of its language."""
    for language, found in tomllib.loads(SENTENCES.read_text(encoding="utf-8")).items():
        for kind in ("introduced", "elsewhere"):
            for template in found[kind]:
                for name in found["names"]:
                    shown = name.lower() if "{small}" in template else name
                    sentence = template.replace("{small}", shown).replace("{name}", shown)
                    kept = words_of(redact(sentence).text) - words_of(template)
                    yield Tried(language, kind, sentence, shown, removed=not words_of(shown) & kept)


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.replace("{name}", "").replace("{small}", "")))


def plain_sentences(shared: Path) -> Iterator[str]:
    """Sentences in which nobody introduces themselves: news and the declaration of human rights, 19 languages."""
    for folder in sorted((shared / "language" / "sib-200").iterdir()):
        if folder.name[:3] in CODES and folder.name != "arb_Latn":
            for file in sorted(folder.glob("*.tsv")):
                lines = file.read_text(encoding="utf-8").splitlines()[1:]
                yield from (line.split("\t")[2] for line in lines if line.count("\t") >= 2)
    for line in (shared / "text" / "udhr" / "udhr_paragraphs.jsonl").read_text(encoding="utf-8").splitlines():
        yield str(json.loads(line)["text"])


def main() -> None:
    found = list(tried())
    introduced = [one for one in found if one.kind == "introduced"]
    FILE.write_text(
        "# Written by the measuring of the test set; a test keeps it true.\n"
        f"measured_on = {datetime.now(UTC).date().isoformat()}\n"
        f"languages = {len({one.language for one in found})}\n"
        f"introduced = {len(introduced)}\n"
        f"introduced_removed = {sum(one.removed for one in introduced)}\n"
        f"names = {len(found)}\n"
        f"removed = {sum(one.removed for one in found)}\n",
        encoding="utf-8",
    )
    for one in introduced:
        if not one.removed:
            sys.stdout.write(f"{one.language}\t{redact(one.sentence).text}\t({one.name})\n")
    sys.stdout.write(FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
