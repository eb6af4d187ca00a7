"""Words kept in data are known to the translators of the desk."""

from __future__ import annotations

from campaigns.planning.sentences import planning_sentences


def test_every_kind_of_word_from_data_is_listed_once() -> None:
    found = planning_sentences()
    assert len(found) == len(set(found))
    assert {
        "Myth and fact",
        "Show who helps with {topic}.",
        "Eid al-Fitr",
        "Good Friday",
        "Midsummer Day",
        "Wage claims from three calendar years ago lapse at the end of the day.",
    } <= set(found)
