"""What every page has to be: well-formed, with a language, one heading, labelled inputs, nothing inline."""

from __future__ import annotations

import itertools
from collections import Counter
from html.parser import HTMLParser

import lxml.html
from lxml import etree

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def problems_of(html: str, *, is_page: bool) -> list[str]:
    """Every fault found in a page, or in a fragment of one."""
    found: list[str] = []
    root = lxml.html.document_fromstring(html) if is_page else lxml.html.fragment_fromstring(html, "div")
    if is_page:
        found += _page_problems(root)
    found += _inline_problems(root)
    found += _label_problems(root)
    found += _link_problems(root)
    found += _id_problems(root, alone=is_page)
    found += _nesting_problems(html)
    return found


def _page_problems(root: etree._Element) -> list[str]:
    found = []
    if not root.get("lang"):
        found.append("the page has no language")
    headings = root.xpath("//h1")
    if len(headings) != 1 or not headings[0].text_content().strip():
        found.append(f"the page has {len(headings)} h1")
    title = root.findtext(".//title") or ""
    if len(title.strip()) < 3 or title.strip().startswith("·"):
        found.append("the page has no title")
    if len(root.xpath("//main")) != 1:
        found.append("the page has not exactly one main")
    levels = [int(each.tag[1]) for each in root.xpath("//h1|//h2|//h3|//h4")]
    found += [f"a heading jumps from h{a} to h{b}" for a, b in itertools.pairwise(levels) if b > a + 1]
    return found


def _inline_problems(root: etree._Element) -> list[str]:
    found = [f"inline style on {each.tag}" for each in root.xpath("//*[@style]")]
    found += ["a style element" for _ in root.xpath("//style")]
    found += ["an inline script" for each in root.xpath("//script") if not each.get("src")]
    for each in root.iter():
        if not isinstance(each.tag, str):
            continue
        found += [f"{name} on {each.tag}" for name in each.attrib if name.startswith("on")]
        for name in ("href", "src", "action"):
            value = (each.get(name) or "").strip().lower()
            if value.startswith("javascript:"):
                found.append(f"a script as the {name} of {each.tag}")
            if name == "src" and value.startswith(("http:", "https:", "//")):
                found.append(f"{each.tag} is fetched from elsewhere")
    return found


def _label_problems(root: etree._Element) -> list[str]:
    labelled = set(root.xpath("//label/@for"))
    found = []
    for each in root.xpath("//input|//select|//textarea"):
        if each.get("type") in {"hidden", "submit"}:
            continue
        wrapped = any(parent.tag == "label" for parent in each.iterancestors())
        if not (
            wrapped or each.get("id") in labelled or each.get("aria-label") or each.get("aria-labelledby")
        ):
            found.append(f"the {each.tag} “{each.get('name')}” has no label")
    found += [
        f"the form to {each.get('action')} has no token"
        for each in root.xpath("//form[translate(@method,'POST','post')='post']")
        if not each.xpath(".//input[@name='csrf_token']") and not _needs_no_cookie(each.get("action") or "")
    ]
    return found


def _needs_no_cookie(address: str) -> bool:
    """Readers of a newsletter and partners with a kit have no cookie that another site could borrow."""
    return address.startswith(("/newsletter/", "/kit/"))


def _link_problems(root: etree._Element) -> list[str]:
    found = []
    for each in root.xpath("//a|//button"):
        words = each.text_content().strip() or each.get("aria-label") or "".join(each.xpath(".//img/@alt"))
        if not words:
            found.append(f"a {each.tag} without words ({each.get('href') or each.get('name')})")
    found += [f"a picture without alt: {each.get('src')}" for each in root.xpath("//img[not(@alt)]")]
    found += ["a link in a link" for _ in root.xpath("//a//a")]
    found += ["a button in a link" for _ in root.xpath("//a//button")]
    found += ["a form in a form" for _ in root.xpath("//form//form")]
    return found


def _id_problems(root: etree._Element, *, alone: bool) -> list[str]:
    ids = Counter(root.xpath("//@id"))
    found = [f"the id “{each}” stands {times} times" for each, times in ids.items() if times > 1]
    if alone:
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for value in root.xpath(f"//@{name}"):
                found += [
                    f"{name} names “{each}”, which is not there" for each in value.split() if each not in ids
                ]
    return found


class _Nesting(HTMLParser):
    """Follows opening and closing tags; our templates close every tag themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.found += [f"{tag} has {name} twice" for name in set(names) if names.count(name) > 1]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Self-closed as in SVG."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            line, _ = self.getpos()
            self.found.append(f"line {line}: </{tag}> closes <{self.open[-1] if self.open else 'nothing'}>")
        if tag in self.open:
            while self.open.pop() != tag:
                pass


def _nesting_problems(html: str) -> list[str]:
    """Faults that a browser would silently repair."""
    nesting = _Nesting()
    nesting.feed(html)
    nesting.close()
    return nesting.found + [f"<{tag}> is never closed" for tag in nesting.open]
