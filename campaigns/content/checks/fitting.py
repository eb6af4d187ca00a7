"""Whether the words have room on the picture: the layout is planned, not a pixel is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assets.errors import AssetError, DoesNotFit
from assets.spec import Brand, CardSpec
from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.subject import Subject
from campaigns.content.rendering.words import card_words
from campaigns.languages import language as language_of

NO_ROOM: Final = (
    "On the picture ({format}) the text of “{layer}” is about {excess} characters too long. Shorten it."
)


def find_fit(subject: Subject) -> Iterator[Finding]:
    """The first format in which the words have no room, with the layout's own sentence."""
    # Fonts and layouts are loaded when a text is measured, not when the desk starts.
    from assets.geometry.plan import plan_card

    for name in subject.formats:
        spec = CardSpec(
            layout=subject.layout,
            format=name,
            language=subject.language,
            direction=language_of(subject.language).direction,
            words=card_words(subject.copy.to_dict()),
            brand=subject.brand or Brand(name=""),
        )
        try:
            plan_card(spec)
        except DoesNotFit as problem:
            values = {"format": name, "layer": problem.layer, "excess": problem.excess}
            yield Finding("fit", Severity.WARNING, NO_ROOM, values, Place(problem.layer))
            return
        except AssetError:
            return
