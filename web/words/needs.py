"""The words for where questions are asked, what is removed from them, and what the columns of a file hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from campaigns.vocabulary import InfoQuality
from web.words.channels import channel_word

_ = lazy_gettext
_NAMELESS = re.compile(r"column (\d+)")
_COVERED = re.compile(r"⟨(\w+)⟩")

PLATFORMS: Mapping[str, Any] = {
    "facebook_group": _("Facebook group"),
    "facebook_page": _("Facebook page"),
    "instagram": "Instagram",
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "web_forum": _("Web forum"),
    "reddit": "Reddit",
    "viber": "Viber",
    "email": _("E-mail"),
    "phone": _("Phone"),
    "in_person": _("In person"),
    "own_website": _("Own website"),
    "other": _("Other"),
}

#: Where groups are, as the register writes it down.
GROUPS_OF: Mapping[str, Any] = {
    "facebook": "Facebook",
    "forum": _("Web forum"),
    "vk": "VK",
    "signal": "Signal",
    "linkedin": "LinkedIn",
}

#: What stands in the place of an identifier that was removed.
REMOVED: Mapping[str, Any] = {
    "email": _("e-mail address"),
    "phone": _("phone number"),
    "iban": _("bank account"),
    "card": _("card number"),
    "passport": _("ID number"),
    "file_number": _("file number"),
    "plate": _("number plate"),
    "address": _("street address"),
    "birth_date": _("birth date"),
    "handle": _("user name"),
    "link": _("link"),
    "number": _("long number"),
    "name": _("name"),
}

#: What a column of a file can hold.
COLUMNS: Mapping[str, Any] = {
    "date": _("Date"),
    "text": _("Question"),
    "language": _("Language"),
    "topic": _("Topic"),
    "platform": _("Platform"),
    "space": _("Group"),
    "region": _("Region"),
    "info_quality": _("Answers in the thread"),
    "referred_to": _("Referred to"),
    "case_id": _("Case number (kept as a keyed hash)"),
    "risk": _("Risk"),
    "sector": _("Sector"),
    "residence_status": _("Residence status"),
    "ignore": _("Leave out"),
}

#: How a file may write its letters, by the languages that each can write.
ENCODINGS: Mapping[str, Any] = {
    "utf-8": _("UTF-8 (all languages)"),
    "cp1252": _("Western Europe (Windows-1252)"),
    "cp1250": _("Central Europe (Windows-1250)"),
    "cp1251": _("Cyrillic (Windows-1251)"),
    "cp1253": _("Greek (Windows-1253)"),
    "cp1254": _("Turkish (Windows-1254)"),
    "cp1256": _("Arabic (Windows-1256)"),
    "cp850": _("Western Europe (DOS, code page 850)"),
    "cp866": _("Cyrillic (DOS, code page 866)"),
    "koi8-r": _("Russian (KOI8-R)"),
    "koi8-u": _("Ukrainian (KOI8-U)"),
}

#: Parts of the radar's score.
PARTS: Mapping[str, Any] = {
    "volume": _("how often"),
    "rise": _("rise"),
    "wrong": _("wrong answers"),
    "spaces": _("how many groups"),
    "law": _("law change"),
    "weight_of_topic": _("weight of the topic"),
}

FACT_KINDS: Mapping[str, Any] = {
    "rule": _("Rules"),
    "right": _("Rights"),
    "amount": _("Amounts"),
    "deadline": _("Deadlines"),
    "step": _("Steps to take"),
    "contact": _("Contacts"),
    "myth": _("Myths"),
    "change": _("Changes"),
}

#: How much harm a rumour does.
RISKS: Mapping[int, Any] = {
    3: _("Does harm"),
    2: _("Costs people something"),
    1: _("A nuisance"),
}

#: How much harm comes to somebody who is told wrong.
RISKS_OF_A_QUESTION: Mapping[str, Any] = {"1": _("Low"), "2": _("Medium"), "3": _("High")}

#: Where people work, as far as advice tells it apart.
SECTORS: Mapping[str, Any] = {
    "care": _("Care"),
    "construction": _("Construction"),
    "meat": _("Meat"),
    "parcel": _("Parcels and warehouses"),
    "cleaning": _("Cleaning"),
    "agriculture": _("Agriculture"),
    "hospitality": _("Hotels and restaurants"),
    "transport": _("Transport"),
    "other": _("Other"),
}

#: By what right somebody is in the country.
RESIDENCE_STATUSES: Mapping[str, Any] = {
    "german": _("German citizen"),
    "eu": _("EU citizen"),
    "permit": _("Residence permit"),
    "settled": _("Settlement permit"),
    "temporary_protection": _("Temporary protection (§ 24)"),
    "asylum": _("In the asylum procedure"),
    "toleration": _("Toleration"),
    "visa": _("Visa"),
    "none": _("No status"),
    "unknown": _("Unknown"),
}

#: Where a topic comes from.
ORIGINS: Mapping[str, Any] = {
    "shipped": _("From Litfass"),
    "changed": _("From Litfass, changed"),
    "own": _("Your own"),
    "retired": _("Retired"),
}

#: What the thread already answered.
QUALITIES: Mapping[InfoQuality, Any] = {
    InfoQuality.UNKNOWN: _("Nobody looked"),
    InfoQuality.QUESTION_ONLY: _("No answer yet"),
    InfoQuality.CORRECT: _("Right answer"),
    InfoQuality.PARTLY_WRONG: _("Partly wrong answer"),
    InfoQuality.WRONG: _("Wrong answer"),
    InfoQuality.SCAM: _("Scam suspected"),
}


def platform_word(key: str | None) -> str:
    """Where questions are asked or posts stand: a place of others, or a channel of ours."""
    return str(PLATFORMS.get(key or "") or GROUPS_OF.get(key or "") or channel_word(key or "") or "–")


def column_word(header: str) -> str:
    """A column's own name; one without a name is told by its place, a whole row has none."""
    if not header:
        return str(gettext("whole row"))
    nameless = _NAMELESS.fullmatch(header)
    return str(gettext("column %(number)s", number=nameless[1])) if nameless else header


def hint_word(hint: str) -> str:
    """What stood in a cell, with the reader's words in the place of what was removed."""
    return _COVERED.sub(lambda found: f"⟨{REMOVED.get(found[1], found[1])}⟩", hint)


def removed_words(counts: Mapping[str, int]) -> list[str]:
    """What is taken out of a question, each kind with its number: “2 phone numbers”."""
    return [_removed(kind, number) for kind, number in counts.items()]


def _removed(kind: str, num: int) -> str:
    told = {
        "email": lambda: ngettext("%(num)s e-mail address", "%(num)s e-mail addresses", num),
        "phone": lambda: ngettext("%(num)s phone number", "%(num)s phone numbers", num),
        "iban": lambda: ngettext("%(num)s bank account", "%(num)s bank accounts", num),
        "card": lambda: ngettext("%(num)s card number", "%(num)s card numbers", num),
        "passport": lambda: ngettext("%(num)s ID number", "%(num)s ID numbers", num),
        "file_number": lambda: ngettext("%(num)s file number", "%(num)s file numbers", num),
        "plate": lambda: ngettext("%(num)s number plate", "%(num)s number plates", num),
        "address": lambda: ngettext("%(num)s street address", "%(num)s street addresses", num),
        "birth_date": lambda: ngettext("%(num)s birth date", "%(num)s birth dates", num),
        "handle": lambda: ngettext("%(num)s user name", "%(num)s user names", num),
        "link": lambda: ngettext("%(num)s link", "%(num)s links", num),
        "name": lambda: ngettext("%(num)s name", "%(num)s names", num),
    }.get(kind)
    return str(told() if told else ngettext("%(num)s long number", "%(num)s long numbers", num))
