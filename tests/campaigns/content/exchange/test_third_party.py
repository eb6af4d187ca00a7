"""XLIFF in the eyes of a tool that is not ours: the translate toolkit reads it, writes it, and nothing is lost."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from sqlmodel import Session
from translate.storage.xliff2 import Xliff2File

from campaigns.content.exchange.actions import import_copy
from campaigns.content.exchange.collecting import collect_texts
from campaigns.content.exchange.files import Format, read_file, write_file
from campaigns.content.exchange.package import Package, Text, Unit
from campaigns.content.exchange.xliff import write_xliff
from campaigns.content.exchange.xliff_reading import read_xliff
from campaigns.content.queries import latest_revision
from campaigns.content.segments.alignment import align
from tests.builders import WORDS, first_variant, make_campaign, make_cast
from tests.campaigns.content.exchange.letters import TEXT


def packed(source: str, target: str) -> Package:
    pairs = align(source, target, source_language="de", language="ar")
    return Package(
        1, "Titel", "de", "ar", [Text(7, 1, "explainer", 3, 4, [Unit("body", pairs, is_open=False)])]
    )


@settings(deadline=None)
@given(source=TEXT, target=TEXT)
def test_tool_reads_every_letter_and_hands_it_back(source: str, target: str) -> None:
    package = packed(source, target)
    tool = Xliff2File.parsestring(write_xliff(package))

    pairs = package.texts[0].units[0].pairs
    assert [unit.source for unit in tool.units] == [pair.source.text for pair in pairs]
    assert [unit.target for unit in tool.units] == [pair.target.text for pair in pairs]
    (received,) = read_xliff(bytes(tool))
    assert received.target == target


def test_tool_translates_and_the_words_arrive(session: Session, now: datetime) -> None:
    cast = make_cast(session, now=now)
    campaign = make_campaign(session, cast, now=now)
    (package,) = collect_texts(session, campaign_id=campaign.id or 0)
    tool = Xliff2File.parsestring(write_file([package], Format.XLIFF))
    assert (tool.getsourcelanguage(), tool.gettargetlanguage()) == ("de", "ar")
    (unit,) = [each for each in tool.units if each.source == WORDS["de"].body]
    unit.target = "نص جديد \u2066260 €\u2069 👩🏽‍⚖️"
    outcome = import_copy(session, incoming=read_file(bytes(tool)), by=None, now=now)

    assert (outcome.changed, outcome.waiting, outcome.rejected) == (1, [], [])
    present = latest_revision(session, first_variant(session, campaign, "ar"))
    assert present is not None
    assert present.words["body"] == "نص جديد \u2066260 €\u2069 👩🏽‍⚖️"


@pytest.mark.parametrize("text", ["a\r\nb", "{amount} %(name)s", "<b>&amp;</b> ]]>"])
def test_tool_sees_what_looks_like_markup_as_text(text: str) -> None:
    (unit,) = Xliff2File.parsestring(write_xliff(packed("x", text))).units

    assert unit.target == text
