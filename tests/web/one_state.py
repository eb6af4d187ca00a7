"""What each screen says about the state of one text."""

from __future__ import annotations

import re

import lxml.html

from campaigns.content.models import Variant
from tests.web.desk import Desk
from tests.web.stage import Scene


def signs(desk: Desk, scene: Scene, variant: Variant) -> dict[str, str]:
    """The word for the state of the German text on every screen that has one; and whether it waits for a lawyer."""
    bench = f"/copy/{variant.id}"
    places = {
        "matrix": (
            f"/campaigns/{scene.campaign.id}",
            f"//a[starts-with(@class, 'square ')][@href='{bench}']",
        ),
        "sheet": (f"/media/sheets/{scene.post.id}", f"//p[@class='proof__line'][a[@href='{bench}']]"),
        "bench": (bench, "//header|//div[contains(@class, 'head')]"),
        "sibling": (f"/copy/{scene.arabic.id}", f"//nav//a[@href='{bench}']"),
    }
    found = {}
    for name, (address, path) in places.items():
        root = _page(desk, address)
        words = [each.text_content() for each in root.xpath(f"({path})//*[@class='mark__word']")]
        found[name] = re.sub(r"\s+", " ", words[0]).strip() if words else "(none)"
    links = _page(desk, "/review?language=de").xpath("//a[@class='queue__link']/@href")
    found["queue"] = "waits" if links else "not in it"
    return found


def _page(desk: Desk, address: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(desk.get(address).get_data(as_text=True))
