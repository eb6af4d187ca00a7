"""Random facts whose words carry every one of their values in every language."""

from __future__ import annotations

from types import MappingProxyType

from hypothesis import strategies as st

from campaigns.content.fact_view import FactView, FactWords
from campaigns.content.frames import framed_languages
from campaigns.content.values import Value, ValueKind
from campaigns.vocabulary import FactKind

ALL = framed_languages()

_numbers = st.decimals(min_value=0, max_value=99999, places=2, allow_nan=False).map(str)
_dates = st.dates().filter(lambda day: 1990 <= day.year <= 2060)

values = st.one_of(
    _numbers.map(lambda number: Value(ValueKind.AMOUNT, number, "EUR")),
    _numbers.map(lambda number: Value(ValueKind.PERCENT, number)),
    _dates.map(lambda day: Value(ValueKind.DATE, day.isoformat())),
    st.builds(
        lambda count, unit: Value(ValueKind.DURATION, str(count), unit),
        st.integers(min_value=1, max_value=120),
        st.sampled_from(["day", "week", "month", "year"]),
    ),
    st.sampled_from(["116 016", "+49 30 1234567"]).map(lambda number: Value(ValueKind.PHONE, number)),
    st.just(Value(ValueKind.LAW, "§ 622 BGB")),
    st.just(Value(ValueKind.URL, "https://example.org/a/")),
)

#: Words in the script of the language, so that direction matters as it does in life.
_SAMPLE = {"ar": "كلمة", "fa": "واژه", "uk": "слово", "ru": "слово", "bg": "дума", "el": "λέξη"}


def word(language: str) -> str:
    return _SAMPLE.get(language, "wort")


@st.composite
def facts(draw: st.DrawFn, kinds: tuple[FactKind, ...] = tuple(FactKind)) -> FactView:
    """A fact in all languages; its sentence names each value once, its headline none."""
    named = {f"v{place}": value for place, value in enumerate(draw(st.lists(values, max_size=4)))}
    sentence = "".join(f" {{{name}}}" for name in named)
    first = draw(st.none() | _dates)
    last = draw(st.none() | _dates.filter(lambda day: first is None or day >= first))
    key = draw(st.integers(min_value=0, max_value=10**9))
    return FactView(
        key=f"topic.fact{key}",
        topic="topic",
        kind=draw(st.sampled_from(kinds)),
        jurisdiction=draw(st.sampled_from(["de", "de", "de", "generic", "fi"])),
        words=MappingProxyType(
            {code: FactWords(word(code), f"{word(code)}:{sentence}.", f"{word(code)} ?!") for code in ALL}
        ),
        values=MappingProxyType(named),
        laws=draw(st.sampled_from([(), ("§ 1 MiLoG",), ("§ 66 EStG", "§ 68 EStG")])),
        valid_from=first,
        valid_to=last,
    )
