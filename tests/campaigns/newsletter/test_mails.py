"""A mail of several languages: each section in its own, approved words untouched, nothing fetched."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from campaigns.newsletter.mails import Copy, Masthead, Picture, Section, compose
from campaigns.newsletter.wording import AGREED, say, version, wording

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
MASTHEAD = Masthead(
    "Paper Boats", "House of Advice", "House of Advice, Example Street 1", "https://boats.example/imprint",
    "news@boats.example", 7,
)  # fmt: skip
COPY = Copy("reader@example.org", "0123456789abcdef.01", "https://desk.example/newsletter/leave/1-ab")
PICTURE = Picture(b"\xff\xd8 bytes", "d" * 64, "image/jpeg", "Ein Boot <klein>", 1200, 630)
GERMAN = Section(
    "de", "ltr", "Mindestlohn", "Mindestlohn\n\nAb 2027.\n\nhttps://desk.example/s/abc", "", (PICTURE,)
)
ARABIC = Section("ar", "rtl", "الأجور", "الأجور\n\nمن 2027.\n\nhttps://desk.example/s/abd", "بتمويل")


def written(*sections: Section, masthead: Masthead = MASTHEAD) -> EmailMessage:
    """The mail as a reader's program gets it: over bytes."""
    message = message_from_bytes(compose(sections, masthead, COPY, at=AT).as_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_sections_keep_their_language_and_direction() -> None:
    message = written(ARABIC, GERMAN)
    soup = BeautifulSoup(body(message, "html"), "html.parser")
    sections = [(each["lang"], each["dir"]) for each in soup.select("div[lang]")]
    assert sections == [("ar", "rtl"), ("de", "ltr")]
    assert (soup.html["lang"], soup.html["dir"]) == ("ar", "rtl")  # type: ignore[index]
    assert message["Subject"] == "الأجور"
    assert message["Content-Language"] == "ar, de"
    assert [each.name for each in soup.select("h1, h2")] == ["h1", "h2"]
    assert {each["dir"] for each in soup.select("div a")} == {"ltr"}, "an address runs from left to right"


def test_the_plain_text_holds_the_approved_words_to_the_letter() -> None:
    text = body(written(ARABIC, GERMAN), "plain")
    for section in (ARABIC, GERMAN):
        assert section.text in text
    assert "\nhttps://desk.example/s/abd\n" in text, "no control character touches a link"
    assert text.rstrip().endswith("https://boats.example/imprint")


def test_every_picture_travels_inside_with_its_description() -> None:
    message = written(GERMAN)
    (shown,) = BeautifulSoup(body(message, "html"), "html.parser").select("img")
    assert shown["alt"] == PICTURE.alt
    (part,) = [part for part in message.walk() if part.get_content_maintype() == "image"]
    assert shown["src"] == f"cid:{str(part['Content-ID']).strip('<>')}"
    assert part.get_payload(decode=True) == PICTURE.content
    assert part.get_content_disposition() == "inline"


def test_each_language_is_told_how_to_leave() -> None:
    text = body(written(ARABIC, GERMAN), "plain")
    assert text.count(COPY.leave) == 2
    assert "Newsletter abbestellen" in text
    assert say("ar", "leave_link") in text


def test_over_http_no_one_click_is_promised() -> None:
    copy = Copy("reader@example.org", "1.2", "http://127.0.0.1:8000/newsletter/leave/1-ab")
    message = compose([GERMAN], MASTHEAD, copy, at=AT)
    assert "List-Unsubscribe-Post" not in message
    assert message["List-Unsubscribe"] == f"<{copy.leave}>"


def test_the_link_of_the_one_click_is_in_one_piece_however_long_it_is() -> None:
    leave = f"https://{'long-name.' * 12}example/newsletter/leave/1-{'a' * 32}"
    raw = compose([GERMAN], MASTHEAD, Copy("reader@example.org", "1.2", leave), at=AT).as_bytes()
    assert f"List-Unsubscribe: <{leave}>\r\n".encode() in raw


NAUGHTY = st.text(
    alphabet=st.one_of(st.sampled_from("\r\n\t<>&\"'.-\u2028\u202e\u0627=?"), st.characters(codec="utf-8")),
    max_size=80,
)


@given(title=NAUGHTY, text=NAUGHTY, name=NAUGHTY)
def test_no_words_break_out_of_their_place(title: str, text: str, name: str) -> None:
    masthead = Masthead(name, name, name, "", "news@boats.example", 7)
    message = written(Section("de", "ltr", title, text, text), masthead=masthead)
    assert set(message.keys()) == set(written(GERMAN).keys())
    assert str(message["To"]) == COPY.to
    soup = BeautifulSoup(body(message, "html"), "html.parser")
    allowed = {
        "html", "head", "meta", "title", "style", "body", "table", "tr", "td", "div", "p", "br", "a", "h1", "img",
    }  # fmt: skip
    assert {each.name for each in soup.find_all()} <= allowed
    assert not any(name.startswith("on") for each in soup.find_all() for name in each.attrs)


def test_no_line_is_longer_than_a_server_takes() -> None:
    long = Section("de", "ltr", "Lang", "wort" * 2000)
    assert max(len(line) for line in compose([long], MASTHEAD, COPY, at=AT).as_bytes().split(b"\r\n")) <= 998


@pytest.mark.parametrize("code", sorted(wording()))
def test_every_language_has_every_text_with_the_same_values(code: str) -> None:
    def values(text: str) -> set[str]:
        return {name for name in ("{organisation}", "{newsletter}") if name in text}

    texts, english = wording()[code], wording()["en"]
    assert set(texts) - {"draft"} == set(english)
    assert {name: values(texts[name]) for name in english} == {
        name: values(text) for name, text in english.items()
    }


def test_a_version_names_what_was_agreed_to() -> None:
    assert set(AGREED) <= set(wording()["de"])
    assert len({version(code) for code in wording()}) == len(wording())
    assert version("xx") == version("en")
