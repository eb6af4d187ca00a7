"""What people do with facts. One verb per function; the caller owns the transaction."""

from campaigns.facts.actions.adopting import adopt_topic
from campaigns.facts.actions.changing import change_fact, check_fact, retire_fact
from campaigns.facts.actions.rating import rate_facts
from campaigns.facts.actions.succeeding import succeed_fact
from campaigns.facts.actions.writing import write_fact

__all__ = [
    "adopt_topic",
    "change_fact",
    "check_fact",
    "rate_facts",
    "retire_fact",
    "succeed_fact",
    "write_fact",
]
