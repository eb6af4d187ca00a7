"""How often language and topic of labelled questions are told right.

`python -m tests.campaigns.needs.accuracy FILE`, or `make accuracy FILE=…`: a line each, with language, topic and
question parted by tabs. Prints the shares, by language, and the questions that were told wrong.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from campaigns.needs.classifying import understand

UNCLEAR = "unclear"


def told(lines: Iterable[str]) -> Iterator[str]:
    """The report, line by line."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    for line in filter(None, lines):
        language, topic, text = line.split("\t", 2)
        found = understand(text)
        keys = [one.key for one in found.topics] or [UNCLEAR]
        for whose in (language, "all"):
            counts[whose, "questions"] += 1
            counts[whose, "language"] += found.language == language
            counts[whose, "first"] += keys[0] == topic
            counts[whose, "among three"] += topic in keys
            counts[whose, "unclear"] += keys == [UNCLEAR]
        if keys[0] != topic:
            wrong.append(f"{language}\t{topic}\t{', '.join(keys)}\t{text}")
    for whose in sorted({code for code, _ in counts}):
        whole = counts[whose, "questions"]
        shares = (
            f"{name} {counts[whose, name] / whole:.3f}"
            for name in ("language", "first", "among three", "unclear")
        )
        yield f"{whose:<4} {whole:>5}  {'  '.join(shares)}"
    yield from wrong


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name one file with a language, a topic and a question a line, parted by tabs.")
    sys.stdout.writelines(f"{line}\n" for line in told(Path(sys.argv[1]).read_text("utf-8").splitlines()))
