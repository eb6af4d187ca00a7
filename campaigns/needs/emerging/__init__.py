"""Needs nobody has a topic for yet: phrases that are suddenly frequent."""
