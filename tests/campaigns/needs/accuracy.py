"""How often language and topic are told right, measured as `litfass needs classify` tells them.

`python -m tests.campaigns.needs.accuracy`, or `make accuracy`: every published figure, on the shared test data and on
sentences of our own. With a FILE (`make accuracy FILE=…`; a line each, with language, topic and question parted by
tabs) the shares of that file by language, and the questions that were told wrong.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from campaigns.languages import written_languages
from campaigns.needs.classifying import understand
from campaigns.needs.language import detect_language
from tests.campaigns.needs.labelled import (
    HERE,
    SIB,
    UNDER,
    a_person_could_tell,
    chatter,
    own_utterances,
    page_questions,
    sentences,
)
from tests.shared import shared_folder

UNCLEAR = "unclear"


def told(lines: Iterable[str]) -> Iterator[str]:
    """The report of labelled questions, line by line."""
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


def published(data: Path) -> Iterator[str]:
    """Every figure of the product on data that anybody can read again."""
    yield "Topics"
    for path in (data / "taxonomy_eval.tsv", HERE / "topic_sentences_unseen.tsv"):
        report = [line for line in told(_lines(path)) if line.startswith("all ")]
        yield f"  {path.name}: {report[0].removeprefix('all').strip()}"
    yield f"  questions of advice pages: {_of_pages(data)}"
    yield "Language"
    sib = {code: sentences(data, folder) for folder, code in SIB.items()}
    yield _languages("SIB-200 dev", [(code, text) for code, texts in sib.items() for text in texts])
    short = list(chatter(data))
    clear = [one for one in short if a_person_could_tell(one[1])]
    yield _languages(f"under {UNDER} characters, where a person could tell", clear)
    yield _languages(f"under {UNDER} characters, all", short)
    yield _languages("short utterances of our own", own_utterances())


def _of_pages(data: Path) -> str:
    """Shares of the questions whose page category is mapped to topics."""
    asked = answered = fitting = among = 0
    for question in page_questions(data):
        keys = [one.key for one in understand(question.text).topics]
        asked += 1
        answered += bool(keys)
        fitting += keys[:1] != [] and keys[0] in question.fitting
        among += bool(question.fitting.intersection(keys))
    return (
        f"{asked}  first fits {fitting / asked:.3f}  one of three fits {among / asked:.3f}"
        f"  unclear {1 - answered / asked:.3f}  first fits, of those with a topic {fitting / answered:.3f}"
    )


def _languages(name: str, asked: list[tuple[str, str]]) -> str:
    """Share of texts whose language is told right, among all languages that are written here; the worst beside it."""
    whole, right = Counter(code for code, _ in asked), Counter[str]()
    for code, text in asked:
        right[code] += detect_language(text, allowed=written_languages()).language == code
    worst = min(whole, key=lambda code: right[code] / whole[code])
    return (
        f"  {name}: {len(asked)} in {len(whole)} languages, right {right.total() / len(asked):.4f},"
        f" fewest {worst} {right[worst] / whole[worst]:.3f}"
    )


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    given = sys.argv[1:]
    if len(given) > 1:
        sys.exit("Name one file with a language, a topic and a question a line, parted by tabs; or none.")
    report = told(_lines(Path(given[0]))) if given else published(shared_folder())
    sys.stdout.writelines(f"{line}\n" for line in report)
