"""A figure is stored as it was meant, or asked for again: never guessed."""

from __future__ import annotations

import pytest

from campaigns.errors import BadInput
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.typed import read_figures

pytestmark = pytest.mark.any_database


def read(typed: str) -> dict[Metric, int]:
    return read_figures({"views": typed}.get, [Metric.VIEWS])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed", ["1234", "1.234", "1,234", "1 234", "1'234", "1’234", "1\u00a0234", "1\u202f234", "١٬٢٣٤"]
)
def test_thousands_are_read_as_people_set_them_apart(typed: str) -> None:
    assert read(typed) == {Metric.VIEWS: 1234}


def test_millions_and_nothing_are_read() -> None:
    assert read("12.345.678") == {Metric.VIEWS: 12_345_678}
    assert read(" 0 ") == {Metric.VIEWS: 0}
    assert read(" ") == {}


@pytest.mark.parametrize(
    "typed",
    [
        "1,5",
        "1.5",
        "12,34",
        "1,5 Tsd.",
        "1.5K",
        "1.234,5",
        "1.234,567",
        "1234.567",
        "1.2345",
        "0.500",
        ",5",
        "1.",
        "-3",
    ],
)
def test_what_could_be_a_fraction_is_asked_for_again(typed: str) -> None:
    with pytest.raises(BadInput, match="Type the whole number") as refused:
        read(typed)
    assert refused.value.field == "views"
