"""Where a phrase stands in a text that is given as words with their alternative forms.

Every word of a phrase is the beginning of one or, where that is asked, exactly one; a foreign one may stand between,
or several where the phrase has a gap ("…").
"""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.needs.topics.spellings import Keyword


def places_around(keyword: Keyword, at: int, forms: Sequence[tuple[str, ...]], place: int) -> frozenset[int]:
    """The words at which a phrase stands whose word number `at` stands at this place, or first before it."""
    if at == 0:
        return places_of(keyword, forms, place)
    first, exact = keyword.words[0], keyword.exact[0]
    for start in range(max(0, place - sum(keyword.reach[1 : at + 1])), place - at + 1):
        if matches(forms[start], first, exact) and (places := places_of(keyword, forms, start)):
            return places
    return frozenset()


def places_of(keyword: Keyword, forms: Sequence[tuple[str, ...]], place: int) -> frozenset[int]:
    """The words of a text at which a keyword stands whose first word stands at this place; none if it does not."""
    places = [place]
    for wanted, exact, reach in zip(keyword.words[1:], keyword.exact[1:], keyword.reach[1:], strict=True):
        for at in range(place + 1, min(place + reach + 1, len(forms))):
            if matches(forms[at], wanted, exact):
                break
        else:
            return frozenset()
        place = at
        places.append(at)
    return frozenset(places)


def matches(alternatives: tuple[str, ...], wanted: str, exact: bool) -> bool:
    if exact:
        return wanted in alternatives
    # A plain loop: this is asked millions of times, and a generator costs more than what it asks.
    for form in alternatives:  # noqa: SIM110
        if form.startswith(wanted):
            return True
    return False
