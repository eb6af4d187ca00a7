"""Words made of what gets lost on the way: isolates, joiners, emoji, line breaks, placeholders, formulas."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = st.sampled_from(
    [
        "\u2066§ 622 BGB\u2069",
        "می‌خواهم",
        "👩🏽‍⚖️",
        "{amount}",
        "%(name)s",
        "<b>&amp;</b>",
        "]]>",
        "\n",
        "\u00a0",
        "\u202f",
        "\u2028",
        "=1+1",
        "-5 %",
        "+49 30 1234",
        "@post",
        "'quoted'",
        '"a";b,c\t',
        "Drei Monate. ",
        "نعم؟ ",
        "Ș ț ő ű",
    ]
)
LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
TEXT = (
    st.lists(st.one_of(PIECES, LETTERS), min_size=1, max_size=6)
    .map(lambda pieces: "".join(pieces).strip())
    .filter(bool)
)
