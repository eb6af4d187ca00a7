"""Files of questions as offices have them, for the tests of the desk."""

from __future__ import annotations

from datetime import date, timedelta

TODAY = date(2026, 11, 23)


HEAD = "Datum;Plattform;Gruppe;Sprache;Thema;Anfrage"


def row(day: date, language: str = "ar", topic: str = "child_benefit", text: str = "") -> str:
    return f"{day.isoformat()};Telegram;Gruppe {language};{language};{topic};{text}"


def log_of(*counts: tuple[str, str, int, int]) -> bytes:
    """A file of questions: (language, topic, how many, weeks ago)."""
    rows = [
        row(
            TODAY - timedelta(weeks=weeks, days=number % 3),
            language,
            topic,
            f"Frage {language} {topic} {weeks} {number}",
        )
        for language, topic, many, weeks in counts
        for number in range(many)
    ]
    return "\n".join([HEAD, *rows]).encode()


def in_regions(*counts: tuple[str, int], language: str = "ar") -> bytes:
    rows = [
        f"{(TODAY - timedelta(weeks=1)).isoformat()};{place};{language};child_benefit;Frage {language} {place} {number}"
        for place, many in counts
        for number in range(many)
    ]
    return "\n".join(["Datum;Bundesland;Sprache;Thema;Anfrage", *rows]).encode()
