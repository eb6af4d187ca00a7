"""Texts of 3 to 15 sentences, clean or with one sentence or one negation dropped or a sentence added, by language.

`python -m tests.campaigns.content.checks.seeded_texts [--texts N] [--seed S] [--languages CODES] [--misses]` prints the
table and ends with 1 where a language stays under its promise: 95 % of sentences and of negations found, at most
2 % of clean texts flagged for any of the three.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from campaigns.content.checks.baselines import length_against_german
from campaigns.content.checks.finding import Finding
from campaigns.content.checks.folding import fold
from campaigns.content.checks.pair import check_translation
from campaigns.content.checks.words import words_of
from campaigns.content.segments.splitting import split
from campaigns.languages import written_languages
from tests.campaigns.content.checks.corpora import Row, app_strings, declaration, facts
from tests.campaigns.content.checks.seeded import shared_data

SENTENCES_AT_LEAST, NEGATIONS_AT_LEAST, FLAGGED_AT_MOST = 0.95, 0.95, 0.02
FEWEST, MOST = 3, 15
#: A row of which one language says only half is no clean pair; neither is a label without an end.
_HALF, _TWICE, _SHORTEST = 0.45, 2.2, 15
_NAME = re.compile(r"\{\{?appName\}\}")
_ENDS = (".", "!", "?", "؟", ";")

Paragraph = tuple[tuple[str, str], ...]
"""Sentences in German and in the other language, one for one."""


@dataclass
class Score:
    """What was put into texts of one language, and what was found."""

    put: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def share(self, fault: str) -> float:
        return self.found[fault] / max(1, self.put[fault])

    @property
    def keeps_its_promise(self) -> bool:
        return (
            min(self.share("dropped"), self.share("added")) >= SENTENCES_AT_LEAST
            and self.share("negation") >= NEGATIONS_AT_LEAST
            and self.share("clean") <= FLAGGED_AT_MOST
        )


def paragraphs(rows: Sequence[Row], code: str) -> list[Paragraph]:
    """Rows whose sentences stand one for one; what is flagged alone, `seeded` counts."""
    return [one for row in rows if (one := _paragraph(row, code))]


def _paragraph(row: Row, code: str) -> Paragraph | None:
    source, target = (_NAME.sub("Integreat", row.get(one, "")) for one in ("de", code))
    if "<" in source or len(source) < _SHORTEST or not (source.endswith(_ENDS) and target.endswith(_ENDS)):
        return None
    if source[0].islower() or target[0].islower() or _found(source, target, code):
        return None
    if not _HALF < len(target) / len(source) / length_against_german(code) < _TWICE:
        return None
    here, there = split(source, "de"), split(target, code)
    if len(here) != len(there):
        return None
    return tuple((a.text, b.text) for a, b in zip(here, there, strict=True))


def draw_text(random: Random, paragraphs: Sequence[Paragraph]) -> list[tuple[str, str]]:
    """Sentences of some paragraphs behind one another."""
    while True:
        picked = random.sample(paragraphs, random.randrange(2, 8))
        sentences = [pair for one in picked for pair in one]
        if FEWEST <= len(sentences) <= MOST:
            return sentences


def without_negation(sentence: str, code: str) -> str | None:
    """The sentence with every plain "not" taken out; None where it says none."""
    words, folded = words_of(code), fold(sentence)
    assert words is not None
    spans = [folded.place(*match.span()) for match in words.said["not"].finditer(folded.text)]
    for start, end in reversed(spans):
        sentence = sentence[:start] + sentence[end:]
    left = " ".join(sentence.split())
    return left[:1].upper() + left[1:] if spans and left else None


def measure(code: str, rows: Sequence[Row], *, texts: int, seed: int) -> Score:
    """Counts for German against one language."""
    random, score = Random(f"{seed}{code}"), Score()
    known = paragraphs(rows, code)
    for _ in range(texts):
        sentences = draw_text(random, known)
        place = random.randrange(len(sentences))
        less = sentences[:place] + sentences[place + 1 :]
        _count(score, "clean", sentences, sentences, code)
        _count(score, "dropped", sentences, less, code)
        _count(score, "added", less, sentences, code)
        if negated := list(_negated(sentences, code)):
            place, spoiled = random.choice(negated)
            target = [*sentences[:place], (sentences[place][0], spoiled), *sentences[place + 1 :]]
            _count(score, "negation", sentences, target, code)
    return score


def _negated(sentences: Sequence[tuple[str, str]], code: str) -> Iterator[tuple[int, str]]:
    for place, (source, target) in enumerate(sentences):
        if without_negation(source, "de") and (spoiled := without_negation(target, code)):
            yield place, spoiled


_CHECKS = {"clean": {"sentence", "negation", "obligation"}, "negation": {"negation"}}


def _count(
    score: Score, fault: str, here: Sequence[tuple[str, str]], there: Sequence[tuple[str, str]], code: str
) -> None:
    source, target = " ".join(one for one, _ in here), " ".join(one for _, one in there)
    found = [one for one in _found(source, target, code) if one.check in _CHECKS.get(fault, {"sentence"})]
    score.put[fault] += 1
    score.found[fault] += bool(found)
    if bool(found) == (fault == "clean"):
        score.misses.append(f"{code} {fault} {[one.sentence for one in found]}\n    {source}\n    {target}")


def _found(source: str, target: str, code: str) -> list[Finding]:
    return check_translation(source, target, source_language="de", target_language=code)


def main() -> int:
    """Print the table; 1 where a promise is not kept."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--texts", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--languages", default="")
    options.add_argument("--misses", action="store_true")
    chosen = options.parse_args()
    data = shared_data()
    rows = [*declaration(data), *app_strings(data), *facts()]
    codes = chosen.languages.split(",") if chosen.languages else [c for c in written_languages() if c != "de"]
    sys.stdout.write(
        f"{'':4}{'texts':>7}{'flagged':>9}{'dropped':>9}{'added':>9}{'negations':>11}{'found':>9}\n"
    )
    kept = True
    for code in codes:
        score = measure(code, rows, texts=chosen.texts, seed=chosen.seed)
        kept &= score.keeps_its_promise
        shares = [score.share(one) for one in ("clean", "dropped", "added", "negation")]
        sys.stdout.write(
            f"{code:4}{score.put['clean']:7}{shares[0]:9.1%}{shares[1]:9.1%}{shares[2]:9.1%}"
            f"{score.put['negation']:11}{shares[3]:9.1%}\n"
        )
        if chosen.misses:
            sys.stdout.write("".join(f"{one}\n" for one in score.misses))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
