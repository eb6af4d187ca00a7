"""What the command line answers about single questions."""

from __future__ import annotations

import json

from campaigns.needs.classifying import classify_lines


def test_classifying_plain_and_json_lines_keeps_their_order_and_shape() -> None:
    lines = [
        json.dumps({"text": "متى يصل راتبي؟"}),
        "Wann kommt mein Kindergeld? Tel. 0171 2345678\n",
        "",
        "12345",
        '{"text": broken',
    ]
    found = classify_lines(lines)
    assert [set(one) for one in found] == [{"language", "confidence", "topics", "redacted"}] * 4
    assert [one["language"] for one in found[:3]] == ["ar", "de", None]
    assert [one["topics"][0]["key"] for one in found[:2]] == ["wage", "child_benefit"]
    assert found[1]["redacted"] == {"phone": 1}
    assert all(len(one["topics"]) <= 3 for one in found)
    assert "2345678" not in json.dumps(found)
