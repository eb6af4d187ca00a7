"""What every page has to be: well-formed, with a language, one heading, labelled inputs, nothing inline."""

from __future__ import annotations

import itertools
import re
from collections import Counter

import lxml.html
from lxml import etree

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
#: A tag, or what is not looked into: comments, the type of the document, scripts.
TAG = re.compile(
    r"""<!--.*?-->|<![^>]*>|<script\b[^>]*>.*?</script>|<(/?)([a-zA-Z][\w-]*)((?:[^"'>]++|"[^"]*+"|'[^']*+')*+)>""",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"""([^\s"'=/]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?""")


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
    found += [
        f"{event.attrname} on {event.getparent().tag}"
        for event in root.xpath("//@*[starts-with(name(), 'on')]")
    ]
    for value in root.xpath("//@href|//@src|//@action"):
        address, tag = value.strip().lower(), value.getparent().tag
        if address.startswith("javascript:"):
            found.append(f"a script as the {value.attrname} of {tag}")
        if value.attrname == "src" and address.startswith(("http:", "https:", "//")):
            found.append(f"{tag} is fetched from elsewhere")
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


def _nesting_problems(html: str) -> list[str]:
    """Faults that a browser would silently repair. Our templates close every tag themselves, but for those of SVG."""
    found: list[str] = []
    still_open: list[str] = []
    for each in TAG.finditer(html):
        closes, tag, attributes = each.groups()
        if tag is None:
            continue
        if closes:
            if not still_open or still_open[-1] != tag:
                line = html.count("\n", 0, each.start()) + 1
                found.append(f"line {line}: </{tag}> closes <{still_open[-1] if still_open else 'nothing'}>")
            if tag in still_open:
                while still_open.pop() != tag:
                    pass
            continue
        if attributes:
            names = ATTRIBUTE.findall(attributes)
            if len(names) != len(set(names)):
                found += [f"{tag} has {name} twice" for name, times in Counter(names).items() if times > 1]
        if tag not in VOID and not attributes.endswith("/"):
            still_open.append(tag)
    return found + [f"<{tag}> is never closed" for tag in still_open]
