"""Texts whose language or subject is known and that nobody here wrote."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

SIB = {
    "deu_Latn": "de", "eng_Latn": "en", "arb_Arab": "ar", "pes_Arab": "fa", "ukr_Cyrl": "uk", "rus_Cyrl": "ru",
    "tur_Latn": "tr", "fra_Latn": "fr", "ron_Latn": "ro", "pol_Latn": "pl", "bul_Cyrl": "bg", "ita_Latn": "it",
    "spa_Latn": "es", "hun_Latn": "hu", "hrv_Latn": "hr", "ell_Grek": "el", "fin_Latn": "fi", "swe_Latn": "sv",
    "nld_Latn": "nl",
}  # fmt: skip
CHATTER = {
    "dutch": "nl", "english": "en", "french": "fr", "german": "de", "italian": "it", "persian": "fa", "russian": "ru",
    "spanish": "es", "swedish": "sv", "turkish": "tr", "ukrainian": "uk",
}  # fmt: skip
UNDER = 30
HERE = Path(__file__).parent


@dataclass(frozen=True)
class PageQuestion:
    """A question generated from a page of advice, and the topics that the page's category speaks of."""

    language: str
    text: str
    fitting: frozenset[str]


def sentences(data: Path, folder: str) -> list[str]:
    """The 99 dev sentences of a language in SIB-200."""
    path = data / "language" / "sib-200" / folder / "dev.tsv"
    return [line.split("\t")[-1] for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def chatter(data: Path) -> Iterator[tuple[str, str]]:
    """Short utterances with their language; those that stand in two languages are left out."""
    folder = data / "language" / "short-utterances-chatterbot"
    spoken: dict[str, set[str]] = defaultdict(set)
    for name, code in CHATTER.items():
        for path in sorted((folder / name).glob("*.yml")):
            for talk in yaml.safe_load(path.read_text(encoding="utf-8"))["conversations"]:
                for line in talk:
                    spoken[str(line).strip()].add(code)
    for text, codes in spoken.items():
        if len(codes) == 1 and len(text) < UNDER:
            yield next(iter(codes)), text


def a_person_could_tell(text: str) -> bool:
    """At least two words, and not names alone: after the first word one without a capital."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    return len(words) >= 2 and any(not word[0].isupper() for word in words[1:])


def own_utterances() -> list[tuple[str, str]]:
    """Short utterances in every language, written for this."""
    lines = tomllib.loads((HERE / "short_utterances.toml").read_text(encoding="utf-8"))
    return [(code, text) for code, texts in lines.items() for text in texts]


def page_questions(data: Path) -> Iterator[PageQuestion]:
    """Integreat's questions whose page category is mapped to topics (integreat_categories.toml)."""
    mapping = tomllib.loads((HERE / "integreat_categories.toml").read_text(encoding="utf-8"))
    subjects = {name: subject for subject, names in mapping["categories"].items() for name in names}
    path = data / "topic" / "integreat-questions" / "questions_train_dev.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if subject := subjects.get(row["page_top_category"]):
                yield PageQuestion(row["lang"], row["question"], frozenset(mapping["topics"][subject]))
