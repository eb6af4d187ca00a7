"""An issue and its readers: each gets it once in their languages, whatever breaks on the way."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import Engine, text
from sqlmodel import Session, select

import campaigns.newsletter.ledger as ledger_module
import campaigns.newsletter.taking as taking_module
import scheduler.channels.newsletter as channel_module
import scheduler.posting.ledger as posting_module
from campaigns.approvals.queries import proofs_of_review
from campaigns.clock import wall_time
from campaigns.content.models import Variant
from campaigns.content.queries import variants_of_posts
from campaigns.db import session_scope
from campaigns.mail.models import Mail
from campaigns.mail.server import MailServer as Address
from campaigns.newsletter.actions import confirm, leave, note_sign_up
from campaigns.newsletter.addresses import leave_code
from campaigns.newsletter.ledger import doubt_restored_mails
from campaigns.newsletter.models import FormerConsent
from campaigns.newsletter.wording import say
from campaigns.people.models import Programme
from campaigns.placements.actions import cancel, hold, move, pause_account, place, schedule, send_again
from campaigns.placements.approval_ends.withdrawing import withdraw_and_hold
from campaigns.placements.models import Account, Placement
from campaigns.placements.reasons import IMPRINT_BY_HAND, MOVED_BY_HAND
from campaigns.settings import secret_key
from campaigns.vocabulary import MailStatus, PlacementStatus
from scheduler.channels.newsletter import MOST_DOUBTS, Newsletter
from scheduler.posting.addressing import Roads
from scheduler.posting.handing import NoWay
from scheduler.posting.smtp import SmtpRoad, mail_servers_only
from tests.builders import approve, submit
from tests.scheduler.channels.fakes import mail
from tests.scheduler.channels.kinds import NEWSLETTER
from tests.scheduler.channels.network import Fault, loopback_only
from tests.scheduler.channels.world import START, World, world_of
from tests.scheduler.readers import LINK, mails_of, readers, subscribe
from tests.scheduler.stage import PICTURES, ZONE, set_account

ALONE = replace(NEWSLETTER, begin=lambda stage: None)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> Iterator[World]:
    """A newsletter that nobody reads yet, and its mail server."""
    with world_of(engine, tmp_path / "home", ALONE) as world:
        yield world


def server(world: World) -> mail.MailServer:
    assert isinstance(world.fake, mail.MailServer)
    return world.fake


def read_by(world: World, count: int) -> list[str]:
    addresses = [f"reader.{number}@example.org" for number in range(count)]
    for address in addresses:
        subscribe(world.stage, address, ["de"])
    return addresses


def counts(world: World, placement_id: int) -> Counter[MailStatus]:
    return Counter(row.status for row in mails_of(world.stage, placement_id))


def plain(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_every_reader_gets_a_mail_of_their_own_and_nobody_else_s_address(world: World) -> None:
    addresses = read_by(world, 4)

    delivered = world.deliver()

    assert delivered.row.status is PlacementStatus.PUBLISHED
    assert [to for to, _message in server(world).taken] == addresses
    for to, message in server(world).taken:
        others = set(addresses) - {to}
        assert not any(other in message.as_string() for other in others)
    ids = {message["Message-ID"] for _to, message in server(world).taken}
    assert len(ids) == 4


def test_a_mail_is_whole(world: World) -> None:
    read_by(world, 1)

    world.deliver()

    ((_to, message),) = server(world).taken
    assert message.get_content_type() == "multipart/alternative"
    assert message["Content-Language"] == "de"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(message["List-Unsubscribe"]).strip()
    assert address.startswith("<https://litfass.example/newsletter/leave/")
    assert address.strip("<>") in plain(message)
    page = message.get_body(("html",))
    assert page is not None
    soup = BeautifulSoup(page.get_content(), "html.parser")
    (section,) = soup.select("div[lang]")
    assert (section["lang"], section["dir"]) == ("de", "ltr")
    pictures = [part for part in message.walk() if part.get_content_maintype() == "image"]
    (shown,) = soup.select("img")
    assert shown["src"] == "cid:" + str(pictures[0]["Content-ID"]).strip("<>")
    assert shown["alt"]
    assert not soup.select("[src^=http], script, link, form, iframe")


def test_nobody_to_write_to_is_told_and_not_called_published(world: World) -> None:
    delivered = world.deliver()

    assert delivered.row.status is PlacementStatus.FAILED
    assert "Nobody has confirmed" in delivered.row.reason_values["answer"]


def test_a_mailbox_that_does_not_exist_is_set_aside_and_the_others_get_the_issue(world: World) -> None:
    first, second, third = read_by(world, 3)
    server(world).answers = {second: "550 5.1.1 No such user"}

    delivered = world.deliver()

    assert delivered.row.status is PlacementStatus.PUBLISHED
    assert [to for to, _message in server(world).taken] == [first, third]
    assert [reader.set_aside_at is not None for reader in readers(world.stage)] == [False, True, False]
    world.deliver()
    assert Counter(to for to, _message in server(world).taken) == {first: 2, third: 2}


@pytest.mark.parametrize("answer", ["550 5.7.1 Blocked by policy", "552 5.2.2 Mailbox full"])
def test_a_refusal_that_is_not_about_the_address_keeps_the_address(world: World, answer: str) -> None:
    first, second = read_by(world, 2)
    server(world).answers = {second: answer}

    assert world.deliver().row.status is PlacementStatus.PUBLISHED

    assert all(reader.set_aside_at is None for reader in readers(world.stage))
    assert [to for to, _message in server(world).taken] == [first]


def test_a_mail_that_is_put_off_comes_later_and_once(world: World) -> None:
    first, second = read_by(world, 2)
    server(world).answers = {second: "451 4.7.1 Greylisted, come back"}
    placement = begin(world)

    world.round("first")
    assert [to for to, _message in server(world).taken] == [first]
    row = world.stage.row(placement)
    assert (row.status, row.reason_values) == (PlacementStatus.SCHEDULED, {"done": 1, "of": 2})
    server(world).answers = {}
    world.stage.clock.moment += timedelta(minutes=6)
    world.round("second")

    assert [to for to, _message in server(world).taken] == [first, second]
    assert world.stage.status(placement) is PlacementStatus.PUBLISHED


def test_a_lost_answer_leaves_one_mail_in_doubt_and_the_rest_goes_on(world: World) -> None:
    first, second, third = read_by(world, 3)
    server(world).silent_for = {second}

    delivered = world.deliver()

    assert delivered.row.status is PlacementStatus.PUBLISHED
    assert [to for to, _message in server(world).taken] == [first, second, third]
    assert [row.status for row in mails_of(world.stage, delivered.row.id or 0)] == [
        MailStatus.SENT,
        MailStatus.UNCONFIRMED,
        MailStatus.SENT,
    ]


def test_a_server_that_never_answers_stops_the_account_after_a_few_mails(world: World) -> None:
    addresses = read_by(world, 12)
    server(world).silent_for = set(addresses)

    delivered = world.deliver()

    assert delivered.row.status is PlacementStatus.SCHEDULED
    assert "without saying so" in world.stage.health("newsletter")
    assert len(server(world).taken) == MOST_DOUBTS


def test_when_nobody_is_known_to_have_it_only_a_person_sends_it_again(world: World) -> None:
    (address,) = read_by(world, 1)
    server(world).silent_for = {address}
    delivered = world.deliver()
    number = delivered.row.id or 0
    assert delivered.row.status is PlacementStatus.UNCONFIRMED
    server(world).silent_for = set()

    with session_scope(world.stage.engine) as session:
        send_again(session, placement_id=number, by=world.stage.cast.staff, now=world.stage.clock())
    world.round("after")

    assert world.stage.status(number) is PlacementStatus.PUBLISHED
    (_to, before), (_to2, after) = server(world).taken
    assert before["Message-ID"] == after["Message-ID"], "mail programs know it again"


def test_a_pause_in_the_middle_keeps_the_rest_until_it_ends(world: World) -> None:
    addresses = read_by(world, 3)
    server(world).answers = {addresses[2]: "451 later"}
    placement = begin(world)
    world.round("first")
    with session_scope(world.stage.engine) as session:
        pause_account(session, account_id=account_of(world), by=None, now=world.stage.clock())
    server(world).answers = {}

    for minutes in (6, 600):
        world.stage.clock.moment += timedelta(minutes=minutes)
        world.round(f"paused{minutes}")

    assert len(server(world).taken) == 2
    row = world.stage.row(placement)
    assert row.status is PlacementStatus.SCHEDULED, "what has begun is never too late"


def test_what_a_person_cancels_in_the_middle_goes_to_nobody_else(world: World) -> None:
    addresses = read_by(world, 3)
    server(world).answers = {addresses[2]: "451 later"}
    placement = begin(world)
    world.round("first")
    with session_scope(world.stage.engine) as session:
        cancel(session, placement_id=placement, by=world.stage.cast.staff, now=world.stage.clock())
    server(world).answers = {}

    world.stage.clock.moment += timedelta(minutes=6)
    world.round("second")

    assert [to for to, _message in server(world).taken] == addresses[:2]


def test_an_approval_withdrawn_while_letters_go_out_lets_no_further_one_leave(world: World) -> None:
    """A lawyer withdraws at their desk while the server takes the second letter of four."""
    addresses = read_by(world, 4)
    placement = begin(world)
    server(world).when_taken = lambda: withdraw(world) if len(server(world).taken) == 2 else None

    world.round("first")
    world.stage.clock.moment += timedelta(minutes=10)
    world.round("second")

    assert [to for to, _message in server(world).taken] == addresses[:2]
    assert counts(world, placement) == {MailStatus.SENT: 2, MailStatus.WAITING: 2}
    assert world.stage.status(placement) is PlacementStatus.HELD


def test_an_approval_withdrawn_between_planning_and_sending_lets_no_letter_leave(world: World) -> None:
    read_by(world, 2)
    placement = begin(world)
    withdraw(world)

    world.round("w")

    assert server(world).taken == []
    assert world.stage.status(placement) is PlacementStatus.HELD


def test_a_newsletter_under_an_imprint_that_nobody_set_does_not_leave(world: World) -> None:
    read_by(world, 2)
    placement = begin(world)
    with world.stage.engine.begin() as connection:
        connection.execute(text("UPDATE programme SET imprint_url = 'https://elsewhere.example'"))

    world.round("w")

    assert server(world).taken == []
    row = world.stage.row(placement)
    assert (row.status, row.reason) == (PlacementStatus.HELD, IMPRINT_BY_HAND)


def test_who_leaves_before_their_turn_gets_nothing_and_is_deleted(world: World) -> None:
    addresses = read_by(world, 2)
    server(world).answers = {addresses[1]: "451 later"}
    placement = begin(world)
    world.round("first")
    second = readers(world.stage)[1]
    key = secret_key(world.stage.settings, "pseudonym.key")
    with session_scope(world.stage.engine) as session:
        leave(
            session,
            code=leave_code(second.id or 0, second.address_hash, key),
            hash_key=key,
            now=world.stage.clock(),
        )
    server(world).answers = {}

    world.stage.clock.moment += timedelta(minutes=6)
    world.round("second")

    assert [to for to, _message in server(world).taken] == addresses[:1]
    assert counts(world, placement) == {MailStatus.SENT: 1, MailStatus.LEFT: 1}
    assert world.stage.status(placement) is PlacementStatus.PUBLISHED
    with Session(world.stage.engine) as session:
        (former,) = session.exec(select(FormerConsent)).all()
        assert former.address_hash == second.address_hash


@pytest.fixture
def both(engine: Engine, tmp_path: Path) -> Iterator[World]:
    """A newsletter whose post is approved in German and Arabic."""
    with world_of(engine, tmp_path / "home", ALONE) as world:
        stage = world.stage
        with session_scope(engine) as session:
            german = session.get_one(Variant, stage.variant_id)
            arabic = variants_of_posts(session, [german.post_id])[german.post_id]["ar"]
            request = submit(session, stage.cast, arabic, now=stage.now, channels=("newsletter",))
            approve(session, stage.cast, request, now=stage.now)
            (proof,) = proofs_of_review(session, request)
            pictures = [
                f"a{arabic.id}{shape}{kind}".encode() for shape in ("square", "portrait") for kind in PICTURES
            ]
            stage.files = {**stage.files, **{sha256(each).hexdigest(): each for each in pictures}}
            world.arabic = (arabic.id, proof)  # type: ignore[attr-defined]
        yield world


def both_placed(world: World) -> tuple[int, int]:
    """The post in German and in Arabic, due at the same moment."""
    german, stage = begin(world), world.stage
    variant_id, proof = world.arabic  # type: ignore[attr-defined]
    with session_scope(stage.engine) as session:
        arabic = place(
            session, variant_id=variant_id, proof=proof, account=stage.accounts["newsletter"],
            wall=wall_time(stage.clock(), ZONE), zone=ZONE, fold=0, by=stage.cast.staff, now=stage.clock(),
        )  # fmt: skip
    return german, arabic.id or 0


def languages_got(world: World) -> list[tuple[str, str]]:
    return [(to, str(message["Content-Language"])) for to, message in server(world).taken]


def test_who_reads_two_languages_gets_both_in_one_mail(both: World) -> None:
    for name, codes in (("de", ["de"]), ("ar", ["ar"]), ("both", ["ar", "de"])):
        subscribe(both.stage, f"{name}@example.org", codes)
    german, arabic = both_placed(both)

    both.round("w")

    assert languages_got(both) == [
        ("de@example.org", "de"),
        ("both@example.org", "ar, de"),
        ("ar@example.org", "ar"),
    ]
    assert counts(both, german) == counts(both, arabic) == {MailStatus.SENT: 2}
    assert both.stage.status(german) is both.stage.status(arabic) is PlacementStatus.PUBLISHED


def test_a_language_that_is_held_comes_by_itself_later(both: World) -> None:
    subscribe(both.stage, "both@example.org", ["ar", "de"])
    _german, arabic = both_placed(both)
    with session_scope(both.stage.engine) as session:
        hold(session, placement_id=arabic, reason="Wait", by=both.stage.cast.staff, now=both.stage.clock())
    both.round("first")
    with session_scope(both.stage.engine) as session:
        schedule(
            session, placement_id=arabic, proof=session.merge(both.arabic[1]),  # type: ignore[attr-defined]
            wall=wall_time(both.stage.clock() + timedelta(minutes=5), ZONE), by=both.stage.cast.staff,
            now=both.stage.clock(),
        )  # fmt: skip
    both.stage.clock.moment += timedelta(minutes=6)
    both.round("second")

    assert languages_got(both) == [("both@example.org", "de"), ("both@example.org", "ar")]


def test_a_language_that_nobody_placed_at_this_moment_is_no_part_of_the_mail(both: World) -> None:
    """Its row was moved in the database beside the German one's."""
    subscribe(both.stage, "both@example.org", ["de", "ar"])
    german, arabic = both_placed(both)
    with session_scope(both.stage.engine) as session:
        later = wall_time(both.stage.clock() + timedelta(days=1), ZONE)
        move(session, placement_id=arabic, wall=later, by=both.stage.cast.staff, now=both.stage.clock())
    with both.stage.engine.begin() as connection:
        moment = "(SELECT due_at FROM placement WHERE id = :g)"
        connection.execute(
            text(f"UPDATE placement SET due_at = {moment}, next_at = {moment} WHERE id = :a"),  # noqa: S608
            {"g": german, "a": arabic},
        )

    both.round("w")

    assert languages_got(both) == [("both@example.org", "de")]
    assert both.stage.row(arabic).reason == MOVED_BY_HAND


def test_doubt_about_one_mail_is_doubt_about_each_of_its_languages(both: World) -> None:
    subscribe(both.stage, "both@example.org", ["ar", "de"])
    server(both).silent_for = {"both@example.org"}
    german, arabic = both_placed(both)

    both.round("first")
    both.stage.clock.moment += timedelta(minutes=3)
    both.round("second")

    assert len(server(both).taken) == 1
    assert counts(both, german) == counts(both, arabic) == {MailStatus.UNCONFIRMED: 1}
    assert both.stage.status(arabic) is PlacementStatus.UNCONFIRMED


#: Where a worker dies: every line of what hands an issue out. A slice of them; `make deaths` tries more.
DEATHS = int(os.environ.get("NEWSLETTER_DEATHS", "6"))
FILES = frozenset(
    str(module.__file__) for module in (ledger_module, taking_module, posting_module, channel_module)
)


def test_a_worker_killed_anywhere_loses_nobody_and_writes_to_nobody_twice(world: World) -> None:
    """Deaths spread over all lines of one run with three readers; clean workers go on afterwards."""
    addresses = read_by(world, 3)
    lines = killed_at(world, 10**9)
    for number in range(DEATHS):
        before = len(server(world).taken)
        line = 1 + number * lines // DEATHS
        placement = begin(world)
        assert killed_at(world, line, fork=True) == -signal.SIGKILL
        for minutes in (3, 3):
            world.stage.clock.moment += timedelta(minutes=minutes)
            world.round(f"clean{number}-{world.stage.clock.moment}")
        got = Counter(to for to, _message in server(world).taken[before:])
        status, rows = world.stage.status(placement), counts(world, placement)
        where = f"killed at line {line} of {lines}: {status}, {rows}"
        assert max(got.values(), default=0) == 1, where
        assert status is PlacementStatus.PUBLISHED, where
        assert rows[MailStatus.WAITING] == rows[MailStatus.SENDING] == 0, where
        assert rows[MailStatus.UNCONFIRMED] <= 1, where
        assert rows[MailStatus.SENT] + rows[MailStatus.UNCONFIRMED] == len(addresses), where
        assert len(got) >= rows[MailStatus.SENT], where


def begin(world: World) -> int:
    """A placement that is due now."""
    world.number += 1
    world.stage.clock.moment = START + timedelta(hours=2 * world.number)
    placement = world.stage.place("newsletter", at=world.stage.clock())
    world.line.set(None)
    return placement


def withdraw(world: World) -> None:
    """A lawyer takes back what they approved, as the desk has them do it."""
    stage = world.stage
    with session_scope(stage.engine) as session:
        row = session.exec(select(Placement)).first()
        assert row is not None
        withdraw_and_hold(
            session,
            variant_ids={row.variant_id},
            reason="The law changed.",
            programme_id=row.programme_id,
            by=stage.cast.lawyer,
            now=stage.clock(),
        )


def account_of(world: World) -> int:
    return world.stage.accounts["newsletter"].id or 0


def killed_at(world: World, line: int, *, fork: bool = False) -> int:
    """Runs a worker that dies before its line number `line`: how it ended. Without `fork`, how many lines it has."""
    left = line

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in FILES:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    if not fork:
        begin(world)
        previous = sys.gettrace()
        sys.settrace(trace)
        try:
            world.round("counting")
        finally:
            sys.settrace(previous)
        return line - left
    world.stage.engine.dispose()
    child = os.fork()
    if child == 0:
        sys.settrace(trace)
        world.round(f"doomed{line}")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


@pytest.mark.parametrize("after", [50, 70, 81])
def test_a_line_that_breaks_while_the_server_says_what_it_offers_is_no_fault_of_the_account(
    world: World, after: int
) -> None:
    read_by(world, 1)

    delivered = world.deliver(Fault("back", after))

    assert delivered.row.status is PlacementStatus.PUBLISHED
    assert world.stage.health("newsletter") == ""


def test_a_folder_takes_the_same_mail(world: World, tmp_path: Path) -> None:
    read_by(world, 2)
    outbox = tmp_path / "outbox"
    set_server(world, "outbox")
    world.adapter = Newsletter(world.means, Roads("", outbox, loopback_only))

    assert begin_and_round(world) is PlacementStatus.PUBLISHED

    files = sorted((outbox / "newsletter" / str(account_of(world))).glob("*.eml"))
    assert len(files) == 2


def begin_and_round(world: World) -> PlacementStatus:
    placement = begin(world)
    world.round("w")
    return world.stage.status(placement)


def set_server(world: World, name: str) -> None:
    set_account(world.stage, "newsletter", options={"server": name, "sender": mail.SENDER})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:587",
        "10.0.0.5:25",
        "[::1]:465",
        "169.254.169.254:587",
        "198.51.100.7:22",
        "198.51.100.7:80",
    ],
)
def test_a_server_that_somebody_typed_lies_in_the_public_internet_on_a_port_for_mail(address: str) -> None:
    host, _, port = address.rpartition(":")
    road = SmtpRoad(Address(host.strip("[]"), int(port), is_wrapped=False), mail_servers_only)

    with pytest.raises(NoWay), road.opened(sender=mail.SENDER):
        pass


def test_the_confirmation_leaves_by_the_newsletter_s_own_server_and_its_link_confirms(world: World) -> None:
    stage = world.stage
    with session_scope(stage.engine) as session:
        note_sign_up(
            session, account=_with_imprint(session, account_of(world)), email="new@example.org", languages=["ar"],
            read_in="tr", key=secret_key(stage.settings, "secrets.key"), now=stage.clock(),
        )  # fmt: skip

    world.round("first")
    world.round("second")

    ((to, message),) = server(world).taken
    assert to == "new@example.org"
    assert "List-Unsubscribe" not in message
    said = plain(message)
    assert say("tr", "confirm_not_you") in said, "it speaks as the page did that somebody read"
    assert said.rstrip().endswith("-- \nBoats\nBoat House 1, Town\nhttps://boats.example/imprint")
    found = LINK.search(said)
    assert found is not None
    with session_scope(stage.engine) as session:
        confirm(session, token=found.group(1), now=stage.clock())
        assert session.exec(select(Mail.content)).all() == [None], "the letter is gone from the database"
    assert [reader.languages for reader in readers(stage)] == [["ar"]]


def _with_imprint(session: Session, account_id: int) -> Account:
    account = session.get_one(Account, account_id)
    programme = session.get_one(Programme, account.programme_id)
    programme.organisation, programme.imprint = "Boats", "Boat House 1, Town"
    programme.imprint_url = "https://boats.example/imprint"
    return account


def test_after_a_restore_nothing_of_a_begun_issue_leaves_by_itself(world: World) -> None:
    addresses = read_by(world, 3)
    server(world).answers = {addresses[2]: "451 later"}
    placement = begin(world)
    world.round("first")

    with session_scope(world.stage.engine) as session:
        assert doubt_restored_mails(session, now=world.stage.clock()) == 1
    server(world).answers = {}
    world.stage.clock.moment += timedelta(minutes=6)
    world.round("second")

    assert [to for to, _message in server(world).taken] == addresses[:2]
    assert counts(world, placement) == {MailStatus.SENT: 2, MailStatus.UNCONFIRMED: 1}


def test_without_the_key_of_the_addresses_the_account_stops_and_nobody_is_lost(world: World) -> None:
    read_by(world, 2)
    (world.stage.settings.keys_dir / "secrets.key").write_bytes(b"another key, 32 bytes long ......")

    delivered = world.deliver()

    assert delivered.posts == []
    assert delivered.row.status is PlacementStatus.SCHEDULED
    assert "cannot be opened" in world.stage.health("newsletter")
    assert counts(world, delivered.row.id or 0) == {MailStatus.WAITING: 2}
