"""From a row of the radar to a proposal and to a campaign."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import lxml.html
from sqlalchemy import Engine
from sqlmodel import select

from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.db import read_scope
from campaigns.needs.models import Proposal
from campaigns.vocabulary import ProposalStatus, Role
from tests.web.desk import Desk
from tests.web.needs.advice_log import TODAY, in_regions, log_of, row
from tests.web.needs.pages import page_of, words_of

Log = Callable[..., Desk]


def test_proposal_is_one_click_from_its_row(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine
) -> None:
    once = row(TODAY - timedelta(weeks=1), text="Frage in kleiner Runde").replace("Gruppe ar", "Frauenrunde")
    take(log_of(("ar", "child_benefit", 25, 1)) + f"\n{once}".encode())
    desk = desk_of(Role.STAFF)
    answer = desk.send("/needs/proposals", {"topic": "child_benefit", "weeks": "8"})

    assert re.fullmatch(r"/needs/proposals/\d+", answer.location)
    told = words_of(page_of(desk, answer.location))
    assert "Arabic: asked about 25 times" in told
    assert "Facts" in told
    assert "Gruppe ar" in told
    assert "Frauenrunde" not in told, "a group in which it was asked once has no name"
    with read_scope(engine) as session:
        assert "Frauenrunde" not in str(session.exec(select(Proposal)).one().evidence)


def test_proposal_of_a_region_keeps_it_and_is_refused_where_too_little_is_shown(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(in_regions(("Berlin", 20), ("Hamburg", 14), ("Bayern", 3)))
    desk = desk_of(Role.STAFF)
    answer = desk.send("/needs/proposals", {"topic": "child_benefit", "region": "DE-BE"})
    told = words_of(page_of(desk, answer.location))
    assert "Proposal for Berlin" in told
    assert "In this region: asked about 20 times." in told
    for small in ("DE-BY", "DE-SL"):
        refused = desk.send("/needs/proposals", {"topic": "child_benefit", "region": small})
        assert "In this region too few questions" in refused.get_data(as_text=True)


def test_proposal_of_a_region_speaks_the_languages_that_are_asked_there(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(in_regions(("Berlin", 25), ("Hamburg", 3)))
    take(in_regions(("Hamburg", 22), language="uk"))
    desk = desk_of(Role.STAFF)

    def proposed(region: str) -> tuple[list[str], str]:
        answer = desk.send("/needs/proposals", {"topic": "child_benefit", "region": region})
        page = page_of(desk, answer.location)
        return page.xpath("//input[@name='language'][@checked]/@value"), words_of(page)

    languages, told = proposed("DE-BE")
    assert languages == ["de", "ar"]
    assert "In this region questions come in this language." in told
    assert "In this region too few questions come in this language to be counted." in told
    assert proposed("DE-HH")[0] == ["de", "uk"]
    assert "uk" in proposed("")[0]


def test_proposal_is_told_in_the_readers_language(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF, interface="de")
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location

    assert "Arabisch: " in words_of(page_of(desk, address))


def test_proposal_becomes_a_campaign(
    desk_of: Log, take: Callable[[bytes], Any], facts: None, engine: Engine
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF)
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    answer = desk.send(
        f"{address}/plan", {"start": "2027-01-11", "language": ["de", "ar"], "kind": ["explainer", "steps"]}
    )

    with read_scope(engine) as session:
        campaign = session.exec(select(Campaign)).one()
        proposal = session.exec(select(Proposal)).one()
        assert (campaign.starts_on, campaign.languages) == (date(2027, 1, 11), ["de", "ar"])
        assert (campaign.proposal_id, proposal.status) == (proposal.id, ProposalStatus.PLANNED)
        campaign_id = campaign.id
    assert answer.location == f"/campaigns/{campaign_id}"
    assert "Asked about 25 times in 8 weeks." in words_of(page_of(desk, answer.location))


def test_proposal_becomes_a_campaign_with_an_event(
    desk_of: Log, take: Callable[[bytes], Any], facts: None, engine: Engine
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF)
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    form = {"start": "2027-01-11", "language": ["de", "ar"], "kind": ["explainer"]}
    event = {
        "event_title.de": "Infotag Kindergeld",
        "event_title.ar": "يوم معلومات عن إعانة الأطفال",
        "event_day": "2027-02-10",
        "event_begins": "17:00",
        "event_place": "Köln",
        "event_register_until": "2027-02-05",
    }
    late = desk.send(f"{address}/plan", {**form, **event, "event_register_until": "2027-02-11"})
    assert late.status_code == 422
    assert "Registration cannot end after the event." in late.get_data(as_text=True)
    nowhere = desk.send(f"{address}/plan", {**form, "kind": ["event"]})
    assert "Say when and where the event is." in nowhere.get_data(as_text=True)

    desk.send(f"{address}/plan", {**form, **event})
    with read_scope(engine) as session:
        posts = session.exec(select(Post).where(Post.kind == "event").order_by(Post.position)).all()
        assert posts
        assert {post.not_after for post in posts} == {date(2027, 2, 5)}
        said = session.exec(select(Revision.words).join(Variant).where(Variant.post_id == posts[0].id)).all()
        assert {words["headline"] for words in said} == {event["event_title.de"], event["event_title.ar"]}


def test_proposal_says_why_for_every_language_kind_and_day(
    desk_of: Log, take: Callable[[bytes], Any], facts: None
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1), ("uk", "child_benefit", 3, 1)))
    desk = desk_of(Role.STAFF, interface="de")
    page = page_of(desk, desk.send("/needs/proposals", {"topic": "child_benefit"}).location)

    for box in page.xpath("//input[@name='language'][@type='checkbox']"):
        assert box.getparent().find_class("choice__hint"), box.get("value")
    chosen = page.xpath("//input[@name='kind'][@checked]")
    assert chosen
    assert all(box.getparent().find_class("choice__hint") for box in chosen)
    days = words_of(page.get_element_by_id("when"))
    assert "Weihnachten" in days
    assert "Christmas" not in days


def test_proposal_says_for_which_languages_it_names_no_group(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    ukrainian = "\n".join(
        row(TODAY - timedelta(weeks=1), "uk", text=f"Frage {number}").replace("Telegram;Gruppe uk", ";")
        for number in range(12)
    )
    take(log_of(("ar", "child_benefit", 25, 1)) + f"\n{ukrainian}".encode())
    desk = desk_of(Role.STAFF)
    page = page_of(desk, desk.send("/needs/proposals", {"topic": "child_benefit"}).location)
    assert "No group is named for Ukrainian" in words_of(page.get_element_by_id("where"))


def test_proposal_that_was_changed_before_it_was_taken_keeps_its_reasons(
    desk_of: Log, take: Callable[[bytes], Any], facts: None
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1), ("uk", "child_benefit", 9, 1)))
    desk = desk_of(Role.STAFF)
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    campaign = desk.send(
        f"{address}/plan", {"start": "2027-01-11", "language": ["de", "ar"], "kind": "explainer"}
    ).location

    page = page_of(desk, address)
    taken = [words_of(each) for each in page.get_element_by_id("taken").getparent().findall(".//dd")]
    assert taken == ["11 Jan 2027", "German, Arabic", "Explainer"]
    assert "Ukrainian" in words_of(page.get_element_by_id("languages").getparent())
    assert campaign in page.xpath("//main//a/@href")
    assert "Arabic: asked about 25 times" in words_of(page_of(desk, campaign))


def test_proposal_without_facts_says_what_to_do_and_keeps_the_form(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF)
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    answer = desk.send(f"{address}/plan", {"start": "2027-01-11", "language": "ar", "kind": "explainer"})

    page = lxml.html.document_fromstring(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "Add facts first" in words_of(page)
    assert page.get_element_by_id("start").get("value") == "2027-01-11"
    with read_scope(engine) as session:
        assert session.exec(select(Campaign)).all() == []
        assert session.exec(select(Proposal.status)).one() is ProposalStatus.OPEN


def test_proposal_takes_the_librarys_facts_in_as_drafts(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF)
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    desk.send(f"{address}/facts")

    assert re.search(r"No checked fact yet: \d+ drafts wait for a lawyer", words_of(page_of(desk, address)))


def test_topic_without_facts_says_so_on_the_radar_and_on_its_proposal_with_the_next_step(
    desk_of: Log, take: Callable[[bytes], Any]
) -> None:
    take(log_of(("ar", "childcare", 25, 1)))
    desk = desk_of(Role.LEAD)
    assert "No fact yet, also none in the library. Missing at least: Rights" in words_of(
        page_of(desk, "/needs")
    )
    address = desk.send("/needs/proposals", {"topic": "childcare"}).location
    page = page_of(desk, address)
    assert "/facts/new?topic=childcare&kind=right" in page.xpath("//main//a/@href")
    assert not page.xpath("//form[.//input[@type='hidden'][@name='start']]"), (
        "nothing can be planned as it is"
    )
    assert f"{address}#first" in page_of(desk, "/today").xpath("//main//a/@href")
    kind = page_of(desk, "/facts/new?topic=childcare&kind=right").get_element_by_id("kind")
    assert kind.value == "right"


def test_topic_proposed_again_is_the_same_proposal(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine
) -> None:
    take(in_regions(("Berlin", 20), ("Hamburg", 14)))
    desk = desk_of(Role.STAFF)
    asked = {"topic": "child_benefit", "weeks": "8"}
    first, region, again = (
        desk.send("/needs/proposals", {**asked, **more}).location for more in ({}, {"region": "DE-BE"}, {})
    )
    assert first == again != region
    desk.send(f"{first}/dismiss")
    assert desk.send("/needs/proposals", asked).location not in (first, region)


def test_proposal_in_the_past_is_refused_beside_its_field(
    desk_of: Log, take: Callable[[bytes], Any], facts: None
) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF)
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    answer = desk.send(f"{address}/plan", {"start": "2026-01-11", "language": "ar"})

    assert "The first day is over" in answer.get_data(as_text=True)


def test_sensitive_topic_is_never_proposed(
    desk_of: Log, take: Callable[[bytes], Any], engine: Engine
) -> None:
    answer = desk_of(Role.STAFF).send("/needs/proposals", {"topic": "violence"})

    assert answer.status_code in (404, 422)
    with read_scope(engine) as session:
        assert session.exec(select(Proposal)).all() == []


def test_advisor_proposes_nothing(desk_of: Log) -> None:
    assert desk_of(Role.ADVISOR).send("/needs/proposals", {"topic": "child_benefit"}).status_code == 403


def test_dismissed_proposal_leaves_the_list(desk_of: Log, take: Callable[[bytes], Any]) -> None:
    take(log_of(("ar", "child_benefit", 25, 1)))
    desk = desk_of(Role.STAFF)
    address = desk.send("/needs/proposals", {"topic": "child_benefit"}).location
    assert "Child benefit" in words_of(page_of(desk, "/needs/proposals").xpath("//main")[0])
    desk.send(f"{address}/dismiss")

    assert "No open proposal" in words_of(page_of(desk, "/needs/proposals"))
