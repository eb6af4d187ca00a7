"""Kits: only what is approved gets in, old ones shut by themselves, partners hear of it, nothing is counted twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from campaigns.approvals.models import Proof
from campaigns.approvals.targets import was_approved
from campaigns.content.actions import write_revision
from campaigns.content.media.photos import Kept, Rights, add_photo
from campaigns.content.models import Rendition
from campaigns.content.queries import latest_revision
from campaigns.errors import BadInput, Conflict, NotAllowed, NotReady
from campaigns.facts.actions.changing import record_fact
from campaigns.keeping.references import referred
from campaigns.kits.actions import (
    add_partner,
    change_partner,
    correct_kits,
    count_uses,
    end_partner,
    keep_region,
    look_at_kits,
    make_kits,
    note_shared,
    renew_link,
    send_kits,
    withdraw_kits,
)
from campaigns.kits.actions.counting import SHARED_A_DAY
from campaigns.kits.actions.holding import MENDING
from campaigns.kits.figures import figures_of_kits
from campaigns.kits.models import Kit, KitDelivery
from campaigns.kits.opening import Shut
from campaigns.kits.queries import (
    kit_by_token,
    kits_on_fact,
    uses_of,
    version_of,
    versions_of,
)
from campaigns.kits.saying import Saying, kit_words
from campaigns.kits.versions import read_version
from campaigns.languages import written_languages
from campaigns.links.models import ShortLink
from campaigns.people.audit import AuditEntry
from campaigns.placements import reasons
from campaigns.placements.approval_ends.withdrawing import withdraw_and_hold
from campaigns.placements.photos.use import end_use
from campaigns.placements.recall.actions import check_and_release, doubt_and_recall, retire_and_recall
from campaigns.vocabulary import KitNews, KitStatus, KitUse, Visitor
from tests import builders
from tests.campaigns.kits.stage import CHANNELS, DESK, Scene, approve, build, letters, opened


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return build(session, now)


def edit(session: Session, scene: Scene, now: datetime, language: str = "de", **changes: str) -> None:
    """Somebody writes other words, which nobody has approved yet."""
    variant = builders.first_variant(session, scene.campaign, language)
    words = latest_revision(session, variant)
    assert words is not None
    write_revision(
        session,
        variant=variant,
        words={**words.words, **(changes or {"body": "Für jedes Kind gibt es Geld."})},
        based_on=words.number,
        by=scene.cast.staff,
        now=now,
    )
    builders.give_pictures(session, scene.campaign, now=now, tag="b")


def look(session: Session, scene: Scene, now: datetime) -> int:
    return look_at_kits(session, programme=scene.cast.programme, desk=DESK, now=now)


# What gets in


def test_a_kit_holds_the_approved_words_letter_for_letter(
    session: Session, scene: Scene, now: datetime
) -> None:
    (post,) = opened(session, scene.kit("ar"), now).posts
    approved = {
        (proof.channel, proof.digest): json.loads(proof.manifest)["text"]
        for proof in session.exec(select(Proof))
    }
    assert {each.channel for each in post.texts} == set(CHANNELS)
    assert all(each.text == approved[each.channel, each.digest] for each in post.texts)


def test_what_is_pasted_most_stands_first(session: Session, scene: Scene, now: datetime) -> None:
    (post,) = opened(session, scene.kit(), now).posts
    assert [text.channel for text in post.texts] == ["handoff", "feed"]


def test_texts_for_programs_are_left_out_where_there_are_others(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    builders.give_pictures(session, campaign, now=now)
    variant = builders.first_variant(session, campaign)
    request = builders.submit(session, cast, variant, now=now, channels=("folder", "feed"))
    builders.approve(session, cast, request, now=now)
    partner = add_partner(session, programme_id=cast.programme.id or 0, name="P", by=None, now=now)
    (kit,) = make_kits(
        session, campaign=campaign, partners=[partner], languages=["de"], desk=DESK, by=None, now=now
    )
    assert [each.channel for each in opened(session, kit, now).posts[0].texts] == ["feed"]


def test_nothing_approved_makes_no_kit(session: Session, now: datetime) -> None:
    with pytest.raises(NotReady, match="no post of this campaign may leave"):
        _make_unapproved(session, now)


def _make_unapproved(session: Session, now: datetime) -> list[Kit]:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    partner = add_partner(session, programme_id=cast.programme.id or 0, name="P", by=None, now=now)
    return make_kits(
        session, campaign=campaign, partners=[partner], languages=["de"], desk=DESK, by=None, now=now
    )


def test_a_second_kit_of_the_same_is_refused(session: Session, scene: Scene, now: datetime) -> None:
    with pytest.raises(Conflict, match="already"):
        make_kits(
            session,
            campaign=scene.campaign,
            partners=scene.partners,
            languages=["de"],
            desk=DESK,
            by=scene.cast.staff,
            now=now,
        )


def test_a_kit_ends_with_the_first_thing_in_it(session: Session, now: datetime) -> None:
    scene = build(session, now)
    scene.fact.valid_to = date(2026, 12, 31)
    session.add(scene.fact)
    record_fact(session, "end_fact", scene.fact, scene.cast.staff, now)
    done = correct_kits(session, kits=[scene.kit()], why="", desk=DESK, by=scene.cast.staff, now=now)
    assert [kit.expires_on for kit in done.corrected] == [date(2026, 12, 31)]


def test_a_longer_life_than_the_approval_is_refused(session: Session, scene: Scene, now: datetime) -> None:
    partner = add_partner(session, programme_id=scene.cast.programme.id or 0, name="P", by=None, now=now)
    with pytest.raises(BadInput, match="only good until"):
        make_kits(
            session,
            campaign=scene.campaign,
            partners=[partner],
            languages=["de"],
            expires_on=date(2028, 1, 1),
            desk=DESK,
            by=scene.cast.staff,
            now=now,
        )


def test_an_advisor_makes_none(session: Session, scene: Scene, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        correct_kits(session, kits=scene.kits, why="", desk=DESK, by=scene.cast.advisor, now=now)


# What shuts it

SHUT: dict[str, Callable[[Session, Scene, datetime], object]] = {
    "withdrawn approval": lambda session, scene, now: withdraw_and_hold(
        session,
        variant_ids={builders.first_variant(session, scene.campaign).id or 0},
        reason="A doubt.",
        programme_id=scene.cast.programme.id or 0,
        by=scene.cast.lawyer,
        now=now,
    ),
    "edited words": edit,
    "doubted fact": lambda session, scene, now: doubt_and_recall(
        session, fact=scene.fact, by=scene.cast.lawyer, now=now
    ),
    "withdrawn fact": lambda session, scene, now: retire_and_recall(
        session, fact=scene.fact, by=scene.cast.lawyer, now=now
    ),
    "changed proof": lambda session, _scene, _now: session.connection().execute(
        text("UPDATE proof SET manifest = replace(manifest, '259', '269')")
    ),
    "link led elsewhere": lambda session, _scene, _now: session.connection().execute(
        text("UPDATE short_link SET target = 'https://phish.example/'")
    ),
    "version with another digest": lambda session, _scene, _now: session.connection().execute(
        text('UPDATE kit_version SET manifest = replace(manifest, \'"digest":"\', \'"digest":"f\')')
    ),
}


@pytest.mark.parametrize("how", SHUT)
def test_threat_02_what_may_not_leave_shuts_the_kit_at_once(
    session: Session, scene: Scene, now: datetime, how: str
) -> None:
    opened(session, scene.kit(), now)
    SHUT[how](session, scene, now)
    session.expire_all()
    with pytest.raises(Shut):
        opened(session, scene.kit(), now)


def test_what_ends_shuts_the_kit_the_day_after(session: Session, now: datetime) -> None:
    scene = build(session, now, ends=date(2026, 11, 24))
    assert scene.kit().expires_on == date(2026, 11, 24)
    opened(session, scene.kit(), now + timedelta(days=1))
    with pytest.raises(Shut) as shut:
        opened(session, scene.kit(), now + timedelta(days=2))
    assert shut.value.reason.msgid == reasons.FACT_ENDED


def test_a_recalled_fact_names_itself_as_the_reason(session: Session, scene: Scene, now: datetime) -> None:
    doubt_and_recall(session, fact=scene.fact, by=scene.cast.lawyer, now=now)
    with pytest.raises(Shut) as shut:
        opened(session, scene.kit("ar"), now)
    assert shut.value.reason.msgid == reasons.RECALLED


def test_a_fact_finds_every_kit_that_relies_on_it(session: Session, scene: Scene, now: datetime) -> None:
    other = builders.make_fact(session, scene.cast.programme, now=now, key="other.fact")
    assert {kit.id for kit in kits_on_fact(session, scene.fact.id or 0)} == {kit.id for kit in scene.kits}
    assert kits_on_fact(session, other.id or 0) == []
    withdraw_kits(session, kits=[scene.kit("ar")], why="", desk=DESK, by=scene.cast.lead, now=now)
    assert len(kits_on_fact(session, scene.fact.id or 0)) == len(scene.kits) - 1


# What partners hear


def test_one_letter_a_partner_names_all_its_languages(session: Session, scene: Scene) -> None:
    sent = letters(session, "kit_new")
    assert sorted(each["to"] for each in sent) == ["mothers@partner.example", "welcome@partner.example"]
    assert "German, Arabic" in sent[0]["text"]
    assert DESK.address(scene.kit("de")) in sent[0]["text"]


def test_a_moved_fact_holds_every_kit_and_tells_every_partner_once(
    session: Session, scene: Scene, now: datetime
) -> None:
    doubt_and_recall(session, fact=scene.fact, by=scene.cast.lawyer, now=now)
    assert look(session, scene, now) == len(scene.kits)
    assert {kit.status for kit in scene.kits} == {KitStatus.HELD}
    assert look(session, scene, now + timedelta(hours=5)) == 0
    assert len(letters(session, "kit_held")) == len(scene.partners)


def test_threat_13_partners_hear_at_once_that_somebody_does_not_want_to_be_seen_any_more(
    session: Session, scene: Scene, now: datetime
) -> None:
    rights = Rights(credit="Photographer 1", licence="CC BY 4.0", shows_people=True, consent="In writing")
    where = {
        "programme_id": scene.cast.programme.id or 0,
        "today": now.date(),
        "by": scene.cast.staff,
        "now": now,
    }
    kept = Kept("a" * 64, "image/jpeg", 1000)
    photo = add_photo(session, kept=kept, width=800, height=800, rights=rights, **where)
    for file in session.exec(select(Rendition)):
        file.photo_id = photo.id
    look(session, scene, now)
    assert letters(session, "kit_held") == []

    end_use(session, photo_id=photo.id or 0, recalls=False, **where)
    assert look(session, scene, now) == len(scene.kits)
    assert len(letters(session, "kit_held")) == len(scene.partners)
    with pytest.raises(Shut) as shut:
        opened(session, scene.kit(), now)
    assert shut.value.reason.msgid == reasons.PHOTO_OVER


def test_a_partner_is_not_written_to_while_somebody_mends_a_comma(
    session: Session, scene: Scene, now: datetime
) -> None:
    edit(session, scene, now)
    look(session, scene, now)
    assert scene.kit().status is KitStatus.HELD
    assert letters(session, "kit_held") == []
    look(session, scene, now + MENDING)
    assert len(letters(session, "kit_held")) == len(scene.partners)


def test_a_kit_whose_fact_holds_after_all_is_good_again(
    session: Session, scene: Scene, now: datetime
) -> None:
    doubt_and_recall(session, fact=scene.fact, by=scene.cast.lawyer, now=now)
    look(session, scene, now)
    check_and_release(session, fact=scene.fact, review_on=None, by=scene.cast.lawyer, now=now)
    look(session, scene, now)
    assert {kit.status for kit in scene.kits} == {KitStatus.OPEN}
    assert len(letters(session, "kit_good_again")) == len(scene.partners)


def test_a_correction_opens_the_kit_and_tells_what_changed(
    session: Session, scene: Scene, now: datetime
) -> None:
    edit(session, scene, now, body="Für jedes Kind gibt es jeden Monat 259 €.")
    look(session, scene, now)
    approve(session, scene.cast, scene.campaign, "de", now)
    mine = [kit for kit in scene.kits if kit.language == "de"]
    done = correct_kits(
        session, kits=mine, why="A clearer sentence.", desk=DESK, by=scene.cast.staff, now=now
    )
    assert (len(done.corrected), done.letters) == (2, 2)
    assert {(kit.status, kit.version) for kit in mine} == {(KitStatus.OPEN, 2)}
    assert "A clearer sentence." in letters(session, "kit_corrected")[0]["text"]
    assert "jeden Monat" in opened(session, mine[0], now).posts[0].texts[0].text


def test_a_kit_that_says_it_all_already_is_not_corrected(
    session: Session, scene: Scene, now: datetime
) -> None:
    done = correct_kits(
        session, kits=scene.kits, why="", desk=DESK, by=scene.cast.staff, now=now + timedelta(days=3)
    )
    assert (done.corrected, len(done.same)) == ((), len(scene.kits))
    assert len(versions_of(session, scene.kit())) == 1


def test_a_kit_without_an_approved_word_waits(session: Session, scene: Scene, now: datetime) -> None:
    edit(session, scene, now)
    done = correct_kits(session, kits=[scene.kit()], why="", desk=DESK, by=scene.cast.staff, now=now)
    assert done.waiting == (scene.kit(),)


def test_a_withdrawn_kit_is_told_with_its_reason_and_stays_withdrawn(
    session: Session, scene: Scene, now: datetime
) -> None:
    withdraw_kits(
        session, kits=[scene.kit()], why="The event is cancelled.", desk=DESK, by=scene.cast.lead, now=now
    )
    assert "The event is cancelled." in letters(session, "kit_withdrawn")[0]["text"]
    assert look(session, scene, now) == 0
    for action in (correct_kits, withdraw_kits):
        with pytest.raises(Conflict):
            action(session, kits=[scene.kit()], why="", desk=DESK, by=scene.cast.lead, now=now)


def test_a_kit_that_was_never_sent_tells_nobody(session: Session, now: datetime) -> None:
    scene = build(session, now, sent=False)
    doubt_and_recall(session, fact=scene.fact, by=scene.cast.lawyer, now=now)
    look(session, scene, now)
    withdraw_kits(session, kits=scene.kits, why="", desk=DESK, by=scene.cast.lead, now=now)
    assert letters(session) == []
    assert session.exec(select(KitDelivery)).all() == []


def test_a_partner_without_an_address_is_noted_as_not_written_to(session: Session, now: datetime) -> None:
    scene = build(session, now, sent=False)
    for partner in scene.partners:
        partner.email = ""
    assert send_kits(session, kits=scene.kits, desk=DESK, by=scene.cast.staff, now=now) == 0
    assert {(row.news, row.mailed) for row in session.exec(select(KitDelivery))} == {(KitNews.NEW, False)}


def test_an_ended_partner_loses_its_kits_and_its_address(
    session: Session, scene: Scene, now: datetime
) -> None:
    partner = scene.partners[0]
    assert end_partner(session, partner=partner, desk=DESK, by=scene.cast.lead, now=now) == 2
    assert partner.email == ""
    assert {kit.status for kit in scene.kits if kit.partner_id == partner.id} == {KitStatus.WITHDRAWN}
    with pytest.raises(Conflict):
        end_partner(session, partner=partner, desk=DESK, by=scene.cast.lead, now=now)


# Links, regions, counts


def test_the_link_is_stored_as_a_hash_and_sealed(session: Session, scene: Scene) -> None:
    token = DESK.token(scene.kit())
    assert len(token) >= 43
    for row in session.connection().execute(text("SELECT token_hash, token FROM kit")):
        assert token not in str(row)
    found = kit_by_token(session, token)
    assert found is not None
    assert found.id == scene.kit().id


def test_a_renewed_link_takes_the_place_of_the_old_one(session: Session, scene: Scene, now: datetime) -> None:
    old = DESK.token(scene.kit())
    renew_link(session, kit=scene.kit(), desk=DESK, by=scene.cast.staff, now=now)
    assert kit_by_token(session, old) is None
    assert kit_by_token(session, DESK.token(scene.kit())) is not None


def test_each_kit_has_a_short_link_of_its_own_to_the_approved_target(session: Session, scene: Scene) -> None:
    addresses = set()
    for kit in scene.kits:
        link = read_version(version_of(session, kit).manifest)["link"]
        row = session.exec(
            select(ShortLink).where(ShortLink.code == link["address"].rsplit("/", 1)[-1])
        ).one()
        assert was_approved(session, row)
        row.target = "https://phish.example/"
        assert not was_approved(session, row)
        addresses.add(link["address"])
    assert len(addresses) == len(scene.kits)


@pytest.mark.parametrize(
    ("code", "text"),
    [("de", "Anspruch auf 9999 Euro"), ("ar", "الحد الأدنى 14.60 €"), ("de", "Nach § 622 BGB gilt anderes")],
)
def test_a_contact_block_states_no_law(
    session: Session, scene: Scene, now: datetime, code: str, text: str
) -> None:
    with pytest.raises(BadInput, match="belongs into a post"):
        keep_region(
            session,
            programme_id=scene.cast.programme.id or 0,
            name="North",
            contacts={code: f"Beratung Nord\n0123 456\nMo–Fr 9–17 Uhr\n{text}"},
            by=scene.cast.staff,
            now=now,
        )


def test_a_region_gives_its_block_in_the_language_of_the_kit(
    session: Session, scene: Scene, now: datetime
) -> None:
    region = keep_region(
        session,
        programme_id=scene.cast.programme.id or 0,
        name="North",
        contacts={"de": "Beratung Nord\n0123 456", "ar": " استشارة ", "en": " "},
        by=scene.cast.staff,
        now=now,
    )
    partner = scene.partners[0]
    change_partner(
        session,
        partner=partner,
        name=partner.name,
        email=partner.email,
        interface="de",
        languages=["de"],
        region=region,
        by=scene.cast.staff,
        now=now,
    )
    correct_kits(session, kits=scene.kits, why="", desk=DESK, by=scene.cast.staff, now=now)
    said = {
        language: read_version(version_of(session, scene.kit(language)).manifest)["contact"]
        for language in ("de", "ar")
    }
    assert said == {
        "de": {"region": "North", "language": "de", "text": "Beratung Nord\n0123 456"},
        "ar": {"region": "North", "language": "ar", "text": "استشارة"},
    }
    assert scene.kit("de", partner=1).version == 1


def test_uses_are_added_by_day_and_bots_left_out(session: Session, scene: Scene, now: datetime) -> None:
    kit, day = scene.kit(), now.date()
    for times in (2, 3):
        count_uses(
            session,
            {
                (kit.id or 0, day, KitUse.WHOLE, Visitor.PERSON): times,
                (kit.id or 0, day, KitUse.WHOLE, Visitor.BOT): 100,
            },
        )
    assert uses_of(session, [kit.id or 0])[kit.id or 0] == Counter({KitUse.WHOLE: 5})
    inside = figures_of_kits(session, campaign_ids=[scene.campaign.id or 0], start=day, end=day)
    before = figures_of_kits(
        session,
        campaign_ids=[scene.campaign.id or 0],
        start=day - timedelta(days=9),
        end=day - timedelta(days=1),
    )
    assert inside is not None
    assert before is not None
    assert (inside.uses.downloads, inside.kits, inside.partners) == (5, 4, 2)
    assert (before.uses.downloads, before.kits) == (0, 0)


def test_shared_is_counted_so_often_a_day_and_no_more(session: Session, scene: Scene, now: datetime) -> None:
    kit, day = scene.kit(), now.date()
    said = [note_shared(session, kit=kit, day=day) for _ in range(SHARED_A_DAY + 3)]
    assert said.count(True) == SHARED_A_DAY
    assert note_shared(session, kit=kit, day=day + timedelta(days=1))


def test_files_of_a_kit_are_never_cleared_away(session: Session, scene: Scene, now: datetime) -> None:
    digests = {file.digest for _post, file in opened(session, scene.kit(), now).files()}
    session.connection().execute(text("DELETE FROM rendition"))
    assert referred(session, digests, now=now + timedelta(days=400)) == digests


def test_the_trail_tells_of_everything_and_names_nobody(
    session: Session, scene: Scene, now: datetime
) -> None:
    renew_link(session, kit=scene.kit(), desk=DESK, by=scene.cast.staff, now=now)
    withdraw_kits(session, kits=scene.kits, why="Why.", desk=DESK, by=scene.cast.lead, now=now)
    rows = session.exec(select(AuditEntry).where(AuditEntry.subject.in_(["kit", "partner"]))).all()  # type: ignore[attr-defined]
    assert {row.action for row in rows} == {
        "add_partner", "make_kit", "add_kit_version", "tell_partner", "renew_kit_link", "withdraw_kit",
    }  # fmt: skip
    assert not any(
        word in row.detail for row in rows for word in ("Club", "@", "Why", DESK.token(scene.kit()))
    )


# Words


@pytest.mark.parametrize("language", written_languages())
def test_every_language_has_all_the_words(language: str) -> None:
    words, english = kit_words(language), kit_words("en")
    assert set(words) == set(english)
    for key, said in words.items():
        assert said.strip() == said != ""
        assert {part for part in ("{day}", "{number}", "{partner}") if part in said} == {
            part for part in ("{day}", "{number}", "{partner}") if part in english[key]
        }


@pytest.mark.parametrize("language", written_languages())
def test_no_sentence_ends_twice(language: str) -> None:
    said = Saying({"language": language})
    assert ".." not in said.word("withdrawn", day=said.day(date(2026, 11, 23)))


def test_a_made_up_programme_says_that_nobody_checked_its_words(
    session: Session, scene: Scene, now: datetime
) -> None:
    scene.cast.programme.is_demo = True
    correct_kits(session, kits=[scene.kit()], why="", desk=DESK, by=scene.cast.staff, now=now)

    kit = opened(session, scene.kit(), now)

    words, told = kit_words(kit.said["language"]), Saying(kit.said).readme(kit)
    assert words["demo"] in told
    assert words["unchanged"] not in told
