"""What is done with figures. One verb per function; the caller owns the transaction."""

from campaigns.reach.actions.recording import record_readings

__all__ = ["record_readings"]
