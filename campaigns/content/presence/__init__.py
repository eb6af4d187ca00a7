"""Presence: who else has a text open at this moment."""
