"""What a post is called on its platform: the part of an id or an address that no other post has."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qs, urlsplit

#: Before the name of a post in an address, by platform.
_BEFORE = re.compile(
    r"/(?:p|reel|reels|tv|posts|videos|watch|shorts|live|embed|status|statuses|video|photo|photos|permalink|post|"
    r"feed/update|objava)/(?:pcb\.|gm\.|a\.\d+/)?([^/?#]+)"
)
_URN = re.compile(r"urn:li:[a-z]+:(\d+)", re.IGNORECASE)
_IN_QUERY = ("v", "story_fbid", "fbid")
_LONG = re.compile(r"\d{8,}")
_SHORTEST = 6
_SIGNS = re.compile(r"[\W_]+")
SAME_WORDS = 24


def post_names(text: str) -> frozenset[str]:
    """The names of a post in an id or an address. A page's own id, which all its posts carry, is none of them."""
    found: set[str] = set()
    text = text.strip()
    if not text:
        return frozenset()
    found.update(_URN.findall(text))
    if "://" in text:
        parts = urlsplit(text)
        query = parse_qs(parts.query)
        found.update(query[key][0] for key in _IN_QUERY if query.get(key))
        before = _BEFORE.search(parts.path)
        if before:
            found.update(_last_numbers(before[1]))
        elif parts.hostname == "youtu.be" or (parts.hostname or "").endswith("lnkd.in"):
            found.add(parts.path.strip("/"))
        found.add(plain_address(text))
    else:
        found.update(_last_numbers(text))
    return frozenset(each for each in found if len(each) >= _SHORTEST)


def plain_address(address: str) -> str:
    """An address without what does not change where it leads: scheme, www, query of tracking, last slash."""
    parts = urlsplit(address.strip())
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    query = "&".join(
        f"{key}={values[0]}"
        for key, values in sorted(parse_qs(parts.query).items())
        if key in (*_IN_QUERY, "id")
    )
    return f"{host}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def _last_numbers(name: str) -> set[str]:
    """The name itself and, of page_post and words-with-a-number, the last long number."""
    numbers = _LONG.findall(name)
    return {name, numbers[-1]} if numbers else {name}


def same_words(one: str, other: str) -> bool:
    """Whether two texts begin alike: exports cut texts short, and platforms change spaces and signs."""
    first, second = _letters(one), _letters(other)
    shorter = min(len(first), len(second))
    return shorter >= SAME_WORDS and first[:shorter] == second[:shorter]


def _letters(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())[:400]
