"""Profiles are complete, dated data, and an account's own server may correct them."""

from __future__ import annotations

from datetime import date

import pytest

from campaigns.channels import SECTIONS, account_profile, group_rooms, profile, profiles
from campaigns.errors import BadInput
from campaigns.vocabulary import DeliveryMode, IdempotencyClass


@pytest.mark.parametrize("channel", profiles())
def test_every_section_says_where_it_comes_from_and_when(channel):
    for name in SECTIONS:
        section = getattr(profile(channel), name)
        assert len(section.source) > 10
        assert date(2026, 1, 1) <= section.as_of


@pytest.mark.parametrize("channel", profiles())
def test_a_channel_that_claims_a_key_says_how_long_it_is_kept(channel):
    delivery = profile(channel).delivery
    assert (delivery.idempotency is IdempotencyClass.KEYED) == (delivery.key_minutes is not None)


@pytest.mark.parametrize("channel", profiles())
def test_pictures_need_descriptions_wherever_a_channel_carries_them(channel):
    known = profile(channel)
    if known.media.types:
        assert known.alt.need != "none"
        assert known.media.formats


@pytest.mark.parametrize("service", group_rooms())
def test_what_is_documented_of_groups_says_where_and_when(service):
    room = group_rooms()[service]
    for section in (room.text, room.media):
        assert len(section.source) > 10
        assert date(2026, 1, 1) <= section.as_of
    assert room.text.caption_limit is None or room.text.caption_limit < room.text.limit


def test_feed_is_pulled_and_folder_is_written():
    assert profile("feed").mode is DeliveryMode.PULL
    assert profile("folder").mode is DeliveryMode.API


def test_an_unknown_channel_is_refused_with_the_known_ones():
    with pytest.raises(BadInput, match=r"no channel “pigeon”.*feed, folder"):
        profile("pigeon")


def test_what_a_server_says_is_laid_over_the_profile():
    own = account_profile("feed", {"text": {"limit": 800, "mood": "sunny"}, "weather": {"rain": True}})
    assert own.text.limit == 800
    assert own.text.counter == profile("feed").text.counter
    assert own.media == profile("feed").media


def test_a_server_can_lose_its_claim_to_idempotency():
    own = account_profile("folder", {"delivery": {"idempotency": "blind"}})
    assert own.idempotency is IdempotencyClass.BLIND
