"""Answers with numbers and codes in them are known again by the sentence they were made from."""

from __future__ import annotations

from string import Formatter

import pytest

from campaigns.placements.sending.channel_answers import ALL, known_answer


@pytest.mark.parametrize("answer", ALL)
def test_each_is_known_again_with_its_values(answer: str) -> None:
    names = [name for _words, name, _format, _conversion in Formatter().parse(answer) if name]
    values = {name: f"{number} of 5" for number, name in enumerate(names)}

    found = known_answer(answer.format(**values))

    assert found is not None
    assert (found.msgid, dict(found.values)) == (answer, values)


def test_other_sentences_are_none_of_them() -> None:
    assert known_answer("The channel keeps the film private.") is None
