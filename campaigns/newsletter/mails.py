"""An issue as a mail: plain text and HTML of the same approved words, each section in its language and direction.

Nothing in a mail is fetched from anywhere: pictures travel inside it, no pixel counts who opens it. The approved
words stand in the plain text byte for byte; what is ours around them (why, how to leave, imprint) stands below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from html import escape

from campaigns.languages import language
from campaigns.newsletter.wording import say, spoken

#: Between two sections of the plain text, and before what is ours (RFC 3676, 4.3).
RULE, SIGNATURE = "\n\n* * *\n\n", "\n\n-- \n"
_IN_ADDRESS = r"[^\s<>\"\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_ADDRESS = re.compile(rf"https?://{_IN_ADDRESS}*[^\s<>\"\u200e\u200f\u202a-\u202e\u2066-\u2069.,;:!?)]")
_LATIN_FONT = "'Noto Sans', 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
_ARABIC_FONT = "'Noto Naskh Arabic', 'Geeza Pro', Tahoma, 'Segoe UI', Arial, sans-serif"
#: For mail programs that know the reader's dark sheet; all others see the inline styles.
_DARK = (
    "@media (prefers-color-scheme: dark) { .paper { background: #161513 !important; } "
    ".sheet { background: #1f1e1b !important; } .ink { color: #f0ede6 !important; } "
    ".soft { color: #bdb8ac !important; } .rule { border-color: #3a3731 !important; } "
    "a { color: #a9b4ff !important; } }"
)


class _Whole(UnstructuredHeader):
    """A header that is never folded: a long address in it would be written in encoded words, and no program that
    presses the one click would find it."""

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_HEADERS = HeaderRegistry()
for _name in ("list-unsubscribe", "message-id"):
    _HEADERS.map_to_type(_name, _Whole)  # type: ignore[arg-type]
#: How mails are written: as servers take them (RFC 5322), addresses and ids in one piece.
POLICY = SMTP.clone(header_factory=_HEADERS)


@dataclass(frozen=True)
class Picture:
    """A picture inside a mail, with the words for those who do not see it."""

    content: bytes
    digest: str
    media_type: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Section:
    """An approved post in one language."""

    language: str
    direction: str
    title: str
    text: str
    funder: str = ""
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Masthead:
    """What every mail of a newsletter says about itself. `sender` is its address."""

    newsletter: str
    organisation: str
    imprint: str
    imprint_url: str
    sender: str
    account_id: int

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


@dataclass(frozen=True)
class Copy:
    """One subscriber's copy: whom it goes to, under which Message-ID (without domain), how they leave."""

    to: str
    message_id: str
    leave: str


def issue_name(key: str) -> str:
    """How the mails of an issue begin their Message-ID, from the placement's key: short, so that no server folds it."""
    return key[:16]


PictureAddress = Callable[[Picture], str]


def compose(sections: Sequence[Section], masthead: Masthead, copy: Copy, *, at: datetime) -> EmailMessage:
    """The whole mail. The first section's title is its subject."""
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(_line(masthead.organisation), addr_spec=masthead.sender)
    message["To"] = copy.to
    message["Subject"] = _line(sections[0].title) or _line(masthead.newsletter)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{copy.message_id}@{masthead.domain}>"
    message["List-Id"] = f"<newsletter-{masthead.account_id}.{masthead.domain}>"
    message["List-Unsubscribe"] = f"<{copy.leave}>"
    if copy.leave.startswith("https://"):
        # RFC 8058, 3.1: one click only over https.
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text_of(sections, masthead, copy), cte="quoted-printable")
    inside = f"cid:{{}}@{masthead.domain}"
    page = html_of(sections, masthead, copy, address_of=lambda picture: inside.format(picture.digest[:24]))
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    parts = message.get_payload()
    assert isinstance(parts, list)
    related = parts[1]
    assert isinstance(related, EmailMessage)
    for picture in {each.digest: each for section in sections for each in section.pictures}.values():
        kind, _, subtype = picture.media_type.partition("/")
        related.add_related(
            picture.content,
            kind,
            subtype,
            cid=f"<{picture.digest[:24]}@{masthead.domain}>",
            disposition="inline",
            filename=f"{picture.digest[:8]}.{subtype.replace('jpeg', 'jpg')}",
        )
    message["Content-Language"] = ", ".join(section.language for section in sections)
    return message


def text_of(sections: Sequence[Section], masthead: Masthead, copy: Copy) -> str:
    """The plain text. A link stands alone on its line, without any control character beside it."""
    posts = RULE.join("\n\n".join(filter(None, (each.text, each.funder))) for each in sections)
    below = [
        f"{say(code, 'why', newsletter=masthead.newsletter, organisation=masthead.organisation)}\n"
        f"{say(code, 'leave_link')}:\n{copy.leave}"
        for code in dict.fromkeys(section.language for section in sections)
    ]
    return posts + SIGNATURE + "\n\n".join(filter(None, [*below, masthead.imprint, masthead.imprint_url]))


def html_of(
    sections: Sequence[Section], masthead: Masthead, copy: Copy, *, address_of: PictureAddress
) -> str:
    """The same as HTML with inline styles. `address_of` says where a picture is found: inside the mail."""
    first = sections[0]
    body = "".join(
        _section_html(section, level=1 if place == 0 else 2, address_of=address_of)
        for place, section in enumerate(sections)
    )
    below = "".join(_why_html(code, masthead, copy) for code in dict.fromkeys(s.language for s in sections))
    imprint = escape(masthead.imprint)
    if masthead.imprint_url:
        word = escape(say(first.language, "imprint"))
        link = f'<a href="{escape(masthead.imprint_url)}" style="color:#2f3e9e">{word}</a>'
        imprint = f"{imprint}<br>{link}" if imprint else link
    return (
        f'<!doctype html><html lang="{escape(first.language)}" dir="{escape(first.direction)}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<title>{escape(first.title)}</title><style>{_DARK}</style></head>"
        '<body class="paper" style="margin:0;padding:0;background:#f1eee7">'
        '<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border="0" '
        'style="background:#f1eee7"><tr><td align="center" style="padding:16px 8px">'
        '<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" '
        'style="max-width:600px;background:#ffffff;border-radius:6px"><tr><td style="padding:24px 20px">'
        f"{body}</td></tr></table>"
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">'
        f'<tr><td style="padding:8px 20px">{below}'
        f'<p class="soft" dir="auto" style="{_small()}">{imprint}</p></td></tr></table>'
        "</td></tr></table></body></html>"
    )


def _section_html(section: Section, *, level: int, address_of: PictureAddress) -> str:
    rtl = section.direction == "rtl"
    style = f"font-family:{_ARABIC_FONT if rtl else _LATIN_FONT};text-align:{'right' if rtl else 'left'}"
    if level > 1:
        style += ";margin-top:32px;padding-top:32px;border-top:1px solid #dedad0"
    pictures = "".join(
        f'<p style="margin:0 0 20px"><img src="{escape(address_of(each))}" alt="{escape(each.alt)}" width="560" '
        'class="ink" style="display:block;width:100%;max-width:100%;height:auto;border:0;border-radius:4px;'
        f'font-size:15px;line-height:1.5;color:#1c1b19"></p>'
        for each in section.pictures
    )
    paragraphs = section.text.split("\n\n")
    title = ""
    if paragraphs and paragraphs[0].strip() == section.title.strip():
        title = (
            f'<h{level} class="ink" style="margin:0 0 16px;font-size:24px;line-height:1.35;font-weight:700;'
            f'color:#1c1b19">{escape(paragraphs.pop(0))}</h{level}>'
        )
    size = "18px;line-height:1.8" if rtl else "16px;line-height:1.6"
    words = "".join(
        f'<p class="ink" style="margin:0 0 14px;font-size:{size};color:#1c1b19">'
        + "<br>".join(_linked(line) for line in paragraph.split("\n"))
        + "</p>"
        for paragraph in paragraphs
    )
    funder = f'<p class="soft" style="{_small()}">{_linked(section.funder)}</p>' if section.funder else ""
    return (
        f'<div class="rule" lang="{escape(section.language)}" dir="{escape(section.direction)}" '
        f'style="{escape(style)}">{pictures}{title}{words}{funder}</div>'
    )


def _why_html(code: str, masthead: Masthead, copy: Copy) -> str:
    known = language(spoken(code))
    font = _ARABIC_FONT if known.is_rtl else _LATIN_FONT
    said = say(code, "why", newsletter=masthead.newsletter, organisation=masthead.organisation)
    side = "right" if known.is_rtl else "left"
    return (
        f'<p class="soft" lang="{known.code}" dir="{known.direction}" style="{_small()};text-align:{side};'
        f'font-family:{escape(font)}">{escape(said)}<br>'
        f'<a href="{escape(copy.leave)}" style="color:#2f3e9e">{escape(say(code, "leave_link"))}</a></p>'
    )


def _small() -> str:
    return f"margin:12px 0 0;font-size:14px;line-height:1.6;color:#57534b;font-family:{escape(_LATIN_FONT)}"


def _linked(line: str) -> str:
    """The line with its addresses as links that keep their own direction."""
    out, end = [], 0
    for found in _ADDRESS.finditer(line):
        address = escape(found.group())
        out += [
            escape(line[end : found.start()]),
            f'<a href="{address}" dir="ltr" style="color:#2f3e9e;word-break:break-word">{address}</a>',
        ]
        end = found.end()
    return "".join([*out, escape(line[end:])])


def _line(text: str) -> str:
    """One line of a header: no break can begin another header."""
    return " ".join(text.split())
