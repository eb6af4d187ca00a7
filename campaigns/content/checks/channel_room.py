"""Room on each channel, counted its own way; hashtags and the description of the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from campaigns.channels import Profile, profile
from campaigns.content.checks.finding import Finding, Place, Severity
from campaigns.content.checks.folding import fold_word
from campaigns.content.checks.lix import words_in
from campaigns.content.checks.subject import Subject
from campaigns.content.compose import TextTooLong, compose_text
from campaigns.content.counting import COUNTERS, counter_of

TOO_LONG: Final = "{channel} takes {limit}, this text needs {count} even in its shortest form."
SHORTENED: Final = (
    "{channel} takes {limit}, the whole text needs {count}: whole parts will be left out there."
)
TITLE: Final = "The headline needs {count}; a title on {channel} has {limit}."
TOO_MANY_BYTES: Final = "{channel} takes {limit} bytes, this text needs {count}."
HASHTAGS: Final = "{channel} takes {limit} hashtags, there are {count}."
HASHTAG: Final = (
    "“{target}” is no hashtag: # and then letters, digits and _ without a space, not only digits."
)
HASHTAG_TWICE: Final = "The hashtag “{target}” stands here twice."
NO_ALT: Final = "The picture has no description for those who do not see it."
ALT_TOO_LONG: Final = (
    "{channel} takes {limit} characters of description, there are {count}: it cuts or refuses them."
)
ALT_IS_OLD: Final = (
    "The picture says “{headline}”; its description does not. Was it written for earlier words?"
)
ALT_LONG: Final = "The description has {count} characters; {limit} are good to listen to."
ALT_IS_HEADLINE: Final = "The description only repeats the headline. Say what the whole picture tells."

#: Share of the headline's words that its picture's description says: it may tell them in its own way, but tell them.
_HEARD: Final = 0.5
ALT_COMFORT: Final = 300
_HASHTAG: Final = re.compile(r"#(?=\w*[^\W\d_])[\w\u200c·]+")


def find_room(subject: Subject) -> Iterator[Finding]:
    """Findings on length, for each channel the language goes to."""
    for channel in subject.channels:
        yield from _on_channel(subject, profile(channel))


def _on_channel(subject: Subject, kind: Profile) -> Iterator[Finding]:
    count, limit = counter_of(kind.text), kind.text.limit
    whole = compose_text(subject.copy, language=subject.language, channel_limit=None, link=subject.link)
    about: dict[str, Any] = {"channel": kind.name, "limit": limit, "count": count(whole)}
    try:
        written = compose_text(
            subject.copy, language=subject.language, channel_limit=limit, link=subject.link, count=count
        )
    except TextTooLong as problem:
        yield _finding(
            "length", Severity.ERROR, TOO_LONG, "headline", **{**about, "count": problem.values["length"]}
        )
        return
    if len(written) < len(whole):
        yield _finding("length", Severity.HINT, SHORTENED, **about)
    if kind.text.byte_limit and COUNTERS["bytes"](written) > kind.text.byte_limit:
        size = COUNTERS["bytes"](written)
        yield _finding(
            "length",
            Severity.ERROR,
            TOO_MANY_BYTES,
            channel=kind.name,
            limit=kind.text.byte_limit,
            count=size,
        )
    title = len(subject.copy.headline)
    if kind.text.title_limit and title > kind.text.title_limit:
        yield _finding(
            "length",
            Severity.WARNING,
            TITLE,
            "headline",
            channel=kind.name,
            limit=kind.text.title_limit,
            count=title,
        )
    tags = len(subject.copy.hashtags)
    if kind.text.hashtags is not None and tags > kind.text.hashtags:
        yield _finding(
            "hashtag",
            Severity.WARNING,
            HASHTAGS,
            "hashtags",
            channel=kind.name,
            limit=kind.text.hashtags,
            count=tags,
        )


def find_hashtags(subject: Subject) -> Iterator[Finding]:
    """Findings on each hashtag; whether two are the same is decided without case."""
    seen: set[str] = set()
    for place, tag in enumerate(subject.copy.hashtags, start=1):
        name = f"hashtags.{place}"
        if not _HASHTAG.fullmatch(tag):
            yield _finding("hashtag", Severity.WARNING, HASHTAG, name, target=tag)
        elif tag.casefold() in seen:
            yield _finding("hashtag", Severity.HINT, HASHTAG_TWICE, name, target=tag)
        seen.add(tag.casefold())


def find_alt_text(subject: Subject) -> Iterator[Finding]:
    """Findings on the description, where there is a picture."""
    if not subject.formats:
        return
    said = subject.copy.alt_text.strip()
    if not said:
        yield _finding("alt_text", Severity.WARNING, NO_ALT, "alt_text")
        return
    if not _says(said, headline := subject.copy.headline):
        yield _finding("alt_text", Severity.WARNING, ALT_IS_OLD, "alt_text", headline=headline.strip())
    for kind in (profile(channel) for channel in subject.channels):
        if kind.alt.limit and len(said) > kind.alt.limit:
            about = {"channel": kind.name, "limit": kind.alt.limit, "count": len(said)}
            yield _finding("alt_text", Severity.WARNING, ALT_TOO_LONG, "alt_text", **about)
            return
    if len(said) > ALT_COMFORT:
        yield _finding("alt_text", Severity.HINT, ALT_LONG, "alt_text", count=len(said), limit=ALT_COMFORT)
    elif said.rstrip(".") == subject.copy.headline.strip().rstrip("."):
        yield _finding("alt_text", Severity.HINT, ALT_IS_HEADLINE, "alt_text")


def _says(description: str, headline: str) -> bool:
    """Whether a description has the words of the headline, whatever stands between them and however they bend."""
    told = set(words_in(fold_word(description)))
    wanted = words_in(fold_word(headline))
    return not wanted or sum(word in told for word in wanted) / len(wanted) >= _HEARD


def _finding(check: str, severity: Severity, message: str, name: str = "", **values: object) -> Finding:
    shown = str(values.get("target", ""))
    return Finding(check, severity, message, values, Place(name), "", shown)
