"""What a page says, as somebody reads it."""

from __future__ import annotations

from typing import Any

import lxml.html

from tests.web.desk import Desk


def page_of(desk: Desk, address: str) -> Any:
    response = desk.get(address)
    assert response.status_code == 200, response.get_data(as_text=True)
    return lxml.html.document_fromstring(response.get_data(as_text=True))


def words_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def line_of(page: Any, topic: str) -> list[str]:
    """The cells of a topic's line in the heat table, without its first two."""
    for line in page.xpath("//table[contains(@class, 'heatmap')]/tbody/tr[th]"):
        if words_of(line.xpath(".//summary")[0]).startswith(topic):
            return [words_of(cell) for cell in line.xpath("./td")][1:]
    raise AssertionError(f"there is no line for {topic}")
