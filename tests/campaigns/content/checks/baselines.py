"""Measures the baselines of readability and length: `python -m tests.campaigns.content.checks.baselines`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from campaigns.content.checks.lix import lix, words_per_sentence
from campaigns.languages import written_languages
from tests.campaigns.content.checks.seeded import shared_data


def measure(data: Path) -> dict[str, dict[str, float]]:
    """LIX, words to a sentence and length against German of the Declaration's paragraphs."""
    texts: dict[str, list[str]] = {}
    with (data / "text/udhr/udhr_paragraphs.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["kind"] != "title":
                texts.setdefault(row["lang"], []).append(row["text"].rstrip(" ,;") + ".")
    german = sum(map(len, texts["de"]))
    return {
        code: {
            "lix": round(lix("\n".join(texts[code]), code)),
            "words_per_sentence": round(words_per_sentence("\n".join(texts[code]), code), 1),
            "length": round(sum(map(len, texts[code])) / german, 2),
        }
        for code in written_languages()
    }


if __name__ == "__main__":
    for code, row in measure(shared_data()).items():
        figures = "\n".join(f"{name} = {value}" for name, value in row.items())
        sys.stdout.write(f"[{code}]\n{figures}\n")
