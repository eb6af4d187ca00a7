"""Every table of the product in one place, for migrations and for making a database."""

from __future__ import annotations

from sqlmodel import SQLModel

import campaigns.alerts.models
import campaigns.approvals.models
import campaigns.content.checks.models
import campaigns.content.exchange.models
import campaigns.content.glossary.models
import campaigns.content.machine.models
import campaigns.content.media.models
import campaigns.content.memory.models
import campaigns.content.models
import campaigns.content.presence.models
import campaigns.content.recall.models
import campaigns.facts.models
import campaigns.kits.models
import campaigns.links.models
import campaigns.mail.models
import campaigns.needs.emerging.models
import campaigns.needs.learning.models
import campaigns.needs.models
import campaigns.needs.own_topics.models
import campaigns.needs.rumours.models
import campaigns.needs.tokens.models
import campaigns.newsletter.models
import campaigns.people.factors.models
import campaigns.people.models
import campaigns.placements.models
import campaigns.placements.permits.models
import campaigns.planning.practices.models
import campaigns.reach.models
import campaigns.work.models  # noqa: F401

metadata = SQLModel.metadata
