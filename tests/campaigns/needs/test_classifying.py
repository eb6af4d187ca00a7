"""What is answered about single questions."""

from __future__ import annotations

import json

from campaigns.needs.classifying import understand


def test_a_question_is_answered_in_one_shape_and_without_its_identifiers() -> None:
    questions = ("متى يصل راتبي؟", "Wann kommt mein Kindergeld? Tel. 0171 2345678", "12345")
    found = [understand(question).as_json() for question in questions]
    assert [set(one) for one in found] == [{"language", "confidence", "topics", "unclear", "redacted"}] * 3
    assert [one["language"] for one in found] == ["ar", "de", None]
    assert [one["topics"][0]["key"] for one in found[:2]] == ["wage", "child_benefit"]
    assert [one["unclear"] for one in found] == [False, False, True]
    assert found[1]["redacted"] == {"phone": 1}
    assert all(len(one["topics"]) <= 3 for one in found)
    assert "2345678" not in json.dumps(found)
