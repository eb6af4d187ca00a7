"""Lawyers: what is brought before them, and their words about it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as some
from hypothesis.stateful import precondition, rule
from sqlmodel import Session

from campaigns.approvals.actions import approve_review, return_review
from campaigns.approvals.queries import open_review_of
from campaigns.errors import Refusal
from campaigns.placements.approval_ends.withdrawing import withdraw_and_hold
from tests import builders
from tests.rules.life.oracle import LANGUAGES
from tests.rules.life.writing import Writing

CHANNELS = ("feed", "folder")


class Deciding(Writing):
    """What is said is decided about."""

    @rule(language=some.sampled_from(LANGUAGES))
    def submit(self, language: str) -> None:
        if (language, self.known.revision[language]) not in self.known.tag:
            self.draw(language, "a")
        seen: dict[str, str] = {}

        def act(session: Session) -> None:
            variant = self._variant(session, language)
            request = builders.submit(
                session, self.stage.cast, variant, now=self.stage.clock(), channels=CHANNELS
            )
            seen.update(builders.seen(session, request))

        if self._does(act):
            self.known.shown[language] = (self.known.snapshot(language), seen)

    @precondition(lambda self: self.known.shown)
    @rule(
        language=some.sampled_from(LANGUAGES),
        who=some.sampled_from(["lawyer", "second_lawyer", "both", "staff"]),
    )
    def approve(self, language: str, who: str) -> None:
        if language not in self.known.shown:
            return
        snapshot, seen = self.known.shown[language]
        by = self._person(who)

        def act(session: Session) -> None:
            request = open_review_of(session, self.theatre.variants[language])
            if request is None:
                raise Refusal("Nothing is open.")
            approve_review(session, request_id=request.id or 0, seen=seen, by=by, now=self.stage.clock())

        if self._does(act):
            assert by.person_id not in self.known.authors[language], "A3: approved by an author"
            assert snapshot == self.known.snapshot(language), "A2: approved what would not leave any more"
            doubted = self.known.doubted.get(language) == self.known.revision[language]
            assert not doubted, "A2: approved words whose fact was recalled"
            for channel, digest in seen.items():
                self.known.approved[language, channel][snapshot] = digest

    @precondition(lambda self: self.known.shown)
    @rule(language=some.sampled_from(LANGUAGES), withdraws=some.booleans())
    def say_no(self, language: str, withdraws: bool) -> None:
        snapshot, seen = self.known.shown.get(language, (None, {}))

        def act(session: Session) -> None:
            who: dict[str, Any] = {
                "reason": "A doubt.",
                "by": self.stage.cast.lawyer,
                "now": self.stage.clock(),
            }
            if withdraws:
                variant_id = self.theatre.variants[language]
                programme_id = self.stage.cast.programme.id or 0
                withdraw_and_hold(session, variant_ids={variant_id}, programme_id=programme_id, **who)
                return
            request = open_review_of(session, self.theatre.variants[language])
            if request is None:
                raise Refusal("Nothing is open.")
            return_review(session, request_id=request.id or 0, seen=seen, **who)

        if self._does(act):
            for channel in CHANNELS:
                if withdraws:
                    self.known.approved[language, channel].clear()
                elif snapshot is not None:
                    self.known.approved[language, channel].pop(snapshot, None)
