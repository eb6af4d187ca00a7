"""Newsletters by Postfix to mailboxes of Dovecot, read over IMAP."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import ClassVar

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import Engine

from campaigns.vocabulary import MailStatus, PlacementStatus
from scheduler.channels.newsletter import Newsletter
from scheduler.contract import Rejected
from scheduler.posting.addressing import Roads
from scheduler.posting.handing import Accepted, Doubtful
from tests.live.contract import PATIENCE_S, ThroughARealServer
from tests.live.mail import LiveMail, MailHouse
from tests.live.server import picture
from tests.scheduler.channels.fakes.mail import PASSWORD, SENDER, USER
from tests.scheduler.channels.network import Fault, loopback_only
from tests.scheduler.channels.world import Kind, World, world_of
from tests.scheduler.readers import mails_of, readers, subscribe


@contextlib.contextmanager
def newsletter_of(house: MailHouse, engine: Engine, home: Path, language: str) -> Iterator[World]:
    """A newsletter with one reader of its own."""
    live = LiveMail(house, f"reader{secrets.token_hex(4)}@example.org")
    kind = Kind(
        "newsletter",
        lambda _clock: live,
        lambda means, _here: Newsletter(means, Roads("", Path("unused"), loopback_only)),
        {"server": "127.0.0.1:{port}", "sender": SENDER, "user": USER},
        {"password": PASSWORD},
        begin=lambda stage: subscribe(stage, live.reader, [language]),
        doubts=True,
    )
    with world_of(engine, home, kind, read_s=PATIENCE_S, language=language, draw=picture) as world:
        yield world


def mailbox(world: World, box: str = "INBOX") -> list[EmailMessage]:
    assert isinstance(world.fake, LiveMail)
    return world.fake.house.mails(world.fake.reader, box)


class TestNewsletter(ThroughARealServer):
    """The answer to the final dot is the last but one: a goodbye follows."""

    last_word: ClassVar[int] = -2
    told: ClassVar[PlacementStatus] = PlacementStatus.UNCONFIRMED

    @pytest.fixture
    def world(self, engine: Engine, tmp_path: Path, mail_house: MailHouse) -> Iterator[World]:
        with newsletter_of(mail_house, engine, tmp_path / "home", "de") as world:
            yield world

    def test_a_post_that_is_taken_down_is_gone(self, world: World) -> None:
        """No mail can be taken back, and we do not say that one was."""
        world.deliver()
        [post] = world.fake.posts
        assert isinstance(world.adapter.take_down(world.sender(), post.id), Rejected)
        assert [each.id for each in world.fake.posts] == [post.id]

    @pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl")])
    def test_readers_get_words_picture_description_and_language_as_they_were_approved(
        self, engine: Engine, tmp_path: Path, mail_house: MailHouse, language: str, direction: str
    ) -> None:
        with newsletter_of(mail_house, engine, tmp_path / "home", language) as world:
            world.deliver().check_true()
            [message], wire = mailbox(world), world.wire_of_last()
            [file] = wire.files
            plain, page = message.get_body(("plain",)), message.get_body(("html",))
            assert plain is not None
            assert page is not None
            assert message["Subject"] == wire.title
            assert message["Content-Language"] == language
            assert plain.get_content().replace("\r\n", "\n").startswith(f"{wire.text}\n")
            soup = BeautifulSoup(page.get_content(), "html.parser")
            [section] = soup.select("div[lang]")
            assert (section["lang"], section["dir"]) == (language, direction)
            assert "".join(section.get_text("").split()) == "".join(wire.text.split())
            [shown] = section.select("img")
            assert shown["alt"] == file.alt
            [image] = [part for part in message.walk() if part.get_content_maintype() == "image"]
            assert shown["src"] == f"cid:{str(image['Content-ID']).strip('<>')}"
            assert image.get_payload(decode=True) == file.content
            way_out = str(message["List-Unsubscribe"])
            assert way_out.startswith("<https://litfass.example/newsletter/leave/")
            assert way_out.strip("<>") in {link["href"] for link in soup.select("a")}
            assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_a_mailbox_that_does_not_exist_is_set_aside_and_the_others_get_the_issue(
        self, world: World
    ) -> None:
        subscribe(world.stage, "gone@example.org", ["de"])
        delivered = world.deliver()
        assert delivered.row.status is PlacementStatus.PUBLISHED
        assert len(mailbox(world)) == 1
        assert [row.status for row in mails_of(world.stage, delivered.row.id or 0)] == [
            MailStatus.SENT,
            MailStatus.REFUSED,
        ]
        assert [reader.set_aside_at is not None for reader in readers(world.stage)] == [False, True]

    def test_a_letter_handed_over_again_is_known_by_its_id(self, world: World) -> None:
        """A confirmation whose answer is lost is sent again: a mailbox that looks at ids shows it once."""
        adapter, sender = world.adapter, world.sender()
        assert isinstance(adapter, Newsletter)
        assert isinstance(world.fake, LiveMail)

        def hand_over() -> object:
            to, name = world.fake.reader, "letter.of.one.id"  # type: ignore[attr-defined]
            return adapter.send_letter(sender, to=to, subject="Confirm", text="Please.", message_id=name)

        world.line.set(None)
        assert isinstance(hand_over(), Accepted)
        place = world.line.answers[self.last_word]
        world.line.set(Fault("back", place))
        assert isinstance(hand_over(), Doubtful)
        assert [len(mailbox(world, box)) for box in ("INBOX", "Duplicates")] == [1, 1]
