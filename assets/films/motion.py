"""How the layers of a card come: one after another, each fading in while it rises a few pixels. Nothing flashes."""

from collections.abc import Sequence

from assets.geometry.items import Inset, Item, Mark, Patch, TextLine

STAGGER = 5  # frames between two layers
RISING = 14  # frames one layer takes
RISE = 20  # pixels it comes from below
STEADY = frozenset({"logos", "funder", "line", "decor"})  # marks stand from the first frame

#: A layer that comes: its items and the frame of its scene in which it begins.
Coming = tuple[tuple[Item, ...], int]


def parted(
    items: Sequence[Item], first: int, stands_at_once: bool
) -> tuple[tuple[Item, ...], tuple[Item, ...], tuple[Coming, ...]]:
    """The scenery that stands from first to last, the words that stand from the beginning, and what comes when. With
    `stands_at_once` everything up to the headline is there already: a film's first frame is what many see before they
    play it."""
    steady = tuple(item for item in items if _is_steady(item, items))
    groups: list[list[Item]] = []
    for item in items:
        if _is_steady(item, items):
            continue
        if not groups or groups[-1][-1].layer != item.layer or _begins_entry(item, groups[-1]):
            groups.append([])
        groups[-1].append(item)
    at_once = 0
    if stands_at_once:
        named = [group[0].layer for group in groups]
        at_once = named.index("headline") + 1 if "headline" in named else 1
    settled = tuple(item for group in groups[:at_once] for item in group)
    coming = tuple((tuple(group), first + STAGGER * n) for n, group in enumerate(groups[at_once:]))
    return steady, settled, coming


def _is_steady(item: Item, items: Sequence[Item]) -> bool:
    if item.layer in STEADY:
        return True
    # The ground of a group carries no words of its own name.
    return isinstance(item, Patch) and not any(
        isinstance(other, TextLine | Mark | Inset) and other.layer == item.layer for other in items
    )


def _begins_entry(item: Item, group: Sequence[Item]) -> bool:
    """Whether a list's next entry begins: at its rule or, where it has none, at its sign."""
    ruled = isinstance(group[0], Patch) and any(isinstance(one, TextLine) for one in group)
    if ruled:
        return isinstance(item, Patch)
    return isinstance(item, Mark) and isinstance(group[0], Mark)


def giving_way(share: float) -> tuple[float, float]:
    """Opacity of the words that leave and of those that follow, at this share of a crossfade: the first are gone before
    the second come, so that no word is ever read through another."""
    return max(0.0, 1 - 2 * share), max(0.0, 2 * share - 1)


def standing(frame: int, begins: int) -> tuple[float, int]:
    """Opacity and depth below its place (even pixels) of a layer in this frame."""
    passed = (frame - begins + 1) / RISING
    if passed <= 0:
        return 0.0, RISE
    if passed >= 1:
        return 1.0, 0
    eased = 1 - (1 - passed) ** 3
    return round(eased, 3), round(RISE * (1 - eased) / 2) * 2
