"""The sign that stands for a topic on a picture with few words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ICONS: Final[Mapping[str, str]] = {
    "wage": "money",
    "minimum_wage": "money",
    "employment_contract": "contract",
    "working_time": "clock",
    "holiday": "umbrella",
    "sick_leave": "doctor",
    "termination": "door",
    "warning_letter": "envelope",
    "maternity_parental": "baby",
    "minijob": "calculator",
    "temp_work": "people",
    "posted_work": "bus",
    "fake_self_employment": "warning",
    "seasonal_work": "farm",
    "live_in_care": "care",
    "occupational_safety": "hardhat",
    "discrimination": "stop",
    "exploitation": "warning",
    "collective_rights": "loudspeaker",
    "legal_aid": "law",
    "job_search": "magnifier",
    "recognition": "school",
    "language_course": "language",
    "vocational_training": "wrench",
    "self_employment": "work",
    "peer_mentoring": "handshake",
    "residence_permit": "identity",
    "blue_card": "identity",
    "opportunity_card": "identity",
    "family_reunification": "family",
    "protection_status": "shield",
    "naturalisation": "document",
    "eu_free_movement": "globe",
    "basic_income_support": "savings",
    "unemployment_benefit": "savings",
    "child_benefit": "baby",
    "childcare": "baby",
    "housing": "house",
    "health_insurance": "health",
    "pension_tax": "percent",
    "registration_authorities": "bank",
    "debt_consumer": "receipt",
    "violence_protection": "shield",
    "psychosocial": "heart",
    "misinformation": "wrong",
    "scam": "warning",
}
#: For a topic that somebody added.
ANY: Final = "speech"


def icons_of(topic: str) -> tuple[str, ...]:
    """The signs of a card on this topic; a card's steps have none of their own and are numbered."""
    return (ICONS.get(topic, ANY),)
